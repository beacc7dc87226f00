"""What makes an audit bundle readable without the command: a page that explains, an index workbook, the letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.cases.core.models import Decision
from district.cases.letters import filing
from district.cases.letters.queries import IssuedLetter
from district.ground.anchors import queries as anchors
from district.ground.files.actions import path_of
from district.ground.tables.sheets import Column, Sheet, book
from district.policies.queries import Programme

FOLDER = "reading/"
SOME = 200  # decisions read at a time


def for_reading(
    programme: Programme, year: int, ids: list[int], *, most_new: int | None
) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each file. Letters not filed yet are, `most_new` of them at most; the index says which lack."""
    with override(settings.LANGUAGE_CODE):
        rows = list(_rows(ids, most_new))
        last = max(row.at for row, _letter in rows)
        yield f"{FOLDER}start.html", _page(programme, year, rows).encode()
        sheet = Sheet(_("决定"), _columns(), rows, _head(programme, year))
        yield f"{FOLDER}decisions.xlsx", book([sheet], at=last).read()
        yield from _heads(first=min(row.at for row, _letter in rows))
        for _row, letter in rows:
            if letter is not None:
                yield f"{FOLDER}letters/{letter.number}.pdf", path_of(letter.filed.digest).read_bytes()


def _heads(first: dt.datetime) -> Iterator[tuple[str, bytes]]:
    """The signed heads of the log since the first decision, as they were taken to others, and the key to check them."""
    heads = anchors.since(timezone.localdate(first))
    if heads:
        yield f"{FOLDER}anchors.jsonl", "".join(f"{anchors.written(each)}\n" for each in heads).encode()
        yield f"{FOLDER}anchor.pem", anchors.public_pem().encode()


Row = tuple[Decision, IssuedLetter | None]


def _rows(ids: list[int], most_new: int | None) -> Iterator[Row]:
    """Each decision with its letter, None where that is not filed."""
    new = 0
    for start in range(0, len(ids), SOME):
        some = ids[start : start + SOME]
        found = Decision.objects.select_related("application__enterprise", "office", "replaces").in_bulk(some)
        kept = {each.decision_id: each for each in
                IssuedLetter.objects.filter(decision__in=some).select_related("filed", "application")}  # fmt: skip
        for pk in some:
            letter = kept.get(pk)
            if letter is not None and not hasattr(letter, "filed"):
                if most_new is not None and new >= most_new:
                    letter = None
                else:
                    new += 1
                    filing.filed(letter)
                    letter.refresh_from_db()
            yield found[pk], letter


def _columns() -> list[Column]:
    return [
        Column(_("文号"), lambda row: row[0].number, width=24),
        Column(_("日期"), lambda row: timezone.localdate(row[0].at), "date"),
        Column(_("申报编号"), lambda row: row[0].application.reference, width=20),
        Column(_("企业"), lambda row: row[0].application.enterprise.name, width=34),
        Column(_("统一社会信用代码"), lambda row: row[0].application.enterprise.code, width=22),
        Column(_("结论"), lambda row: row[0].outcome_words, width=10),
        Column(
            _("金额（元）"), lambda row: row[0].total, "money",
            invented=lambda row: bool(row[0].verdict.get("illustrative")),
        ),
        Column(_("算法"), lambda row: row[0].words, width=36),
        Column(_("替代的决定"), lambda row: row[0].replaces.number if row[0].replaces else "", width=24),
        Column(_("核算日"), lambda row: row[0].verdict.get("as_of", ""), width=12),
        Column(_("决定书"), lambda row: f"letters/{row[1].number}.pdf" if row[1] else _("未归档"), width=30),
    ]  # fmt: skip


def _head(programme: Programme, year: int) -> str:
    return _("“%(name)s” %(year)d 年度全部决定，与 decisions.jsonl 一致") % {"name": programme.name, "year": year}


def _page(programme: Programme, year: int, rows: list[Row]) -> str:
    granted = [row for row, _letter in rows if row.outcome == "granted"]
    context = {
        "programme": programme, "year": year, "count": len(rows), "granted": len(granted),
        "letters": sum(letter is not None for _row, letter in rows),
        "first": _day(min(row.at for row, _l in rows)), "last": _day(max(row.at for row, _l in rows)),
    }  # fmt: skip
    return render_to_string("decisions/bundle_start.html", context)


def _day(at: dt.datetime) -> dt.date:
    return timezone.localdate(at)
