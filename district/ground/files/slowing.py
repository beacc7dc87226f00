"""How much somebody may hand in within a while: each file costs a process of its own and room on the disk."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest

from district.ground import clock
from district.ground.clients import client_of
from district.ground.files.models import HandingIn

WHILE = dt.timedelta(minutes=10)


def sender_of(request: HttpRequest) -> str:
    """A person, else the key by which a program asks, else an address: `p7`, `k…`, `a192.0.2.1`."""
    if request.user.is_authenticated:
        return f"p{request.user.pk}"
    if key := request.headers.get("Authorization"):
        return f"k{hashlib.sha256(key.encode()).hexdigest()[:40]}"
    return f"a{client_of(request)}"[:64]


def counted(sender: str, files: int, size: int) -> int:
    """Note that `sender` hands in so many files of so many bytes; 0, or the seconds to wait where that is too much."""
    now = clock.now()
    recent = HandingIn.objects.filter(sender=sender, at__gt=now - WHILE)
    found = recent.aggregate(files=Sum("files", default=0), size=Sum("size", default=0))
    if found["files"] + files > settings.FILE_MOST_AT_ONCE or found["size"] + size > settings.FILE_MOST_BYTES_AT_ONCE:
        first = recent.order_by("at").values_list("at", flat=True).first() or now
        return max(1, round((first + WHILE - now).total_seconds()))
    HandingIn.objects.create(sender=sender, at=now, files=files, size=size)
    return 0


def forget_old() -> None:
    HandingIn.objects.filter(at__lte=clock.now() - WHILE).delete()
