"""Offers that end because of what happened to their enterprise by the register."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.conf import settings
from django.utils.translation import override

from district.cases.offers import telling
from district.cases.offers.models import Offer
from district.enterprises.events.queries import END, RegisterEvent, effect_of, standing_events
from district.ground import clock
from district.ground.messages.posting import mark_done
from district.ground.messages.queueing import posting_many
from district.ground.record.actions import lock, write_log

ROOM = "cases"
SOME = 900  # keys in one query
UNANSWERED = (Offer.State.OPEN, Offer.State.WAITING)


def end_offers(events: Sequence[RegisterEvent]) -> int:
    """Unanswered offers of enterprises to which something happened that ends them; in the caller's transaction."""
    ending = {each.enterprise_id: each for each in events if effect_of(each.kind, "offer") == END}
    firms, count = sorted(ending), 0
    for start in range(0, len(firms), SOME):
        rows = Offer.objects.filter(enterprise__in=firms[start : start + SOME], state__in=UNANSWERED).order_by("pk")
        found = list(lock(rows))
        with override(settings.LANGUAGE_CODE), posting_many():
            for row in found:
                _end(row, ending[row.enterprise_id])
        count += len(found)
    return count


def _end(row: Offer, event: RegisterEvent) -> None:
    was, row.state, row.why, row.answered_at = row.state, Offer.State.REFUSED, event.words[:500], clock.now()
    row.save(update_fields=["state", "why", "answered_at"])
    write_log(room=ROOM, subject=row.reference, verb="end-offer", by=None, before=was, after=row.state,
              reason=row.why, data={"event": event.pk})  # fmt: skip
    mark_done(room=ROOM, subject=row.reference)
    unheard = row.kind == Offer.Kind.PAY and was == Offer.State.OPEN and row.round.released_at is None
    if not unheard:  # a list that was never released told its pay list nothing
        telling.refused(row)


def barred(firms: Collection[int]) -> dict[int, str]:
    """Enterprises that get no offer, by key, with what stands of them."""
    return {
        pk: next(each.words for each in events if effect_of(each.kind, "offer") == END)
        for pk, events in standing_events(firms).items()
        if any(effect_of(each.kind, "offer") == END for each in events)
    }
