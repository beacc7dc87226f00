"""What an expert without an account does by one-time link: reads the brief, says they cannot come, signs their part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.onetime.purposes import Done, NotDone, Purpose, Shown
from district.ground.onetime.queries import Link
from district.ground.people.permissions import Answer, Yes
from district.ground.people.queries import Person
from district.services.advice.panels import actions, states
from district.services.advice.panels.models import Part
from district.services.advice.panels.permissions import may_issue_link
from district.services.advice.panels.queries import part_of

PART = "panels.part"
AFTER = dt.timedelta(days=14)  # a link holds after the panel


def _until(thing: str) -> dt.datetime | None:
    """As long as there may be something to sign."""
    part = part_of(thing)
    return max(part.panel.ends, clock.now()) + AFTER if part else None


def _may(person: Person, thing: str) -> Answer:
    return may_issue_link(person, part_of(thing))


def _seen(part: Part) -> dict[str, Any]:
    panel = part.panel
    return {"reference": part.reference, "title": panel.title, "when": panel.when, "where": panel.where,
            "role": str(part.get_role_display()), "brief": panel.brief}  # fmt: skip


def _shown(link: Link, typed: Mapping[str, str]) -> Shown | None:
    part = part_of(link.thing)
    if part is None or not part.sits or part.signed_at or part.withdrew_at or part.panel.state != states.HELD:
        return None
    if part.expert_id != link.expert_id:
        return None
    values = {"part": part, "panel": part.panel, "text": typed.get("text", ""), "why": typed.get("why", ""),
              "begun": clock.now() >= part.panel.starts}  # fmt: skip
    return Shown("panels/_link.html", values, _seen(part))


def _do(link: Link, data: Mapping[str, str], _user: Person | None) -> Done:
    part = part_of(link.thing)
    assert part is not None, "it was shown"
    try:
        if data.get("what") == "withdraw":
            actions.withdraw(part=part, by=None, why=data.get("why", ""), may=Yes)
            return Done("withdraw", _("知道了，会请候补的专家接替。"), {"why": part.why})
        if data.get("what") != "sign":
            raise NotDone(_("请选择签字，或者说明不能来。"))
        actions.sign(part=part, text=data.get("text", ""), by=None, link=link.reference, may=Yes)
    except NotPossible as why:
        raise NotDone(str(why)) from None
    return Done("sign", _("已签字，谢谢您。"), {"text": part.text, "digest": part.digest})


PURPOSE = Purpose(
    PART, gettext_lazy("会诊和上门指导：签自己的意见"), _may, _shown, _do, until=_until,
    words={
        "reference": gettext_lazy("编号"), "title": gettext_lazy("事由"), "when": gettext_lazy("时间"),
        "where": gettext_lazy("地点"), "role": gettext_lazy("角色"), "brief": gettext_lazy("共同简报"),
        "text": gettext_lazy("意见"), "why": gettext_lazy("原因"), "digest": gettext_lazy("摘要"),
    },
)  # fmt: skip
