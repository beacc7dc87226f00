"""Audit bundles: every decision of one programme in one year with all it rested on, as one file.

`rulebook verify FILE` derives it again without this site. What is in it: rulebook/bundle/README.md.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.core.figures import GRANTED_YUAN
from district.cases.core.models import Decision
from district.cases.core.permissions import may_take_bundle
from district.cases.core.services import without_services
from district.cases.decisions.bundle_reading import for_reading
from district.cases.decisions.figures import IN_BUNDLES
from district.ground.figures.counting import crossed
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record import queries as record
from district.ground.record.actions import write_log
from district.policies import queries as policies
from district.policies.queries import Decided, Line, Programme, Written

ROOM = "cases"

MOST_NEW = 100  # letters that a page may have to set; the command sets all

SOME = 500  # decisions read at a time

# long texts that a bundle does not take from here
UNREAD = (
    "application__facts", "application__verdict", "application__contested", "submission__verdict",
    "submission__version__description", "submission__version__release__files",
)  # fmt: skip


def years() -> list[int]:
    """Years with a decision, the latest first."""
    return list(Decision.objects.order_by("-year").values_list("year", flat=True).distinct())


def overview(year: int) -> list[dict[str, Any]]:
    """What can be bundled of a year, a row a programme and bureau: {slug, name, office, granted, refused, amount in
    yuan, invented}; two queries. An amount is of decisions that still stand."""
    money = crossed(GRANTED_YUAN, ("programme", "bureau"), where={"year": year}, inside=True)
    made = crossed(IN_BUNDLES, ("programme", "name", "bureau", "outcome"), where={"year": year}, inside=True)
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for (slug, name, office, outcome), (count, _invented) in made.items():
        found.setdefault((name, slug, office), {"granted": 0, "refused": 0})[outcome] = int(count)
    rows = []
    for (name, slug, office), counts in sorted(found.items()):
        amount, invented = money.get((slug, office), (Decimal(0), Decimal(0)))
        rows.append({"slug": slug, "name": name, "office": office, **counts, "amount": amount,
                     "invented": invented > 0})  # fmt: skip
    return rows


def illustrative(year: int) -> Decimal:
    """Yuan decided in a year, and still standing, under rules whose numbers no document confirms."""
    money = crossed(GRANTED_YUAN, ("year",), where={"year": year}, inside=True)
    return sum((invented for _yuan, invented in money.values()), Decimal(0))


@dataclass
class Chosen:
    """The decisions of a bundle, fixed at one moment; what is decided meanwhile is left to the next."""

    ids: list[int] = field(default_factory=list)
    references: set[str] = field(default_factory=set)
    numbers: dict[str, list[int]] = field(default_factory=dict)


def _choose(programme: Programme, year: int) -> Chosen:
    """Decisions by office and serial, and all serials their offices gave: one query, so that both are of one moment.

    What was not taken up is left out: it has a series of its own and rests on no rule that could be derived again.
    """
    chosen, decisions = Chosen(), Decision.objects.by_rule()
    offices = decisions.filter(application__programme=programme, year=year).order_by().values("office")
    rows: Any = decisions.filter(year=year, office__in=offices).order_by("office__name", "serial")
    wanted = without_services(decisions.filter(application__programme=programme), "application__").values("pk")
    rows = rows.annotate(wanted=Exists(wanted.filter(pk=OuterRef("pk"))))
    for pk, office, serial, reference, of_it in rows.values_list(
        "pk", "office__name", "serial", "application__reference", "wanted"
    ):
        chosen.numbers.setdefault(office, []).append(serial)
        if of_it:
            chosen.ids.append(pk)
            chosen.references.add(reference)
    return chosen


def _decisions(ids: list[int]) -> Iterator[Decided]:
    related = ("application", "office", "submission__version__release")
    for start in range(0, len(ids), SOME):
        some = ids[start : start + SOME]
        rows = Decision.objects.select_related(*related).defer(*UNREAD).in_bulk(some)
        for pk in some:
            yield _decided(rows[pk])


def _decided(row: Decision) -> Decided:
    submission, version = row.submission, row.submission.version
    return Decided(
        number=row.number, office=row.office.name, serial=row.serial, reference=row.application.reference,
        outcome=row.outcome, amount=row.amount, note=row.note, at=row.at, as_of=submission.as_of,
        release=version.release.hash, since=version.in_force_from, hash=version.hash, facts=submission.facts,
        answers=row.answers, verdict=row.verdict, share=row.share, cuts=row.cuts,
    )  # fmt: skip


def _lines(references: set[str], last: int) -> Iterator[Line]:
    """The log from the first line on these applications to its end; only theirs will be shown."""
    first = record.first_line(ROOM, sorted(references)) or last
    for entry in record.lines_between(first, last):
        shown = entry.room == ROOM and entry.subject in references
        yield Line(entry.number, record.content(entry), entry.previous, entry.seal, shown)


def write(file: BinaryIO, *, programme: Programme, year: int, most_new: int | None = None) -> Written:
    """Write the bundle into an empty file open for reading and writing. Raises NotPossible when nothing was decided.

    Rows and log lines are append-only, so reading them while others work needs no lock: the log's end is read after
    the decisions are chosen, and each decision's line stands before it.
    """
    chosen = _choose(programme, year)
    if not chosen.ids:
        raise NotPossible(_("“%(name)s”在 %(year)d 年没有决定。") % {"name": programme.name, "year": year})
    last = record.chain_head().number
    return policies.bundle(
        file, programme=programme, year=year, numbers=chosen.numbers, decisions=_decisions(chosen.ids),
        lines=_lines(chosen.references, last), besides=for_reading(programme, year, chosen.ids, most_new=most_new),
    )  # fmt: skip


def write_to(path: Path, *, programme: Programme, year: int) -> Written:
    """Write the bundle beside `path` and rename it when whole; readable by its owner only."""
    with tempfile.NamedTemporaryFile("w+b", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        beside = Path(file.name)
        try:
            written = write(file, programme=programme, year=year)  # type: ignore[arg-type]  # a file in all but name
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            beside.unlink()
            raise
    beside.replace(path)
    return written


def hand_out(*, programme: Programme, year: int, by: Person, for_what: str) -> tuple[IO[bytes], Written]:
    """A bundle for an auditor, at its beginning; the log says who took it for what, with its SHA-256. Raises
    NotPossible."""
    require(may_take_bundle(by))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        written = write(file, programme=programme, year=year, most_new=MOST_NEW)
        file.seek(0)
        write_log(
            room=ROOM, subject=programme.slug[:64], verb="bundle", by=by,
            data={"programme": programme.slug, "year": year, "decisions": written.decisions, "last": written.last,
                  "sha256": written.sha256, "for_what": for_what},
        )  # fmt: skip
    except BaseException:
        file.close()
        raise
    return file, written
