"""What is late today: cases, opinions, score sheets; each kind in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from district.cases.appeals.models import Appeal
from district.cases.appeals.states import OPEN as OPEN_APPEALS
from district.cases.core.models import Application
from district.cases.core.states import AT_APPLICANT, JOINT, SCORING, SUBMITTED, TIMED
from district.cases.desk.chasing.models import Nudge
from district.cases.review.joint.models import Opinion
from district.cases.review.scoring.models import Round, Sheet
from district.cases.review.scoring.queries import to_do

W = Nudge.What


@dataclass(frozen=True)
class Late:
    """One thing that is late. `about` names it in the log of nudges, `reference` is its case's or round's."""

    what: str
    about: str
    since: dt.date
    key: int
    reference: str
    programme: str
    office: int
    officer: int | None = None
    enterprise: str = ""
    asked: int | None = None
    asked_name: str = ""
    state: str = field(default="", compare=False)


def late_cases(rows: QuerySet[Application], today: dt.date) -> Iterator[Late]:
    """Cases whose step has no end yet though its day has passed."""
    found = rows.filter(state__in=TIMED, due_on__lt=today).values_list(
        "pk", "reference", "state", "due_on", "officer", "programme__office", "programme__name", "enterprise__name"
    )
    for pk, reference, state, due_on, officer, office, programme, enterprise in found.order_by("pk"):
        what = W.CORRECT if state in AT_APPLICANT else W.ACCEPT if state == SUBMITTED else W.DECIDE
        assert due_on is not None
        yield Late(what, reference, due_on, pk, reference, programme, office, officer, enterprise, state=state)


def late_opinions(rows: QuerySet[Opinion], today: dt.date) -> Iterator[Late]:
    """Opinions that are asked for and past their day, and those whose clock stands still."""
    open_ = rows.filter(said="", application__state=JOINT)
    open_ = open_.filter(Q(suspended_at=None, due_on__lt=today) | Q(suspended_at__isnull=False))
    found = open_.values_list(
        "pk", "due_on", "suspended_at", "office", "office__name", "application__reference", "application__officer",
        "application__programme__office", "application__programme__name", "application__enterprise__name",
    )  # fmt: skip
    for pk, due_on, stopped, asked, name, reference, officer, office, programme, enterprise in found.order_by("pk"):
        what, since = (W.SUSPENDED, timezone.localdate(stopped)) if stopped else (W.OPINION, due_on)
        yield Late(what, f"opinion-{pk}", since, pk, reference, programme, office, officer, enterprise, asked, name,
                   state=JOINT)  # fmt: skip


def late_rounds(rows: QuerySet[Round], today: dt.date) -> Iterator[Late]:
    """Rounds past their day of which a sheet of a case still in it is missing."""
    missing = to_do(Sheet.objects.filter(entry__round=OuterRef("pk"), entry__application__state=SCORING))
    found = rows.filter(Exists(missing), closed_at=None, due_on__lt=today).values_list(
        "pk", "reference", "due_on", "opened_by", "programme__office", "programme__name"
    )
    for pk, reference, due_on, officer, office, programme in found.order_by("pk"):
        yield Late(W.SHEETS, reference, due_on, pk, reference, programme, office, officer)


def late_appeals(rows: QuerySet[Appeal], today: dt.date) -> Iterator[Late]:
    """Appeals past their day that nobody has answered."""
    found = rows.filter(state__in=OPEN_APPEALS, answered_at=None, due_on__lt=today).values_list(
        "pk", "reference", "state", "due_on", "reviewer", "decision__application__programme__office",
        "decision__application__programme__name", "decision__application__enterprise__name",
    )  # fmt: skip
    for pk, reference, state, due_on, reviewer, office, programme, enterprise in found.order_by("pk"):
        assert due_on is not None
        yield Late(W.APPEAL, reference, due_on, pk, reference, programme, office, reviewer, enterprise, state=state)


def everything(today: dt.date) -> Iterator[Late]:
    yield from late_cases(Application.objects.all(), today)
    yield from late_opinions(Opinion.objects.all(), today)
    yield from late_rounds(Round.objects.all(), today)
    yield from late_appeals(Appeal.objects.all(), today)


def again(each: Late, today: dt.date) -> Late | None:
    """The same thing as it is now; None when it is not late any more, or another day counts."""
    found: Iterator[Late]
    if each.what in {W.OPINION, W.SUSPENDED}:
        found = late_opinions(Opinion.objects.filter(pk=each.key), today)
    elif each.what == W.APPEAL:
        found = late_appeals(Appeal.objects.filter(pk=each.key), today)
    elif each.what == W.SHEETS:
        found = late_rounds(Round.objects.filter(pk=each.key), today)
    else:
        found = late_cases(Application.objects.filter(pk=each.key), today)
    return next((now for now in found if (now.what, now.since) == (each.what, each.since)), None)
