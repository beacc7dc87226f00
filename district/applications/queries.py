"""Reads of applications: lists by urgency, what is missing, what changed, and judging a decision again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from district.applications import standing
from district.applications.after import comparing
from district.applications.intake.evidence import in_words, later_of, papers_in, words_of
from district.applications.models import Answer, Application, Correction, Decision, Submission
from district.applications.outcomes import without_services
from district.applications.permissions import APPLICANT_ROLES
from district.applications.states import ACCEPTED, DRAFT, ON_DESK, OPEN_STATES, RETURNED, SUBMITTED, WAITING
from district.enterprises.queries import ties
from district.ground.people.queries import Person, Role

__all__ = [
    "Answer", "Application", "Correction", "Decision", "Item", "Replay", "Submission", "answers_of", "bucket_counts",
    "bucket_of", "cases_of", "changes", "handed_in_since", "in_bucket", "marking_invented", "next_case",
    "proposed_corrections", "replay", "verdict_now", "without_services", "worklist",
]  # fmt: skip

BUCKETS = ("overdue", "today", "week", "later", "waiting", "done")
WORKING = tuple(sorted(ON_DESK - {WAITING}))
IDLE = (RETURNED, WAITING)  # until the enterprise corrects, or a place is free
TIMED = (*WORKING, RETURNED)  # states in which somebody can be late


@dataclass(frozen=True)
class Item:
    """One line of the list sent back: `kind` is fact, evidence or other; `about` the fact's or the paper's name."""

    kind: str
    about: str
    say: str


# Lists


def cases_of(person: Person) -> QuerySet[Application]:
    """The hall: applications of the person's enterprises, what needs them first."""
    rows = Application.objects.of_member(person).select_related("programme__office", "enterprise")
    return rows.order_by("-created_at", "-pk")


def worklist(person: Person) -> QuerySet[Application]:
    """The desk: what this official works on or may look into, most urgent first."""
    rows = Application.objects.on_desk_of(person).select_related("programme__office", "enterprise", "officer")
    return rows.order_by("due_on", "submitted_at", "pk")


def handed_in_since(day: dt.date) -> dict[str, int]:
    """Programme slug → applications handed in from a day on."""
    rows = Application.objects.filter(submitted_at__date__gte=day).order_by()
    return dict(rows.values_list("programme__slug").annotate(Count("pk")))


def marking_invented(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Cases with `invented`: whether their rule rests on numbers no document confirms."""
    invented = When(version__description__illustrative=True, then=Value(True))
    return rows.annotate(invented=Case(invented, default=Value(False), output_field=BooleanField()))


def bucket_filters(today: dt.date) -> dict[str, Q]:
    """By deadline: overdue, a correction that did not come included, today, this week (to Sunday), later, waiting for
    the enterprise or a place, done."""
    sunday = today + dt.timedelta(days=6 - today.weekday())
    working = Q(state__in=WORKING)
    return {
        "overdue": Q(state__in=TIMED, due_on__lt=today),
        "today": working & Q(due_on=today),
        "week": working & Q(due_on__gt=today, due_on__lte=sunday),
        "later": working & (Q(due_on__gt=sunday) | Q(due_on=None)),
        "waiting": Q(state=WAITING) | Q(state=RETURNED) & (Q(due_on=None) | Q(due_on__gte=today)),
        "done": ~Q(state__in=OPEN_STATES),
    }


def in_bucket(rows: QuerySet[Application], bucket: str, today: dt.date) -> QuerySet[Application]:
    """`rows` of one bucket; any other word gives all that is open."""
    return rows.filter(in_bucket_filter(bucket, today))


def in_bucket_filter(bucket: str, today: dt.date) -> Q:
    return bucket_filters(today).get(bucket, Q(state__in=[*WORKING, *IDLE]))


def bucket_counts(rows: QuerySet[Application], today: dt.date) -> dict[str, int]:
    """How many in each bucket, and `open` for all of the first five; one query."""
    counts = {name: Count("pk", filter=where) for name, where in bucket_filters(today).items()}
    return with_open(rows.order_by().aggregate(**counts))


def with_open(found: dict[str, int]) -> dict[str, int]:
    return {**found, "open": sum(found[name] for name in BUCKETS[:-1])}


def bucket_of(application: Application, today: dt.date) -> str:
    """The same division for one row."""
    due = application.due_on
    if application.state == RETURNED and due is not None and due < today:
        return "overdue"
    if application.state in IDLE:
        return "waiting"
    if application.state not in WORKING:
        return "draft" if application.state == DRAFT else "done"
    if due is None or due > today + dt.timedelta(days=6 - today.weekday()):
        return "later"
    return "overdue" if due < today else "today" if due == today else "week"


def next_case(person: Person, after: Application | None = None) -> Application | None:
    """The case to open next: the person's own first, then those nobody has, by deadline."""
    rows = worklist(person).filter(
        state__in=[SUBMITTED, ACCEPTED], programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER)
    )
    rows = rows.filter(Q(officer__in=[person.pk, *person.stands_in_for]) | Q(officer=None))
    rows = rows.exclude(ties(person))
    if after is not None:
        rows = rows.exclude(pk=after.pk)
    return rows.order_by(F("officer").asc(nulls_last=True), "due_on", "submitted_at", "pk").first()


# One case


def answers_of(application: Application) -> dict[str, bool]:
    """Answers to person's conditions: the applicant's own statements, then the latest of each that officials gave."""
    given = dict(application.answers.order_by("at", "pk").values_list("condition", "value"))
    return {**application.statements, **given}


def notes_of(application: Application) -> dict[str, str]:
    """What officials wrote with their latest answer to each person's condition."""
    return dict(application.answers.order_by("at", "pk").values_list("condition", "note"))


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


def proposed_corrections(application: Application) -> list[Item]:
    """Everything known to be missing that the enterprise can give: facts that could still change the verdict, needed
    papers not shown.
    """
    held = application.verdict.get("verifying") or {}
    facts = [
        Item("fact", name, _("请填写“%(name)s”。") % {"name": name})
        for name in application.verdict.get("missing") or []
        if name not in held
    ]
    papers = [
        Item("evidence", each["name"], _("请提供“%(name)s”。") % {"name": each["name"]})
        for each in evidence_of(application)
        if each["needed"] and each["given"] is None
    ]
    return facts + papers + _bad_papers(application) + _counted_elsewhere(application)


def _bad_papers(application: Application) -> list[Item]:
    """Papers of this submission that an official found wanting."""
    here = {each["paper"] for paper in evidence_of(application) for each in paper["files"]}
    latest = {(str(row.paper.reference), row.name): row for row in application.paper_checks.select_related("paper")}
    return [
        Item("evidence", row.name, _("请重新提供“%(name)s”：%(why)s") % {"name": row.name, "why": row.note})
        for (reference, _name), row in latest.items() if not row.fine and reference in here
    ]  # fmt: skip


def _counted_elsewhere(application: Application) -> list[Item]:
    """Workers of the list whose months another case counts."""
    found = [each for each in comparing.standing(application) if each.row]
    if not found:
        return []
    name = (application.version.description.get("items") or {}).get("name") or _("名单")
    return [Item("other", name, comparing.what_to_correct(found))]


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
