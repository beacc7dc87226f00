"""The long work that a list goes through: made, granted, or told that it waits; one stretch of it at a time."""

from __future__ import annotations

from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.offers import planning
from district.cases.offers.models import Offer, OfferRound
from district.ground.people.queries import Person
from district.ground.work import actions as work
from district.ground.work.queries import Work, going_on

KIND = "offers"
Kind, State = Offer.Kind, OfferRound.State


def last(round_: OfferRound) -> Work | None:
    """The stretch that was begun last, ended or not."""
    return going_on(KIND, round_.reference)


def check_last(round_: OfferRound, seen: Work | None) -> None:
    """Raises NotPossible where another stretch was begun since `seen` was read; with the list locked."""
    now = last(round_)
    if (now and now.pk) != (seen and seen.pk):
        raise NotPossible(_("名单刚刚有变化，请刷新再看。"))


def begin(round_: OfferRound, by: Person | None) -> Work:
    """What the list's state asks for now; in the transaction that put it there. The caller gives it to the worker."""
    return work.begin(Work, kind=KIND, subject=round_.reference, by=by, office=round_.programme.office,
                      total=_total(round_))  # fmt: skip


def give(round_: OfferRound) -> None:
    """To the worker, where there is something for it."""
    found = last(round_)
    if found is not None and found.works:
        work.give(found)


def _total(round_: OfferRound) -> int:
    if round_.state == State.MAKING:
        listed = (round_.run.summary.get(kind) or {} for kind in (Kind.PAY, Kind.CLICK, Kind.MISSING))
        return sum(int(each.get("count", 0)) for each in listed)
    if round_.state == State.RELEASING:
        return planning.to_grant(round_).count() + planning.left_out(round_).filter(state=Offer.State.OPEN).count()
    return planning.waiting_to_be_paid(round_).filter(state=Offer.State.OPEN).count()
