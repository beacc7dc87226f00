"""Seats given by marks. Each takes a while to write: more than a few are given by the worker, in bites, so that others
may write meanwhile. What is done twice is done once: who has a seat is selected no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Yes, require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import actions as slots
from district.ground.work import actions as work
from district.ground.work.actions import Doing, Halt, Kind, Piece
from district.ground.work.queries import Work, going_on
from district.services.training.camp import cohorts, joining, states, telling
from district.services.training.camp.models import CampSignUp, Cohort
from district.services.training.camp.permissions import may_run

ROOM, KIND = "camp", "camp-places"
BITE = 25  # sign-ups a transaction, which is less than half a second
AT_ONCE = 25  # more than these are the worker's


class Placed(NamedTuple):
    """How many got a seat, wait in line, were refused, are left to be selected."""

    taken: int
    waiting: int
    refused: int
    left: int


def place(*, cohort: Cohort, by: Person, least: Decimal | None = None, at_once: int = AT_ONCE) -> Placed | Work:
    """Give the seats by marks, the higher first, of the same mark who came first; behind them the rest wait in that
    order. Who is below `least` is refused. Once the camp has begun nobody moves up by themselves any more: free seats
    alone are given, first to who waits in line already, and the rest are left to be selected.

    More than `at_once` are work for the worker, whom the caller gives it. Raises Refused, NotPossible: seats go to who
    comes first, the term still runs, the camp is over, somebody has no mark, or it is being done.
    """
    require(may_run(by, cohort))
    with transaction.atomic():
        fresh = lock(Cohort.objects.all()).get(pk=cohort.pk)
        rows = list(fresh.sign_ups.filter(state=states.SIGNED))
        _placeable(fresh, rows)
        fresh.least, fresh.placed_at = least, clock.now()
        fresh.changed_at = fresh.placed_at
        fresh.save(update_fields=["least", "placed_at", "changed_at"])
        if cohorts.has_begun(fresh):
            cohorts.offer_free(fresh)
        todo = _todo(fresh)
        if len(todo) > at_once:
            write_log(room=ROOM, subject=fresh.reference, verb="begin-places", by=by, data={"sign_ups": len(todo)})
            return work.begin(
                Work, kind=KIND, subject=fresh.reference, by=by, office=fresh.office, total=len(todo)
            )  # fmt: skip
        placed = _give(fresh, todo, by)
    cohort.refresh_from_db()
    return placed._replace(left=len(rows) - len(todo))


def under_way(cohort: Cohort) -> bool:
    """Whether the worker gives its seats now."""
    found = going_on(KIND, cohort.reference)
    return found is not None and found.works


def keep_still(cohort: Cohort) -> None:
    """Raises NotPossible while seats are given: the order of the marks is that of the seats."""
    if under_way(cohort):
        raise NotPossible(_("正在按分数排席位，排完以后再改。"))


def _placeable(cohort: Cohort, rows: Sequence[CampSignUp]) -> None:
    """Raises NotPossible: what stands in the way of giving seats now, and what to do."""
    if not cohort.chosen or cohort.session is None:
        raise NotPossible(_("这一期先到先得，席位报名时已经排好。"))
    if clock.now() <= cohort.closes_at:
        raise NotPossible(_("报名还没有截止，截止以后再排席位。"))
    if cohorts.is_past(cohort):
        raise NotPossible(
            _("训练营 %(day)s 结束，不能再排席位。还没有选拔的 %(n)d 人，请不录取并写明原因。")
            % {"day": clock.said(cohort.last), "n": len(rows)}
        )
    keep_still(cohort)
    if unmarked := [row for row in rows if row.mark is None]:
        said = {"n": len(unmarked), "name": unmarked[0].name}
        raise NotPossible(_("还有 %(n)d 人没有打分，例如“%(name)s”。") % said)


def _todo(cohort: Cohort) -> list[int]:
    """Who is selected, in their order: who gets a seat or waits, then who is below the line; once it has begun, no more
    than there are free seats."""
    rows = list(cohort.sign_ups.filter(state=states.SIGNED))
    good = sorted((row for row in rows if not _below(cohort, row)), key=lambda row: (-_of(row), row.signed_at, row.pk))
    if cohorts.has_begun(cohort):
        good = good[: cohorts.free_of(cohort)]
    return [row.pk for row in (*good, *(row for row in rows if _below(cohort, row)))]


def _below(cohort: Cohort, row: CampSignUp) -> bool:
    return cohort.least is not None and _of(row) < cohort.least


def _of(row: CampSignUp) -> Decimal:
    return row.mark if row.mark is not None else Decimal(0)


def _give(cohort: Cohort, pks: Sequence[int], by: Person) -> Placed:
    """Select some, in this order; who is selected already is passed over."""
    assert cohort.session is not None
    found = CampSignUp.objects.filter(pk__in=pks, state=states.SIGNED).select_related("person", "cohort__office")
    rows, began, until = {row.pk: row for row in found}, cohorts.has_begun(cohort), cohorts.runs_until(cohort)
    taken = waiting = 0
    below = [row for row in rows.values() if _below(cohort, row)]
    for row in (rows[pk] for pk in pks if pk in rows and rows[pk] not in below):
        if began and not cohorts.free_of(cohort):
            break  # a seat that was free is not any more
        seat = slots.join(session=cohort.session, by=by, person=row.person, may=Yes, quiet=began, until=until)
        joining.moved(row, "place", by=by, seat=seat)
        if began:
            telling.placed(row)
        taken, waiting = taken + (seat.state == "taken"), waiting + (seat.state == "waiting")
    if below:
        cohorts.turn_down(rows=below, by=by, why=_("分数没有达到 %(least)s 分") % {"least": cohort.least})
    return Placed(taken, waiting, len(below), 0)


class Places(Doing):
    """Sign-ups selected in the order of their marks, some at a time."""

    refusals = ()
    whole = True

    def __init__(self, work: Work, tell: Any) -> None:
        super().__init__(work, tell)
        self.cohort = _cohort(work)

    def pieces(self) -> Iterator[Piece]:
        pks = _todo(self.cohort)
        starts = range(0, len(pks), BITE)
        for place, start in zip(self.places(), starts, strict=False):
            chunk = pks[start : start + BITE]
            yield Piece(place, rows=len(chunk), data=chunk)

    def do(self, piece: Piece) -> None:
        by = self.work.by
        fresh = lock(Cohort.objects.all()).get(pk=self.cohort.pk)
        if by is None or not may_run(by, fresh):
            raise Halt(_("发起的人已不在相应岗位，请重新排席位。"))
        if cohorts.is_past(fresh):
            raise Halt(_("这一期已经结束或者取消。"))
        _give(fresh, piece.data, by)


def _cohort(work: Work) -> Cohort:
    return Cohort.objects.select_related("session", "office").get(reference=work.subject)


PLACES = Kind(
    key=KIND, room=ROOM, label=gettext_lazy("训练营排席位"), unit=pgettext_lazy("unit", "人"), doing=Places, tells=True,
    may_drive=lambda person, found: may_run(person, _cohort(found)), noun="places",
    address=lambda found: reverse("camp:selection", args=[found.subject]),
    title=lambda found: _cohort(found).title,
)  # fmt: skip
