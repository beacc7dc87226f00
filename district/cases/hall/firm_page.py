"""What the firm's own page says of a case that was handed in: all of it as the desk has it now, with its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.aftercare.milestones.queries import reachable
from district.cases.aftercare.models import Finding, Obligation
from district.cases.aftercare.states import FINDING_OPEN
from district.cases.appeals.permissions import may_appeal
from district.cases.appeals.queries import appeals_of_case
from district.cases.core import queries, standing
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.core.permissions import withdraws_of
from district.cases.core.process import NOTICE, handling_of
from district.cases.core.queries import Change
from district.cases.core.states import DECIDED, ENDED, GRANTED, JOINT, NOTICED, OPEN_STATES
from district.cases.core.story import coming, entries, lateness
from district.cases.giving import limits
from district.cases.hall.following.sentences import following_of, sentence_of
from district.cases.hall.following.tasks import Against, tasks_of
from district.cases.intake.owing import owed
from district.cases.intake.queries import list_handed_in
from district.cases.letters.queries import letters_of
from district.cases.places.standings import Place, place_of
from district.cases.review.joint.models import Opinion
from district.cases.review.notice.models import Objection
from district.funds.queries import journeys_of, paused_of_case
from district.ground import clock
from district.ground.messages.queries import messages_for
from district.ground.people.queries import Person
from district.policies.queries import reach

TOLD = 10  # messages shown; the rest is where all of them are


@dataclass(frozen=True)
class Desk:
    """The verdict the bureau works with: on which facts, read when and by whose hand, and what differs from before.

    `before` is the verdict of the submission before this one, or of the submission without what officials have
    answered since, where it said otherwise; None where nothing differs.
    """

    verdict: standing.VerdictJson
    read_on: dt.date
    words: str
    judged_on: dt.date | None
    changes: list[Change]
    before: standing.VerdictJson | None

    @property
    def amount_before(self) -> Decimal | None:
        return standing.amount(self.before) if self.before else None


HOW = {"submit", "resubmit", "read_anew"}


def desk_of(case: Application, story: Sequence[dict[str, Any]]) -> Desk:
    """The desk's verdict on a case that was handed in; `story` is its timeline (`pages.entries`)."""
    last_two = list(case.submissions.order_by("-serial")[:2])
    now = last_two[0]
    how = next((each["verb"] for each in reversed(story) if each["verb"] in HOW), "submit")
    office = case.programme.office.name
    words = {
        "resubmit": _("按补正后提交的信息"), "read_anew": _("%(office)s重新读取了信息") % {"office": office},
    }.get(how, _("按提交时的信息"))  # fmt: skip
    answer = case.answers.order_by("-at", "-pk").values_list("at", flat=True).first()
    try:
        verdict = queries.verdict_now(case)
    except NotPossible:  # a parameter has no value for the day: what was judged when it was read stands
        verdict = case.verdict
    earlier = last_two[-1].verdict
    differs = (earlier.get("eligible"), standing.amount(earlier)) != (verdict["eligible"], standing.amount(verdict))
    return Desk(
        verdict=verdict, read_on=timezone.localdate(now.at), words=words,
        judged_on=timezone.localdate(answer) if answer else None, before=earlier if differs else None,
        changes=queries.differences(*last_two) if len(last_two) == 2 else [],
    )  # fmt: skip


def objections_to(case: Application) -> list[Against]:
    if NOTICE not in handling_of(case.version.description).steps:
        return []
    rows = Objection.objects.filter(line__application=case).select_related("line__notice").order_by("at", "pk")
    return [
        Against(row, may_state=row.state == Objection.State.FILED and not row.statement and case.state == NOTICED)
        for row in rows
    ]


def findings_told(case: Application) -> list[Finding]:
    """What is being looked into after the decision, from the day the firm was told."""
    if case.decided_at is None:
        return []
    return list(case.findings.filter(told_at__isnull=False, state__in=FINDING_OPEN).order_by("pk"))


def duties_of(case: Application, decision: Decision | None) -> list[Obligation]:
    """What the firm promised with the decision in force, the first to end first."""
    if decision is None:
        return []
    return list(case.obligations.filter(decision=decision).order_by("until_on", "pk"))


def stopped(case: Application) -> list[Opinion]:
    """Bureaus of the joint review that have stopped their clock, with why and until when."""
    if case.state != JOINT:
        return []
    return list(case.opinions.filter(said="", suspended_at__isnull=False).select_related("office"))


def context_of(case: Application, person: Person) -> dict[str, Any]:
    """The page's context for a member, whatever state the case is in once it has been handed in."""
    rests = case.state in DECIDED
    appeals = list(appeals_of_case(case))
    story = entries(case, public=True)
    decision = case.decisions.in_force().select_related("office", "replaces").first()
    desk = desk_of(case, story) if decision is None and case.state in OPEN_STATES else None
    owes = [] if case.stage.final else owed(case)
    against, findings = objections_to(case), findings_told(case)
    money = journeys_of(case.reference) if decision is not None else []
    withdraws = withdraws_of(case, person)  # the firm's own people do that, who may appeal too
    appeals_too = bool(withdraws or (decision is not None and may_appeal(person, decision)))
    return {
        "sentence": sentence_of(case, decision, money), "tasks": tasks_of(case, owes, against, findings, money),
        "money": money, "duties": duties_of(case, decision), **_handed_in(case),
        "told": list(messages_for(person).filter(room="cases", subject=case.reference)[:TOLD]),
        "appeals": appeals, "may_appeal": rests and appeals_too and all(each.stage.final for each in appeals),
        "appeals_too": appeals_too, "application": case,
        "reach": reach(case.programme.office.name), "again": case.state in ENDED,
        "entries": story, "next_words": following_of(case, money), "coming": coming(case), "owed": owes,
        "decision": decision, "desk": desk, "verdict": desk.verdict if desk else case.verdict,
        "due": limits.seen(case, desk.verdict) if desk else None, "place": _place(case, decision),
        "letters": letters_of(case.pk), "milestones": case.milestones.exists() or reachable(case),
        "paused": paused_of_case(case.reference) if case.state == GRANTED else [],
        "late": lateness(case), "objections": against, "stopped": stopped(case), "today": clock.today(),
        "findings": findings, "withdraws": withdraws,
        "notice_line": case.notice_lines.select_related("notice").last() if case.state == NOTICED else None,
    }  # fmt: skip


def _handed_in(case: Application) -> dict[str, Any]:
    """What the case holds now of what was handed in, papers supplied later included."""
    listed = list_handed_in(case) if case.version.description.get("items") else None
    return {
        "submission": case.submissions.select_related("by").last(), "papers": queries.evidence_of(case),
        "rows": listed.count if listed else None,
    }  # fmt: skip


def _place(case: Application, decision: Decision | None) -> Place | None:
    """Where the case stands on the list, while it is not decided; None where the programme makes no list."""
    if decision is not None or case.state not in OPEN_STATES or handling_of(case.version.description).quota is None:
        return None
    return place_of(case)
