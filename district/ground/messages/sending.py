"""Sending what is due. A row is claimed, sent, marked; a worker that dies between leaves it to the next one.

The claim is a lease: while it lasts nobody else takes the row, afterwards it is sent again under the same Message-ID
and idempotency key. So nothing is lost, and at most the same thing comes twice, recognisably.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from contextlib import ExitStack

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.ground import clock
from district.ground.messages import channels, digests, hours, mooting
from district.ground.messages.kinds import kinds
from district.ground.messages.models import Channel, Delivery, Pace, State
from district.ground.messages.recipients import Recipient, recipients
from district.ground.record.secrets import CannotOpen

BATCH = 20  # rows claimed at a time; with TIMEOUT a try, a batch ends within its lease
LEASE = dt.timedelta(minutes=10)
WAITS = tuple(dt.timedelta(minutes=n) for n in (1, 5, 15, 60, 180, 360, 720))
MOST_TRIES = len(WAITS) + 1
PER_DOMAIN = 60  # mails of one run to one domain; the rest a minute later
HOOK = "hook "
TIRED = 3  # faults of a channel in a row after which the run leaves it alone


def deliver_due(*, most: int = 1000) -> Counter[str]:
    """Send what is due, at most so many; returns how many were sent, put off (later), failed, dropped, and bundled."""
    done: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    sent_to: Counter[str] = Counter()
    with ExitStack() as stack, override(settings.LANGUAGE_CODE):
        ways: dict[str, channels.Channel] = {}
        done["bundled"] = digests.compose_due(clock.now())
        while done.total() - done["bundled"] < most:
            tired = [name for name, count in faults.items() if count >= TIRED]
            rows = claim(without=tired, hooks=[int(name[len(HOOK) :]) for name in tired if name.startswith(HOOK)])
            if not rows:
                break
            closed = {row.person_id for row in rows if (kind := kinds.get(row.kind)) and kind.closed}
            wanted = recipients({row.person_id for row in rows}, channels.configured(), closed=closed)
            gone = mooting.moot(rows)
            for row in rows:
                if row.pk in gone:
                    done[_mark(row, "dropped", state=State.DROPPED, error=mooting.why())] += 1
                    continue
                if faults[_lane(row)] >= TIRED:
                    _put_back(row)
                    continue
                if not _addressed(row, wanted.get(row.person_id)):
                    done[_mark(row, "dropped", state=State.DROPPED, error=_("收件人不再用这种方式接收。"))] += 1
                    continue
                if _too_many(row, sent_to):
                    _put_back(row)
                    continue
                if row.channel not in ways:
                    ways[row.channel] = stack.enter_context(channels.make(row.channel))
                said = _one(row, ways[row.channel])
                faults[_lane(row)] = faults[_lane(row)] + 1 if said == "later" else 0
                done[said] += 1
    return done


def _lane(row: Delivery) -> str:
    """What is out of order together: a channel; of programs each by itself."""
    return row.channel if row.hook_id is None else f"{HOOK}{row.hook_id}"


def _too_many(row: Delivery, sent_to: Counter[str]) -> bool:
    """Whether one mail domain has had its share of this run: others' servers refuse who comes too often."""
    if row.channel != Channel.EMAIL:
        return False
    domain = row.address.rpartition("@")[2].lower()
    sent_to[domain] += 1
    return sent_to[domain] > PER_DOMAIN


def claim(*, without: list[str] | None = None, most: int = BATCH, hooks: list[int] | None = None) -> list[Delivery]:
    """Take some rows that are due in hand; two workers never hold the same one. Outside working hours urgent ones."""
    now, token = clock.now(), uuid.uuid4()
    with transaction.atomic():
        _give_up_the_dead(now)
        rows = claimable(now).exclude(channel__in=without or []).order_by("next_try", "pk")
        if hooks:
            rows = rows.exclude(hook__in=hooks)
        if connection.features.has_select_for_update:
            rows = rows.select_for_update(skip_locked=True)
        taken = Delivery.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:most]))
        taken.update(claim=token, claimed_until=now + LEASE, tries=F("tries") + 1)
    return list(
        Delivery.objects.filter(claim=token).select_related("person", "office", "hook").order_by("next_try", "pk")
    )


def claimable(now: dt.datetime) -> models.QuerySet[Delivery]:
    """Rows that may be taken at this moment."""
    rows = Delivery.objects.filter(state=State.WAITING, next_try__lte=now).exclude(pace=Pace.DIGEST)
    rows = rows.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
    return rows if hours.is_open(now) else rows.filter(pace=Pace.URGENT)


def _give_up_the_dead(now: dt.datetime) -> None:
    """A row whose senders died each time is not tried for ever."""
    dead = Delivery.objects.filter(state=State.WAITING, claimed_until__lte=now, tries__gte=MOST_TRIES)
    dead.update(state=State.FAILED, error=_("每次发送都中断了。"), claim=None, claimed_until=None)


def _addressed(row: Delivery, to: Recipient | None) -> bool:
    """The address is the person's as it is today; False when they want this no more. A code goes where it was asked."""
    if row.kind == "code":
        return row.channel in channels.configured()
    if row.hook is not None:
        return row.hook.closed_at is None and row.person.is_active
    address = to.addresses.get(row.channel) if to else None
    if address is None:
        return False
    try:
        moved = address != row.address
    except CannotOpen:
        moved = True
    if moved:
        row.address = address
        row.save(update_fields=["address"])
    return True


def _one(row: Delivery, way: channels.Channel) -> str:
    """Send one and write down what came of it: sent, later, failed."""
    try:
        number = way.send(row)
    except channels.Temporary as why:
        if row.tries < MOST_TRIES:
            later = clock.now() + WAITS[row.tries - 1]
            later = later if row.pace == Pace.URGENT else hours.leaves_at(later)
            return _mark(row, "later", error=str(why)[:1000], next_try=later)
        return _mark(row, "failed", state=State.FAILED, error=str(why)[:1000] or type(why).__name__)
    except (channels.Permanent, CannotOpen) as why:
        return _mark(row, "failed", state=State.FAILED, error=str(why)[:1000] or type(why).__name__)
    return _mark(row, "sent", state=State.SENT, sent_at=clock.now(), provider=number[:200], error="")


def _mark(row: Delivery, said: str, **changes: object) -> str:
    """Only while the claim is still ours: another worker that took it over says what came of it."""
    if row.kind == "code" and said != "later":
        changes["body"] = ""  # of no more use, and nobody's business
    Delivery.objects.filter(pk=row.pk, claim=row.claim).update(claim=None, claimed_until=None, **changes)
    return said


def _put_back(row: Delivery) -> None:
    """Not tried: the channel was found out of order."""
    soon = clock.now() + WAITS[0]
    Delivery.objects.filter(pk=row.pk, claim=row.claim).update(
        claim=None, claimed_until=None, tries=F("tries") - 1, next_try=soon
    )


def next_due(now: dt.datetime) -> dt.datetime | None:
    """When the next row may be sent, working hours minded; None while nothing waits."""
    rows = Delivery.objects.filter(state=State.WAITING)
    moments = []
    for urgent in (True, False):
        paced = rows.filter(pace=Pace.URGENT) if urgent else rows.exclude(pace=Pace.URGENT)
        free = paced.filter(claimed_until=None).order_by("next_try").values_list("next_try", flat=True).first()
        held = (
            paced.exclude(claimed_until=None).order_by("claimed_until").values_list("claimed_until", flat=True).first()
        )
        if found := [max(each, now) for each in (free, held) if each is not None]:
            moments.append(min(found) if urgent else hours.leaves_at(min(found)))
    return min(moments, default=None)
