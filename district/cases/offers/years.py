"""One list a programme: this year's replaces last year's, a newer one an older, and no older one comes after."""

from __future__ import annotations

from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.offers.models import LIVE, OfferRound
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.policies.runs.queries import Run

ROOM = "cases"
State = OfferRound.State


def make_way(run: Run, by: Person) -> OfferRound | None:
    """The programme's list before this run, which is replaced; None where there was none. In the transaction that
    makes the new one. Raises NotPossible."""
    rows = OfferRound.objects.filter(programme=run.version.programme_id)
    newest = rows.order_by("-as_of", "-run_id").first()  # by number: a run orders itself the other way
    if newest is not None and (newest.as_of, newest.run_id) > (run.as_of, run.pk):
        words = {"newer": newest.as_of, "year": newest.year, "reference": newest.reference, "older": run.as_of}
        raise NotPossible(
            _("已按 %(newer)s 的信息发出过 %(year)d 年的名单 %(reference)s，不能再发核算日 %(older)s 的名单。") % words
        )
    for row in lock(rows.filter(state__in=LIVE)):
        if row.works:
            raise NotPossible(_("名单 %(reference)s 正在办理，请等办完，或者先停下。") % {"reference": row.reference})
        row.state = State.REPLACED
        row.save(update_fields=["state"])
        write_log(room=ROOM, subject=row.reference, verb="replace-offers", by=by, data={"run": run.reference})
    return newest


def check_current(row: OfferRound) -> None:
    """Raises NotPossible where a list is not the programme's newest, or is not of this year: firms would be granted
    by it beside, or instead of, what this year's list gives them."""
    later = OfferRound.objects.filter(programme=row.programme_id, replaces=row).first()
    if later is not None:
        raise NotPossible(_("%(year)d 年的名单 %(reference)s（核算日 %(day)s）已取代这一份，请放行新的。") % {
            "year": later.year, "reference": later.reference, "day": clock.said(later.as_of)})  # fmt: skip
    if row.year != clock.today().year:
        raise NotPossible(_("这是 %(year)d 年的名单，今年不能再放行；请按今天的信息重新算一份。") % {"year": row.year})
