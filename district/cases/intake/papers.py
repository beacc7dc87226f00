"""Papers of an application: what is asked, what the wallet has, what is chosen, and what was handed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from district.cases.core import evidence
from district.cases.core.checks import NotPossible
from district.cases.core.evidence import Given
from district.cases.core.models import Application, Submission
from district.cases.intake.models import Attached
from district.enterprises.queries import Enterprise
from district.enterprises.wallet import queries as wallet
from district.enterprises.wallet.queries import Evidence
from district.policies.queries import ProgrammeVersion

MOST = 20  # papers of one type shown to choose from


@dataclass(frozen=True)
class Paper:
    """One document a version asks for: `kind` is its type in the wallet; `good` the wallet's good ones, newest first;
    `chosen` those that would be handed in now; `given` what the applicant said so far; `defer` the days in which it may
    be given later, "" where it may not.
    """

    name: str
    kind: str
    needed: bool
    proves: tuple[str, ...]
    given: Given | None
    good: tuple[Evidence, ...]
    chosen: tuple[Evidence, ...]
    lost: tuple[Evidence, ...]
    defer: str = ""

    @property
    def later(self) -> str:
        """Why it is given later."""
        return evidence.later_of(self.given)

    @property
    def deferred(self) -> bool:
        """Needed, not given, and the rule lets it come later, for the reason given."""
        return self.needed and not self.satisfied and bool(self.defer and self.later)

    @property
    def lacking(self) -> bool:
        """Needed and not given: it cannot be handed in so."""
        return self.needed and not self.satisfied and not self.deferred

    @property
    def satisfied(self) -> bool:
        return bool(self.chosen) or bool(evidence.words_of(self.given) if isinstance(self.given, str) else None)

    @property
    def words(self) -> str:
        """The applicant's own words, where there is no file."""
        return self.given if isinstance(self.given, str) else ""


def asked(version: ProgrammeVersion) -> list[dict[str, Any]]:
    """The version's papers: {name, kind, needed, proves, defer}."""
    return [
        {"name": each["name"], "kind": str(each.get("type") or each["name"]), "needed": bool(each.get("needed")),
         "proves": tuple(each.get("proves") or []), "defer": str(each.get("deferrable") or "")}
        for each in version.description.get("evidence") or []
    ]  # fmt: skip


def papers_of(application: Application, version: ProgrammeVersion, day: dt.date) -> list[Paper]:
    """Each paper asked for, with what the wallet has on a day. What nobody decided yet is the newest good one."""
    wanted = asked(version)
    if not wanted:
        return []
    good = wallet.good_papers(application.enterprise, {each["kind"] for each in wanted}, day)
    named = [ref for each in wanted for ref in evidence.references_of(application.evidence.get(each["name"]))]
    known = wallet.papers_named(application.enterprise, named) if named else {}
    found = []
    for each in wanted:
        given = application.evidence.get(each["name"])
        here = good[each["kind"]]
        chosen, lost = _chosen(given, here, known, application.enterprise)
        found.append(Paper(**each, given=given, good=tuple(here[:MOST]), chosen=tuple(chosen), lost=tuple(lost)))
    return found


def _chosen(
    given: Given | None, good: list[Evidence], known: dict[str, Evidence], enterprise: Enterprise
) -> tuple[list[Evidence], list[Evidence]]:
    """The good papers chosen, and those chosen that are good no longer. One that was replaced is followed."""
    if given is None:
        return good[:1], []
    by_key = {row.pk: row for row in good}
    chosen: dict[int, Evidence] = {}
    lost = []
    for reference in evidence.references_of(given):
        row = known.get(reference)
        last = _newest(row) if row is not None else None
        if last is not None and last.pk in by_key:
            chosen[last.pk] = by_key[last.pk]
        elif row is not None:
            lost.append(row)
    return list(chosen.values()), lost


def _newest(row: Evidence) -> Evidence:
    while row.replaced_by is not None:
        row = row.replaced_by
    return row


def settle(row: Application, day: dt.date) -> None:
    """Put what is handed in into `row.evidence`, each paper with what it is. Raises NotPossible on one gone bad, and
    on a needed one that is neither given nor, where the rule lets it come later, promised with a reason.
    """
    papers = papers_of(row, row.version, day)
    if names := [f"{each.name}（{bad.file.name}）" for each in papers for bad in each.lost]:
        raise NotPossible(_("材料已过期或已不在材料库里，请换一份：%(names)s。") % {"names": "、".join(names)})
    if lacking := [each for each in papers if each.lacking]:
        raise NotPossible(_("还缺必需的材料：%(names)s。") % {"names": "、".join(in_words(each) for each in lacking)})
    settled = dict(row.evidence)
    for each in papers:
        if each.deferred:
            settled[each.name] = evidence.later(each.later)
            continue
        if isinstance(each.given, str) or (each.given is None and not each.chosen):
            continue
        note = each.given.get("note", "") if isinstance(each.given, dict) else ""
        settled[each.name] = {"papers": [frozen(paper) for paper in each.chosen], **({"note": note} if note else {})}
    row.evidence = settled


def in_words(paper: Paper) -> str:
    """A lacking paper's name, with the way out where the rule gives one."""
    return _("%(name)s（可以容缺，须写明理由）") % {"name": paper.name} if paper.defer else paper.name


def frozen(paper: Evidence) -> dict[str, Any]:
    """A paper as a case keeps it: what it was when it was handed in."""
    return {
        "paper": str(paper.reference), "file": str(paper.file.reference), "digest": paper.file.digest,
        "name": paper.file.name, "type": paper.file.type, "size": paper.file.size, "at": paper.at.isoformat(),
        "until": paper.valid_until.isoformat() if paper.valid_until else None,
    }  # fmt: skip


def attach(submission: Submission) -> None:
    """A row for each paper of a submission: they keep paper and file, and open the file to who works on the case."""
    application = submission.application
    named = {name: evidence.references_of(given) for name, given in submission.evidence.items()}
    known = wallet.papers_named(application.enterprise, [ref for refs in named.values() for ref in refs])
    Attached.objects.bulk_create(
        Attached(application=application, submission=submission, name=name, paper=known[ref], file=known[ref].file)
        for name, refs in named.items() for ref in refs if ref in known
    )  # fmt: skip
