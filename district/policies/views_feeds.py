"""What is new, as Atom, and windows as a calendar: for readers, other portals and people's own calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.papers.letter import official_date
from district.ground.people.doors import open_to_all
from district.ground.record import calendars
from district.policies import library, plain_text, queries
from district.policies.models import ProgrammeVersion

MOST = 50


class Policies(Feed):  # type: ignore[type-arg] # Django's is no generic when it runs
    """`/policies/feed/`: versions of programmes, the last published first; those of a coming day too."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("政策更新 · 惠企")

    def link(self) -> str:
        return reverse("policies:library")

    def items(self) -> Iterable[ProgrammeVersion]:
        rows = queries.versions_in_use().select_related("programme__office")
        return rows.order_by("-published_at", "-in_force_from", "programme__name")[:MOST]

    def item_title(self, item: Any) -> str:
        words = {"name": item.programme.name, "day": official_date(item.in_force_from)}
        return _("%(name)s（自%(day)s起）") % words

    def item_description(self, item: Any) -> str:
        return str(item.description.get("summary") or "")

    def item_link(self, item: Any) -> str:
        return reverse("policies:programme", args=[item.programme.slug])

    def item_guid(self, item: Any) -> str:
        return f"urn:sha256:{item.hash}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Any) -> Any:
        return timezone.localtime(item.published_at)

    item_updateddate = item_pubdate

    def item_author_name(self, item: Any) -> str:
        return str(item.programme.office.full)


@dataclass(frozen=True)
class Said:
    """A published answer, as its head says it."""

    slug: str
    title: str
    text: str
    checked: dt.date


class Answers(Feed):  # type: ignore[type-arg] # Django's is no generic when it runs
    """`/answers/feed/`: published answers, the last checked first."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("常见问题 · 惠企")

    def link(self) -> str:
        return reverse("policies:library")

    def items(self) -> list[Said]:
        try:
            found = queries.catalogue().answers
        except queries.NothingPublished:
            return []
        return sorted(_answers(found.items()), key=lambda each: (each.checked, each.slug), reverse=True)[:MOST]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.text)

    def item_link(self, item: Any) -> str:
        return reverse("policies:answer", args=[item.slug])

    def item_pubdate(self, item: Any) -> Any:
        return timezone.make_aware(dt.datetime.combine(item.checked, dt.time()))

    item_updateddate = item_pubdate


def _answers(found: Iterable[tuple[str, str]]) -> Iterator[Said]:
    for slug, text in found:
        head, body = plain_text.answer_parts(text)
        checked = head.get("checked_on")
        first = next(iter(plain_text.paragraphs(body)), "")
        yield Said(slug, plain_text.answer_title(text, slug), str(first),
                   checked if isinstance(checked, dt.date) else dt.date(2000, 1, 1))  # fmt: skip


policies_feed = open_to_all(require_GET(Policies()))
answers_feed = open_to_all(require_GET(Answers()))


@open_to_all
@require_GET
def windows(request: HttpRequest) -> HttpResponse:
    """`/policies/calendar/`: when each window opens and closes, as iCalendar."""
    return calendars.answer(request, _("申报窗口"), _windows(request), file="windows")


def _windows(request: HttpRequest) -> Iterator[calendars.Day]:
    for card in library.cards(clock.today()):
        if card.opens is None or card.closes is None:
            continue
        link = request.build_absolute_uri(reverse("policies:programme", args=[card.slug]))
        for what, day, words, remind in (
            ("opens", card.opens, _("开始申报：%(name)s"), 0), ("closes", card.closes, _("申报截止：%(name)s"), 7),
        ):  # fmt: skip
            key = f"window {card.slug} {what} {card.opens.year}"
            yield calendars.Day(key, day, words % {"name": card.name}, card.summary, link, remind)
