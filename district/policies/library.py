"""The public library: programmes in force as cards, filtered; windows that close soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.record.calendar import working_days_between
from district.policies.models import Kind, Programme
from district.policies.queries import current_release, versions_on
from district.policies.showing import shown
from district.policies.windows import window_of

TOPICS = {"startup": gettext_lazy("创业"), "innovation": gettext_lazy("创新"), "jobs": gettext_lazy("就业用工"),
          "training": gettext_lazy("培训"),
          "advice": gettext_lazy("专家咨询"), "finance": gettext_lazy("融资")}  # fmt: skip
SOON = 30  # days before a window closes


@dataclass(frozen=True)
class Card:
    """A programme as its card shows it; `most` are yuan of the day, `unentered`: nobody has entered its rule."""

    slug: str
    name: str
    office: str
    kind: str
    kind_label: str
    summary: str
    stages: list[str]
    topics: list[str]
    most: str | None
    clauses: int
    judged: int
    illustrative: bool
    window: str
    opens: dt.date | None
    closes: dt.date | None
    open_now: bool
    service: bool = False
    unentered: bool = False

    @property
    def closing(self) -> bool:
        return self.open_now and self.closes is not None


def cards(day: dt.date) -> list[Card]:
    """All programmes in force on a day, services last, in three queries."""
    release = current_release()
    hash_ = release.hash if release else ""
    made = [_card(version.programme, shown(version, day, hash_), day) for version in versions_on(day)]
    return sorted(made, key=lambda card: (card.service, card.name))


def _card(programme: Programme, described: dict[str, Any], day: dt.date) -> Card:
    opens, closes = window(described.get("intake") or {}, day)
    open_now = opens is None or (opens <= day and (closes is None or day <= closes))
    benefit = described.get("benefit") or {}
    return Card(
        slug=programme.slug, name=programme.name, office=programme.office.name, kind=programme.kind,
        kind_label=str(Kind(programme.kind).label), summary=described["summary"], stages=programme.stages,
        topics=described.get("topics") or [], most=benefit.get("most"), clauses=described.get("clauses") or 0,
        judged=described.get("judged") or 0, illustrative=bool(described.get("illustrative")),
        window="" if described["service"] else window_today(described["intake"], opens, closes, day),
        opens=opens, closes=closes,
        open_now=open_now, service=described["service"], unentered=described["unentered"],
    )  # fmt: skip


def window(intake: Mapping[str, Any], day: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The days of `window_of`; (None, None) when applications are always taken."""
    found = window_of(intake, day)
    return (found.opens, found.closes) if found else (None, None)


def window_words(intake: dict[str, Any], opens: dt.date | None, closes: dt.date | None) -> str:
    """When applications are taken, whatever the day."""
    if intake.get("mode") == "automatic":
        return _("免申即享")
    if opens is None or closes is None:
        return _("常年受理")
    return _("%(first)s至%(last)s") % {
        "first": clock.said(opens, year=False), "last": clock.said(closes, year=False),
    }  # fmt: skip


def window_today(intake: dict[str, Any], opens: dt.date | None, closes: dt.date | None, day: dt.date) -> str:
    """The same as it stands today: how many working days are left, or when it opens."""
    if opens is None or closes is None:
        return window_words(intake, opens, closes)
    if day < opens:
        return _("%(day)s开放") % {"day": clock.said(opens)}
    if day == closes:
        return _("今天截止")
    words = {"day": clock.said(closes, year=False), "n": working_days_between(day, closes)}
    return _("%(day)s截止，剩 %(n)d 个工作日") % words


def closing_soon(day: dt.date) -> list[Card]:
    """Windows open now that close within a month, the nearest first."""
    found = [card for card in cards(day) if card.closing and (card.closes - day).days <= SOON]  # type: ignore[operator]
    return sorted(found, key=lambda card: card.closes or day)
