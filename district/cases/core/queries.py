"""Reads of applications: lists by urgency, what is missing, what changed, and judging a decision again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from district.cases.core import standing
from district.cases.core.evidence import in_words, later_of, papers_in, words_of
from district.cases.core.models import Answer, Application, Correction, Decision, Submission
from district.cases.core.permissions import APPLICANT_ROLES
from district.cases.core.services import without_services
from district.cases.core.states import DRAFT
from district.enterprises.queries import Enterprise
from district.ground.people.queries import Person
from district.policies.queries import marking_invented

__all__ = [
    "Answer", "Application", "Correction", "Decision", "Replay", "Submission", "answers_of", "cases_of", "changes",
    "handed_in_since", "marking_invented", "replay", "verdict_now", "without_services",
]  # fmt: skip


# Lists


def has_open_case(official: Person, subject: Enterprise) -> bool:
    """Whether an official works on a case of a subject that is not settled yet."""
    return Application.objects.on_desk_of(official).open().filter(enterprise=subject).exists()


def needed_by(official: Person) -> QuerySet[Any, Any]:
    """The subjects of the open cases on an official's desk: whose facts they need."""
    return Application.objects.on_desk_of(official).open().order_by().values("enterprise")


def has_had_case(official: Person, subject: Enterprise) -> bool:
    """Whether a case of a subject ever came to an official's desk."""
    return Application.objects.on_desk_of(official).filter(enterprise=subject).exists()


def applicants_needed(keys: Collection[int]) -> Iterable[int]:
    """Of these accounts those with a case that was handed in and is not settled, as applicant or as the subject."""
    rows = Application.objects.open().exclude(state=DRAFT).order_by()
    mine = rows.filter(enterprise__account__in=keys).values_list("enterprise__account", flat=True)
    return {*rows.filter(applicant__in=keys).values_list("applicant", flat=True), *mine}


def cases_of(person: Person) -> QuerySet[Application]:
    """The hall: applications of the person's enterprises, what needs them first."""
    rows = Application.objects.of_member(person).select_related("programme__office", "enterprise")
    return rows.order_by("-created_at", "-pk")


def handed_in_since(day: dt.date) -> dict[str, int]:
    """Programme slug → applications handed in from a day on."""
    rows = Application.objects.filter(submitted_at__date__gte=day).order_by()
    return dict(rows.values_list("programme__slug").annotate(Count("pk")))


# One case


def answers_of(application: Application) -> dict[str, bool]:
    """Answers to person's conditions: the applicant's own statements, then the latest of each that officials gave."""
    given = dict(application.answers.order_by("at", "pk").values_list("condition", "value"))
    return {**application.statements, **given}


def notes_of(application: Application) -> dict[str, str]:
    """What officials wrote with their latest answer to each person's condition."""
    return {row.condition: row.note for row in application.answers.order_by("at", "pk")}


def verdict_now(application: Application) -> standing.VerdictJson:
    """The frozen facts judged with the answers given so far."""
    return standing.judge(application.version, application.facts, application.as_of, answers_of(application))


def _given(due: Decimal | None, share: Decimal | None) -> Decimal | None:
    return due if due is None or share is None else min(due, share)


def evidence_of(application: Application) -> list[dict[str, Any]]:
    """The papers the version names: {name, needed, proves, given: in words or None, files: as handed in,
    later: why it comes later, or ""}.
    """
    return [
        {
            "name": each["name"], "needed": bool(each.get("needed")), "proves": list(each.get("proves") or []),
            "given": words_of(given := application.evidence.get(each["name"])), "files": papers_in(given),
            "later": later_of(given),
        }
        for each in application.version.description.get("evidence") or []
    ]  # fmt: skip


def asked_of_applicant(verdict: standing.VerdictJson) -> list[dict[str, Any]]:
    """Person's conditions that the applicant answers when applying."""
    return [each for each in standing.conditions(verdict) if each.get("person") in APPLICANT_ROLES]


def asked_of_officials(verdict: standing.VerdictJson) -> list[dict[str, Any]]:
    return [
        each for each in standing.conditions(verdict) if each.get("person") and each["person"] not in APPLICANT_ROLES
    ]


@dataclass(frozen=True)
class Change:
    """One thing that differs between the last two submissions; None on the side where it was absent."""

    what: str
    before: Any
    after: Any
    unit: str = ""


def changes(application: Application) -> list[Change]:
    """What the last submission changed against the one before; empty for a first one."""
    last_two = list(application.submissions.order_by("-serial")[:2])
    return differences(*last_two) if len(last_two) == 2 else []


def differences(new: Submission, old: Submission) -> list[Change]:
    """In which facts, papers and statements two submissions of a case differ."""
    found = []
    for name in dict.fromkeys([*old.facts, *new.facts]):
        was, now = old.facts.get(name), new.facts.get(name)
        before, after = was and was["value"], now and now["value"]
        if before != after or (was or {}).get("expired") != (now or {}).get("expired"):
            found.append(Change(name, before, after, (now or was or {}).get("unit", "")))
    for before_part, after_part in (
        (in_words(old.evidence), in_words(new.evidence)), (old.statements, new.statements),
    ):  # fmt: skip
        for name in dict.fromkeys([*before_part, *after_part]):
            if before_part.get(name) != after_part.get(name):
                found.append(Change(name, before_part.get(name), after_part.get(name)))
    return found


@dataclass(frozen=True)
class Replay:
    """A decision judged again. `same`: same version, same outcome, same amount to the fen, same verdict throughout."""

    same: bool
    eligible_then: bool | None
    eligible_now: bool | None
    amount_then: Decimal | None
    amount_now: Decimal | None
    verdict: standing.VerdictJson


def replay(decision: Decision) -> Replay:
    """Judge a decision again from the stored release, the frozen facts and the answers as they were."""
    submission = decision.submission
    verdict = standing.judge(submission.version, submission.facts, submission.as_of, decision.answers)
    then, now = (_given(standing.amount(each), decision.share) for each in (decision.verdict, verdict))  # one payment's
    kept = then == decision.amount if decision.outcome == "granted" else decision.amount is None
    return Replay(
        same=kept and verdict == decision.verdict and verdict["hash"] == submission.version.hash,
        eligible_then=decision.verdict["eligible"], eligible_now=verdict["eligible"],
        amount_then=decision.amount if decision.outcome == "granted" else then, amount_now=now, verdict=verdict,
    )  # fmt: skip
