"""A link's page for whoever holds it; the links of a bureau for its people."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground.clients import client_of, too_many
from district.ground.onetime import actions, queries
from district.ground.onetime.actions import Over
from district.ground.onetime.handing import issued
from district.ground.onetime.models import Link
from district.ground.onetime.permissions import may_renew, may_revoke
from district.ground.onetime.purposes import NotDone, purposes
from district.ground.people.doors import for_roles, open_to_all
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import paged

MISSES, TRIES, WINDOW = 30, 40, 3600  # wrong tokens from one address, posts by one link, in an hour
PAGE = 25
desk = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)
OVER = {"done": 200, "revoked": 410, "expired": 410, "gone": 410}


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """`/once/<token>/`: says who asks and for what. Opening it changes nothing, for mail is read by machines first."""
    link = queries.with_token(token)
    if link is None:
        crowded = too_many(request, "once", most=MISSES, within=WINDOW)
        return _page(request, "none", status=429 if crowded else 404)
    if request.method == "GET":
        return _shown(request, link, link.typed)
    typed = actions.bounded(request.POST.dict())
    if too_many(request, "once-link", most=TRIES, within=WINDOW, about=str(link.pk)):
        messages.error(request, _("这个链接一小时内提交得太多，请稍后再试。您填写的内容还在。"))
        return _shown(request, link, typed, status=429)
    user = request.user if isinstance(request.user, Person) else None
    try:
        done = actions.use(link=link, data=request.POST.dict(), user=user, address=client_of(request))
    except Over:
        link.refresh_from_db()
        actions.keep_typed(link=link, data=typed)
        return _shown(request, link, typed)
    except (NotDone, Refused) as why:
        messages.error(request, str(why))
        return _shown(request, link, typed, status=422)
    messages.success(request, str(done.says))
    return redirect("onetime:open", token)


def _shown(request: HttpRequest, link: Link, typed: dict[str, str], status: int = 200) -> HttpResponse:
    purpose = purposes[link.purpose]
    shown = purpose.shown(link, typed) if link.state == "live" else None
    if shown is None:
        state = "gone" if link.state == "live" else link.state
        values = {"uses": link.uses.all(), "typed": {k: v for k, v in typed.items() if v.strip()}}
        return _page(request, state, link, values, status=OVER[state] if status == 200 else status)
    live: dict[str, Any] = {
        "part": shown.template, "values": shown.values, "seen": actions.digest_of(shown),
        "must_sign_in": purpose.needs_account and not request.user.is_authenticated, "back": bool(link.typed),
    }  # fmt: skip
    return _page(request, "live", link, live, status=status)


def _page(
    request: HttpRequest, state: str, link: Link | None = None, values: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    label = purposes[link.purpose].label if link else ""
    answer = render(
        request, "onetime/open.html", {"state": state, "link": link, "label": label, **(values or {})}, status=status
    )
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer" if link is None else "same-origin"
    return answer


@open_to_all
@never_cache
@require_POST
def ask_anew(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds a link that is over asks for another one."""
    link = queries.with_token(token)
    if link is None:
        return _page(request, "none", status=404)
    actions.ask_anew(link=link)
    messages.success(request, _("已告诉%(name)s。新的链接里会有您填写过的内容。") % {"name": link.office.name})
    return redirect("onetime:open", token)


@desk
@require_GET
def links(request: HttpRequest) -> HttpResponse:
    """`/desk/links/`: the links of one's bureau: for whom, for what, whether used."""
    rows = queries.links_seen_by(cast(Person, request.user))
    page = paged(rows, request.GET, PAGE)
    return render(request, "onetime/links.html", {"page": page, "labels": {each.key: each.label for each in purposes}})


def _found(request: HttpRequest, reference: str) -> Link:
    return get_object_or_404(queries.links_seen_by(cast(Person, request.user)), reference=reference)


@desk
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/links/<reference>/`: what was seen and signed by it."""
    person, found = cast(Person, request.user), _found(request, reference)
    purpose = purposes[found.purpose]
    context = {
        "link": found, "label": purpose.label,
        "uses": [{"use": each, "signed": purpose.said(each.signed), "seen": purpose.said(each.seen)}
                 for each in found.uses.all()],
        "revokes": may_revoke(person, found), "renews": may_renew(person, found),
    }  # fmt: skip
    return render(request, "onetime/link.html", context)


@desk
@require_POST
def revoke(request: HttpRequest, reference: str) -> HttpResponse:
    actions.revoke(link=_found(request, reference), by=cast(Person, request.user))
    messages.success(request, _("链接已撤回，打不开了。"))
    return redirect("onetime:link", reference)


@desk
@require_POST
def renew(request: HttpRequest, reference: str) -> HttpResponse:
    made = actions.renew(link=_found(request, reference), by=cast(Person, request.user))
    return issued(request, [made], back=reverse("onetime:link", args=[reference]))
