"""What can wait leaves once a day: a person's notices of one channel, as one, with what waits for them."""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district.ground import clock
from district.ground.bringing.todo import Todo, sources
from district.ground.bringing.waiting import Waiting
from district.ground.messages import hours, mooting
from district.ground.messages.models import Channel, Delivery, DeliveryRows, Pace, State, new_reference
from district.ground.messages.rendering import absolute, inside
from district.ground.people.queries import Person

log = logging.getLogger(__name__)
MOST_URGENT = 5  # to-dos that a digest names


def compose_due(now: dt.datetime) -> int:
    """Bundle what is due; returns how many bundles. One notice alone leaves as it is; what was read meanwhile, not."""
    if not hours.is_open(now):
        return 0
    groups = _due(now).order_by().values_list("person_id", "channel").distinct()
    return sum(_compose(person, channel, now) for person, channel in list(groups))


def _due(now: dt.datetime) -> DeliveryRows:
    return Delivery.objects.filter(state=State.WAITING, pace=Pace.DIGEST, next_try__lte=now)


def _compose(person: int, channel: str, now: dt.datetime) -> bool:
    with transaction.atomic():
        rows = _due(now).filter(person_id=person, channel=channel).select_related("message").order_by("at", "pk")
        if connection.features.has_select_for_update:
            rows = rows.select_for_update(of=("self",), skip_locked=True)
        found, unread = list(rows), []
        gone = mooting.moot(found)
        for row in found:
            if row.pk in gone:
                row.state, row.error = State.DROPPED, mooting.why()
                row.save(update_fields=["state", "error"])
            elif row.message is not None and row.message.read_at is not None:
                row.state, row.error = State.DROPPED, _("已在站内读过。")
                row.save(update_fields=["state", "error"])
            else:
                unread.append(row)
        if len(unread) < 2:
            Delivery.objects.filter(pk__in=[row.pk for row in unread]).update(pace=Pace.SINGLE)
            return False
        bundle = _bundle(unread, now)
        bundle.save(force_insert=True)
        Delivery.objects.filter(pk__in=[row.pk for row in unread]).update(state=State.BUNDLED, bundle=bundle)
    return True


def _bundle(rows: list[Delivery], now: dt.datetime) -> Delivery:
    first, offices = rows[0], {row.office_id for row in rows}
    count = len(rows)
    subject = ngettext("您有 %(n)d 条新消息", "您有 %(n)d 条新消息", count) % {"n": count}
    if first.channel == Channel.SMS:
        names = "；".join(row.subject for row in rows)
        body = _("%(subject)s：%(names)s。请登录平台，在“消息”里查看。") % {"subject": subject, "names": names}
    else:
        items = [_item(place, row) for place, row in enumerate(rows, 1)]
        body = "\n\n".join([*items, *_what_waits(first.person)])
    bundle = Delivery(
        reference=new_reference(clock.today().year), key=uuid.uuid4(), person_id=first.person_id,
        office_id=first.office_id if len(offices) == 1 else None, channel=first.channel, kind="digest",
        pace=Pace.SINGLE, subject=subject, body=body, link="/messages/?unread=1", next_try=now, at=now,
    )  # fmt: skip
    bundle.address = first.address
    return bundle


def _item(place: int, row: Delivery) -> str:
    parts = [f"{place}. {row.subject}", row.body, absolute(inside(row.link))]
    return "\n".join(part for part in parts if part)


def _what_waits(person: Person) -> list[str]:
    """The same, or nothing where the list cannot be read: the notices leave all the same."""
    try:
        with transaction.atomic():
            return _waiting(person)
    except Exception:
        log.exception("to-dos of a digest for %s", person)
        return []


def _waiting(person: Person) -> list[str]:
    """The most urgent of the person's to-do list, and where all of it is; empty where nothing waits."""
    todo = Waiting(person, clock.today()).asked()
    held = {each.key for each in sources if each.told_by in settings.NOTICE_HOLD}
    told = [each for each in todo[: MOST_URGENT * (1 + len(held))] if each.kind not in held][:MOST_URGENT]
    if not told:
        return []
    lines = [ngettext("您有 %(n)d 件待办，最急的：", "您有 %(n)d 件待办，最急的：", len(todo)) % {"n": len(todo)}]
    for place, each in enumerate(told, 1):
        words = {"n": place, "what": each.what, "subject": each.subject, "due": _due_words(each)}
        lines.append(_("%(n)d. %(what)s：%(subject)s（%(due)s）") % words)
    return ["\n".join([*lines, absolute(reverse("todo"))])]


def _due_words(each: Todo) -> str:
    if each.due is None:
        return _("没有期限")
    words = {"y": each.due.year, "m": each.due.month, "d": each.due.day}
    if each.overdue:
        return _("%(y)d年%(m)d月%(d)d日到期，已超期") % words
    return _("%(y)d年%(m)d月%(d)d日前") % words
