"""What a page shows before an application is handed in, and the receipt after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.core import promising, standing, steps, terms
from district.cases.core.evidence import later_of, papers_in, words_of
from district.cases.core.models import Application, Submission
from district.cases.core.process import handling_of
from district.cases.core.queries import asked_of_applicant
from district.cases.core.states import DRAFT, RETURNED, SUBMITTED
from district.cases.core.windows import window_of
from district.cases.headcount.models import FrozenList
from district.cases.intake.drafting import Draft, used_names
from district.cases.intake.owing import until
from district.cases.intake.papers import asked
from district.ground import clock
from district.policies.queries import ProgrammeVersion


def facts_given(draft: Draft) -> list[dict[str, Any]]:
    """Every fact the case would stand on, with its source; one that was asked for and left open has `missing`."""
    asked_for = [kind.name for kind in draft.kinds]
    names = used_names(draft.version, draft.verdict) | set(asked_for)
    known = [
        standing.shown(name, {**fact, "source": fact["source"] or _("本次填写")})
        for name, fact in draft.facts.items() if name in names
    ]  # fmt: skip
    return known + [{"name": name, "missing": True} for name in asked_for if name not in draft.facts]


def statements_of(verdict: standing.VerdictJson, given: Mapping[str, bool]) -> list[dict[str, Any]]:
    """What the applicant states: {say, cite, value}; None where it was left open."""
    return [
        {"say": each["say"], "cite": each.get("cite") or "", "value": given.get(each["id"])}
        for each in asked_of_applicant(verdict)
    ]


def deferred(draft: Draft) -> list[dict[str, Any]]:
    """Needed papers that would come later: {name, why, until}."""
    today = clock.today()
    return [
        {"name": each.name, "why": each.later, "until": until(each.defer, today)}
        for each in draft.papers if each.deferred
    ]  # fmt: skip


def ahead(draft: Draft) -> list[str]:
    """What happens after handing in, step by step with its days."""
    row, version = draft.application, draft.version
    today = clock.today()
    first = row.state == DRAFT
    due = terms.term(version.description, "accept").from_day(today) if first else terms.resumed(row, today)
    _start, decided = promising.decision_due(version.description, today, [], due.date)
    return _ahead(row, version, due.date, decided.date)


def _ahead(row: Application, version: ProgrammeVersion, accept: dt.date | None, decided: dt.date | None) -> list[str]:
    """In sentences. A day that is past is no promise any more, and is left out."""
    office, words = row.programme.office.name, []
    if accept is not None:
        words.append(_("%(office)s在%(y)d年%(m)d月%(d)d日前受理；材料不齐的，一次告知要补什么。") % {
            "office": office, "y": accept.year, "m": accept.month, "d": accept.day})  # fmt: skip
    handling = handling_of(version.description)
    words += [_("然后是%(step)s。") % {"step": steps.WORDS[step]} for step in handling.steps]
    decide = terms.term(version.description, "decide")
    unit = _("%(n)s 个工作日") if decide.working else _("%(n)s 天")
    if not handling.steps and window_of(version.description.get("intake") or {}, row.as_of) is None:
        words.append(_("受理后%(days)s内作出决定，结果和理由在“消息”里告诉您。") % {"days": unit % {"n": decide.count}})
    elif decided is not None:
        words.append(_("%(office)s在%(y)d年%(m)d月%(d)d日前作出决定，结果和理由在“消息”里告诉您。") % {
            "office": office, "y": decided.year, "m": decided.month, "d": decided.day})  # fmt: skip
    return words


@dataclass(frozen=True)
class Receipt:
    """What was handed in: `facts` for a page and as frozen, `statements`, `papers` ({name, needed, words, files, later,
    until}), and what comes next.
    """

    submission: Submission
    facts: list[dict[str, Any]]
    facts_frozen: standing.Frozen
    statements: list[dict[str, Any]]
    papers: list[dict[str, Any]]
    rows: int | None
    ahead: list[str]


def receipt_of(application: Application) -> Receipt | None:
    """The receipt of the last submission; None before there is one."""
    row = application.submissions.select_related("version", "by").last()
    if row is None:
        return None
    kept = FrozenList.objects.filter(submission=row).first()
    used = set(row.version.description.get("facts") or [])
    frozen = {name: fact for name, fact in row.facts.items() if name in used or name in row.contested}
    facts = [standing.shown(name, fact) for name, fact in frozen.items()]
    today, due = clock.today(), application.due_on
    promised = due if due is not None and due >= today else None
    accept = promised if application.state == SUBMITTED else None
    decided = None if application.state == RETURNED else promised
    if accept is not None:
        decided = promising.decision_due(row.version.description, row.as_of, application.passed, accept)[1].date
    return Receipt(
        row, facts, frozen, statements_of(row.verdict, row.statements), list(_papers(row)),
        kept.count if kept else None, _ahead(application, row.version, accept, decided),
    )  # fmt: skip


def _papers(row: Submission) -> Iterator[dict[str, Any]]:
    day = timezone.localdate(row.at)
    for each in asked(row.version):
        given = row.evidence.get(each["name"])
        why = later_of(given)
        yield {
            "name": each["name"], "needed": each["needed"], "files": papers_in(given),
            "words": "" if isinstance(given, dict) else words_of(given), "later": why,
            "until": until(each["defer"], day) if why else None,
        }  # fmt: skip
