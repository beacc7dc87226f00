"""The one thing to do on a programme's page: it fits who is looking and how things stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.ground.bringing.fulfilling import steps, ways
from district.policies.models import Programme
from district.policies.page.contact import Contact
from district.policies.page.opening import Opening
from district.policies.queries import Standing


@dataclass(frozen=True)
class Action:
    """`key`: serve, apply, case, fits, tell, told, call, facts, today, library. `post`: a button that
    changes something.

    `primary`: the page leads there; `say`: a line under it, `also`: (url, words) of a quieter way.
    """

    key: str
    label: str
    url: str
    say: str = ""
    post: bool = False
    primary: bool = True
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Looking:
    """Who looks at what: `eligible` is the verdict on `enterprise`, None where open or nobody was judged."""

    programme: Programme
    opening: Opening
    is_today: bool
    in_force: bool
    service: bool
    reach: Contact | None
    signed_in: bool = False
    enterprise: Enterprise | None = None
    eligible: bool | None = None
    standing: Standing = field(default_factory=Standing)
    subscribed: bool = False
    act: str = ""
    described: Mapping[str, Any] = field(default_factory=dict)


def action(at: Looking) -> Action:
    """What this person does next; beside it what is done before an application."""
    found, slug = _next(at), at.programme.slug
    first = [(reverse(each.route), str(each.label)) for each in steps if at.is_today and each.feeds(slug, at.described)]
    return replace(found, also=(*found.also, *first))


def _next(at: Looking) -> Action:
    here = reverse("policies:programme", args=[at.programme.slug])
    if not at.is_today:
        return Action("today", _("看今天的规则"), here, primary=False)
    if at.service and at.in_force:
        return _way(at) or _call(at)
    if at.standing.open:
        mine = at.enterprise is not None and at.enterprise.is_person
        say = (_("您的这件：%(words)s（%(reference)s）") if mine else _("贵企业的这件：%(words)s（%(reference)s）")) % {
            "words": at.standing.words, "reference": at.standing.reference,
        }  # fmt: skip
        return Action("case", at.standing.label, at.standing.url, say)
    if at.opening.over or (not at.in_force and at.opening.opens is None):
        return Action("library", _("看现行的政策"), reverse("policies:library"), primary=False)
    if at.enterprise is not None and at.eligible is False:
        return _facts(at.enterprise)
    if at.standing.url:
        return Action("case", at.standing.label, at.standing.url, at.standing.why_not)
    if not at.opening.is_open:
        return _tell(at)
    return _ask(at)


def _ask(at: Looking) -> Action:
    """It is open: apply where somebody may, else see whether it fits."""
    if at.enterprise is None:
        return Action("fits", _("看看是否符合"), reverse("policies:fits"), _("回答几个问题就知道，不用登录。"),
                      also=() if at.signed_in else (_login(at, _("已有账号？登录后申报")),))  # fmt: skip
    if at.standing.why_not:
        return Action("facts", _check(at.enterprise), _facts_url(at.enterprise), at.standing.why_not, primary=False)
    say = "" if at.eligible else _("还有信息要补，申报表里会问。")
    return Action("apply", _("我要申报"), _new(at) or reverse("policies:fits"), say)


def _tell(at: Looking) -> Action:
    """It is closed: be told, and meanwhile see whether it fits or prepare a draft."""
    also: tuple[tuple[str, str], ...] = ()
    if at.enterprise is None:
        also = ((reverse("policies:fits"), _("先看看是否符合")),)
    elif at.standing.ahead and (new := _new(at)):
        also = ((new, _("先把申报表填好")),)
    url = reverse("policies:subscribe", args=[at.programme.slug])
    if at.subscribed:
        return Action("told", _("已订阅，开放时告诉您"), reverse("policies:subscriptions"), primary=False, also=also)
    if not at.signed_in:
        login = _login(at, _("开放时告诉我"))
        return Action("tell", login[1], login[0], _("登录后订阅。"), also=also)
    return Action("tell", _("开放时告诉我"), url, post=True, also=also)


def _way(at: Looking) -> Action | None:
    """The page of the room that fulfils it."""
    way = ways.get(at.act)
    if way is None:
        return None
    url = f"{reverse(way.route)}?{urlencode({'programme': at.programme.slug})}"
    call = _call(at)
    return Action("serve", str(way.label), url, str(way.say), also=((call.url, call.label),))


def _call(at: Looking) -> Action:
    """A service that no room fulfils yet: one calls, or sees where to go."""
    if at.reach is not None and at.reach.phone:
        return Action("call", _("打电话 %(phone)s") % {"phone": at.reach.phone}, f"tel:{at.reach.phone}")
    if at.reach is not None and (hotline := at.reach.reach.hotline):
        return Action("call", _("打 %(phone)s 问") % {"phone": hotline}, f"tel:{hotline}",
                      _("目录里没有这个部门的电话，便民热线会转接。"))  # fmt: skip
    return Action("call", _("怎么联系"), "#contact")


def _facts(enterprise: Enterprise) -> Action:
    return Action("facts", _check(enterprise), _facts_url(enterprise), _("信息不对可以更正，更正后重新核对。"),
                  primary=False)  # fmt: skip


def _check(enterprise: Enterprise) -> str:
    return _("核对我的信息") if enterprise.is_person else _("核对企业信息")


def _facts_url(enterprise: Enterprise) -> str:
    return reverse("enterprises:facts", args=[enterprise.uscc])


def _new(at: Looking) -> str:
    """Where an application begins; "" in a site without that room."""
    assert at.enterprise is not None
    try:
        new = reverse("cases:new", args=[at.programme.slug])
    except NoReverseMatch:
        return ""
    return f"{new}?{urlencode({'enterprise': at.enterprise.uscc})}"


def _login(at: Looking, words: str) -> tuple[str, str]:
    after = reverse("policies:programme", args=[at.programme.slug])
    return f"{reverse('account_login')}?{urlencode({'next': after})}", words


def changes_needed(verdict: dict[str, Any]) -> list[dict[str, Any]]:
    """What would have to change for a firm that does not fit: each failing condition of a verdict as JSON.

    `say`, `cite`, `facts`, `gap` as in the verdict; `never`: it must not hold, and does; `choice`: one of several of
    which one is enough; `heals`: the day it holds by time alone; `person`: who found so.
    """
    found: list[dict[str, Any]] = []
    for clause in verdict["conditions"]:
        found += _failing(clause, never=False, choice=False)
    return found


def _failing(clause: dict[str, Any], *, never: bool, choice: bool) -> list[dict[str, Any]]:
    fails = clause["value"] is never
    if clause["kind"] == "condition":
        gap = clause.get("gap") or {}
        return [{**clause, "never": never, "choice": choice, "heals": gap.get("heals_on")}] if fails else []
    if clause["value"] is not False and not never:
        return []
    inverted = never or clause["kind"] == "none"
    several = choice or (clause["kind"] == "any" and not inverted)
    return [each for child in clause.get("children") or []
            for each in _failing(child, never=inverted, choice=several)]  # fmt: skip


def soonest(needed: list[dict[str, Any]]) -> dt.date | None:
    """The day from which all holds by time alone; None where something else has to change."""
    days = [dt.date.fromisoformat(each["heals"]) for each in needed if each["heals"]]
    return max(days) if days and len(days) == len(needed) else None
