"""Leaving a trace, and forgetting those whose term is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from district.ground import clock
from district.ground.clients import client_of
from district.ground.people.queries import Person
from district.ground.traces.models import Trace, What

__all__ = ["What", "address_of", "forget_old", "note"]


def note(
    what: What, *, by: Person | None, request: HttpRequest | None = None, name: str = "", page: str = "",
    subject: str = "", filters: Mapping[str, Any] | None = None, rows: int | None = None, purpose: str = "",
) -> Trace:  # fmt: skip
    """One more trace. `filters`: what narrowed it, name → value; `rows`: how many, where that is known."""
    now = clock.now()
    said = "；".join(f"{key}={value}" for key, value in (filters or {}).items())
    return Trace.objects.create(
        at=now, what=what, by=by, name=(by.username if by else name)[:150], address=address_of(request),
        page=page[:120], subject=subject[:120], filters=said[:500], rows=rows, purpose=purpose.strip()[:200],
        until=clock.today() + dt.timedelta(days=settings.TRACE_DAYS),
    )  # fmt: skip


def address_of(request: HttpRequest | None) -> str:
    return client_of(request)[:64] if request is not None else ""


def forget_old(today: dt.date) -> int:
    """How many went. The database lets none go before its day."""
    there = dt.datetime.fromtimestamp(clock.machine_time(), dt.UTC).date()
    count, _by_model = Trace.objects.filter(until__lt=min(today, there)).delete()
    return count
