"""What an event of the register does in this room: the enterprise's people are told, and act for it no more once it is
closed. They go on to see what there is and to be told: a closed firm still has what it was paid to account for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.enterprises.events.effects import END, REOPEN, STATUS, effect_of
from district.enterprises.events.models import RegisterEvent
from district.enterprises.mandates.actions import end_of_closed
from district.enterprises.mandates.queries import agents_told
from district.enterprises.models import Membership, sees
from district.ground.messages.posting import post
from district.ground.messages.queueing import posting_many
from district.ground.people.queries import Person
from district.ground.record.actions import write_log

ROOM = "enterprises"
SOME = 900  # keys in one query
State = Membership.State


def tell(events: Sequence[RegisterEvent]) -> None:
    """One notice of all that happened to an enterprise to each of its people, and to agents who get its messages; a few
    queries per 900 enterprises.
    """
    people = _people({each.enterprise_id for each in events})
    by_firm: dict[int, list[RegisterEvent]] = {}
    for each in events:
        if each.enterprise_id in people:
            by_firm.setdefault(each.enterprise_id, []).append(each)
    with override(settings.LANGUAGE_CODE), posting_many():
        for pk, happened in by_firm.items():
            firm = happened[0].enterprise
            kinds = "、".join(each.get_kind_display() for each in happened)
            title = _("“%(name)s”的登记有变化：%(kind)s") % {"name": firm.name, "kind": kinds}
            post(to=people[pk], title=title, body="；".join(each.words for each in happened), room=ROOM,
                 subject=firm.uscc, link=reverse("enterprises:mine"))  # fmt: skip


def _people(firms: set[int]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    ids = sorted(firms)
    for start in range(0, len(ids), SOME):
        rows = Membership.objects.filter(enterprise__in=ids[start : start + SOME], person__is_active=True)
        for each in rows.filter(sees()).select_related("person"):
            found.setdefault(each.enterprise_id, []).append(each.person)
        for pk, agent in agents_told(ids[start : start + SOME]):
            if agent not in found.setdefault(pk, []):
                found[pk].append(agent)
    return found


def end_memberships(events: Sequence[RegisterEvent]) -> None:
    """Memberships end, or stand again, by what the events do to them; in the caller's transaction."""
    for effect, was, now in ((END, State.CONFIRMED, State.ENDED), (REOPEN, State.ENDED, State.CONFIRMED)):
        about = {
            each.enterprise_id: each
            for each in events
            if each.about == STATUS and effect_of(each.kind, "membership") == effect
        }
        firms = sorted(about)
        for start in range(0, len(firms), SOME):
            rows = Membership.objects.filter(enterprise__in=firms[start : start + SOME], state=was)
            found = Counter(rows.values_list("enterprise", flat=True))
            rows.update(state=now)
            for pk, count in found.items():
                event = about[pk]
                verb = "end-memberships" if effect == END else "reopen-memberships"
                write_log(room=ROOM, subject=event.enterprise.uscc, verb=verb, by=None, reason=event.words,
                          data={"people": count, "event": event.pk})  # fmt: skip
            if effect == END:
                end_of_closed(firms[start : start + SOME])
