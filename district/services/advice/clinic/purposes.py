"""What an expert without an account does by link at a clinic: calls the next, says what became of the last."""

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
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person
from district.ground.record.moves import MoveRefused
from district.ground.record.reading import key_asked
from district.services.advice.clinic import actions, queries
from district.services.advice.clinic.models import ClinicExpert
from district.services.advice.clinic.permissions import may_keep

CALL = "clinic.call"


def _sitting(thing: str) -> ClinicExpert | None:
    rows = ClinicExpert.objects.select_related("clinic__office", "clinic__session", "expert")
    return rows.filter(pk=key_asked(thing), ended_at=None).first()


def _may(person: Person, thing: str) -> Answer:
    found = _sitting(thing)
    return may_keep(person, found.clinic) if found else No(_("没有这场坐诊。"))


def _until(thing: str) -> dt.datetime | None:
    """Until the day after the clinic."""
    found = _sitting(thing)
    return max(found.clinic.ends, clock.now()) + dt.timedelta(days=1) if found else None


def _shown(link: Link, typed: Mapping[str, str]) -> Shown | None:
    sitting = _sitting(link.thing)
    if sitting is None or sitting.expert_id != link.expert_id or not sitting.clinic.is_on:
        return None
    line = queries.line_of(sitting.clinic)
    with_me = line.with_expert(sitting.expert_id)
    values: dict[str, Any] = {"clinic": sitting.clinic, "line": line, "visitor": with_me, "typed": typed}
    seen = {"clinic": sitting.clinic.reference, "with": with_me.label if with_me else ""}
    return Shown("clinic/_by_link.html", values, seen)


def _do(link: Link, data: Mapping[str, str], _user: Person | None) -> Done:
    """The next one; or (`rest`) what became of the last, and nobody is called."""
    sitting = _sitting(link.thing)
    assert sitting is not None, "shown before"
    last, said = data.get("last", ""), data.get("say", "").strip()[:4000]
    before = queries.line_of(sitting.clinic).with_expert(sitting.expert_id)
    signed = {"with": before.label if before else "", "last": last, "say": said}
    try:
        if data.get("do") == "rest":
            if before is None or last not in {"served", "missed"}:
                raise NotDone(_("请先说明看完了还是没来。"))
            actions.settle(visitor=before, came=last == "served", by=None, say=said, may=Yes)
            return Done("settle", _("已记下 %(label)s 号。") % {"label": before.label}, signed, last=False)
        called = actions.call_next(
            clinic=sitting.clinic, by=None, expert=sitting.expert, last=last, say=said, may=Yes
        )  # fmt: skip
    except (NotPossible, MoveRefused) as why:
        raise NotDone(str(why)) from None
    says = _("请 %(label)s 号。") % {"label": called.label} if called else _("没有人在等。")
    return Done("call", says, signed | {"next": called.label if called else ""}, last=False)


PURPOSE = Purpose(
    CALL, gettext_lazy("坐诊叫号"), _may, _shown, _do, until=_until,
    words={
        "clinic": gettext_lazy("门诊"), "with": gettext_lazy("正在看的号"), "last": gettext_lazy("这一位"),
        "served": gettext_lazy("看完了"), "missed": gettext_lazy("没来"), "say": gettext_lazy("记录"),
        "next": gettext_lazy("叫到"),
    },
)  # fmt: skip
