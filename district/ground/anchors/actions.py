"""Signing the day's head, and taking it where it is kept by others."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from district.ground import clock
from district.ground.anchors import covering, places, signing
from district.ground.anchors.models import Anchor, Sending
from district.ground.anchors.queries import sums_of, written
from district.ground.record.queries import chain_head, district_name
from district.ground.record.sealing import sm3


def anchor(day: dt.date) -> Anchor:
    """The log's head as it stands, signed; one a day, the first. Raises NoKey."""
    if known := Anchor.objects.filter(day=day).first():
        return known
    before = Anchor.objects.filter(day__lt=day).order_by("-day").first()
    head, now = chain_head(), clock.now()
    text = signing.statement({
        "site": settings.SITE_ADDRESS or district_name(), "day": day.isoformat(), "at": now.isoformat(),
        "number": head.number, "seal": head.seal, "tables": covering.heads(sums_of(before) if before else {}),
        "before": sm3(before.statement.encode()) if before else "",
    })  # fmt: skip
    try:
        with transaction.atomic():
            return Anchor.objects.create(
                day=day, number=head.number, seal=head.seal, statement=text, signature=signing.signed(text),
                key=signing.key_named(signing.private_key().public_key()), at=now,
            )  # fmt: skip
    except IntegrityError:  # another process was a moment quicker
        return Anchor.objects.get(day=day)


def send_out() -> list[str]:
    """Take every anchor to every place it has not reached; why where it could not be, in words. Again it goes on."""
    wrong = []
    for place in places.configured():
        reached = Sending.objects.filter(place=place.shown, sent_at__isnull=False).values("anchor")
        for row in Anchor.objects.exclude(pk__in=reached).order_by("day"):
            if error := _send(row, place):
                wrong.append(f"{place.shown} {row.day}：{error}")
                break  # what is not there today will not be there for the next
    return wrong


def _send(row: Anchor, place: places.Place) -> str:
    error = ""
    try:
        place.take(written(row), row)
    except places.NotTaken as why:
        error = str(why)[:300] or "?"
    values: dict[str, Any] = {"sent_at": None if error else clock.now(), "error": error}
    sending, _new = Sending.objects.get_or_create(anchor=row, place=place.shown, defaults=values)
    Sending.objects.filter(pk=sending.pk).update(**values, tries=sending.tries + 1)
    return error
