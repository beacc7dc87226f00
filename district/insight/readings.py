"""What programs read of reports."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from district.ground.bringing.shown import Area, Reading, Unreadable
from district.ground.figures.counting import NotCounted
from district.ground.people.queries import Person
from district.insight.contents import REPORTS
from district.insight.reading import EntryShown, reckoned, year_asked


@dataclass(frozen=True)
class Asked:
    """`period`: `2022`, `2022-01-01..2022-06-24`; without it the running year."""

    period: str = ""


@dataclass(frozen=True)
class PartSaid:
    """A part of a number: its words (two where it is told apart by two dimensions), its value in words."""

    first: str
    second: str
    text: str


@dataclass(frozen=True)
class EntrySaid:
    """One number: `text` as a letter writes it, `before` that of a year earlier, `why` where it cannot be told."""

    figure: str
    words: str
    definition: str
    text: str
    before: str
    why: str
    by: str
    parts: list[PartSaid]


@dataclass(frozen=True)
class ChapterSaid:
    key: str
    words: str
    entries: list[EntrySaid]


@dataclass(frozen=True)
class ReportSaid:
    """A report over a period; `left_out`: figures that who asks may not have."""

    key: str
    words: str
    period: str
    period_words: str
    left_out: int
    chapters: list[ChapterSaid]


def read(person: Person | None, asked: Asked, key: str) -> ReportSaid:
    if key not in REPORTS:
        raise Http404
    try:
        period = year_asked(asked.period.strip())
    except NotCounted as wrong:
        raise Unreadable({"period": str(wrong)}) from None
    found = reckoned(REPORTS[key], period, person if isinstance(person, Person) else None)
    return ReportSaid(
        key, found.words, period.key, period.words, found.left_out,
        [ChapterSaid(each.key, each.words, [_said(entry) for entry in each.entries]) for each in found.chapters],
    )  # fmt: skip


def _said(entry: EntryShown) -> EntrySaid:
    parts = [PartSaid(*each) for each in entry.parts]
    shown = entry.shown
    return EntrySaid(
        shown.key if shown else "", entry.words, shown.definition if shown else "", shown.text if shown else "",
        shown.before.text if shown and shown.before else "", entry.why, entry.by, parts,
    )  # fmt: skip


ONE = {
    "key": "year", "words": "一年办成了什么", "period": "2022-01-01..2022-06-24",
    "period_words": "2022年1月1日至2022年6月24日", "left_out": 0,
    "chapters": [{"key": "money", "words": "申报和给付", "entries": [{
        "figure": "cases.granted", "words": "已同意的申报", "definition": "现行有效的同意决定件数，按决定日期。",
        "text": "149 件", "before": "120 件", "why": "", "by": "项目",
        "parts": [{"first": "杨浦区科技小巨人", "second": "", "text": "30 件"}],
    }]}],
}  # fmt: skip
ONE_EN = {
    **ONE, "words": "What came of a year", "period_words": "1 January to 24 June 2022",
    "chapters": [{"key": "money", "words": "Applications and payments", "entries": [{
        "figure": "cases.granted", "words": "Applications granted", "definition": "Decisions in force that grant.",
        "text": "149", "before": "120", "why": "", "by": "programme",
        "parts": [{"first": "Tech little giant", "second": "", "text": "30"}],
    }]}],
}  # fmt: skip
AREA = Area("reports", _("年报"))
REPORT = Reading(
    "reports.one", "reports/{key}", _("一份年报"), ReportSaid, read, takes=Asked, opened=True,
    says=_("一年里做了多少，每个数和上年同期；key 目前有 year。"), examples={"zh": ONE, "en": ONE_EN},
)  # fmt: skip
