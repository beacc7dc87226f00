"""Putting events of the register on open cases, and settling them by reading the facts anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from district.cases.core import telling
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.states import HANDED_IN
from district.cases.events.models import CaseEvent
from district.enterprises.events.queries import HOLD, NOTE, RegisterEvent, closed, effect_of
from district.ground import clock
from district.ground.messages.queueing import posting_many
from district.ground.people.queries import Person
from district.ground.record.actions import write_log

ROOM = "cases"
SOME = 900  # keys in one query


class Held(NotPossible):
    """Something happened to the enterprise since the case was read."""


def put_on_cases(events: Sequence[RegisterEvent]) -> int:
    """Every event on every case of its enterprise that is handed in and not ended; their officers are told.

    In the transaction that stored the events. Returns how many cases.
    """
    by_firm: dict[int, list[RegisterEvent]] = defaultdict(list)
    for each in events:
        if effect_of(each.kind, "case") in (HOLD, NOTE):
            by_firm[each.enterprise_id].append(each)
    firms, count = sorted(by_firm), 0
    for start in range(0, len(firms), SOME):
        rows = Application.objects.filter(enterprise__in=firms[start : start + SOME], state__in=HANDED_IN)
        cases = list(rows.select_related("enterprise", "programme__office", "officer"))
        made = [
            CaseEvent(application=case, event=each, holds=effect_of(each.kind, "case") == HOLD, at=clock.now())
            for case in cases for each in by_firm[case.enterprise_id]
        ]  # fmt: skip
        CaseEvent.objects.bulk_create(made, batch_size=200)
        with posting_many():
            for row in made:
                verb = "hold-for-event" if row.holds else "note-event"
                write_log(room=ROOM, subject=row.application.reference, verb=verb, by=None,
                          before=row.application.state, after=row.application.state, reason=row.event.words,
                          data={"event": row.event_id, "kind": row.event.kind})  # fmt: skip
                telling.register_event(row.application, row.event.words, holds=row.holds)
        count += len(cases)
    return count


def settle(row: Application, by: Person) -> None:
    """The facts were read anew: what held the case holds it no more. In the caller's transaction."""
    CaseEvent.objects.filter(application=row, settled_at=None).update(settled_at=clock.now(), settled_by=by)


def check(row: Application, outcome: str = "granted") -> None:
    """Raises Held while an event waits to be looked at; and a closed enterprise is granted nothing."""
    held = CaseEvent.objects.filter(application=row, holds=True, settled_at=None).select_related("event")
    if said := "；".join(each.event.words for each in held):
        raise Held(_("登记有变化，请先重新取数：%(said)s。") % {"said": said})
    if outcome == "granted" and closed(row.enterprise):
        raise Held(_("企业已经注销，不能同意。"))
