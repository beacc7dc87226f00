"""The worklist: by urgency, in buckets, and which case comes next."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, F, Q, QuerySet

from district.cases.core.models import Application
from district.cases.core.states import HANDED_IN, IDLE, OPEN_STATES, TIMED, TO_TAKE, WORKING
from district.enterprises.queries import ties
from district.ground.people.queries import Person, Role

BUCKETS = ("overdue", "today", "week", "later", "waiting", "done")


def worklist(person: Person) -> QuerySet[Application]:
    """The desk: what this official works on or may look into, most urgent first."""
    rows = Application.objects.on_desk_of(person).select_related("programme__office", "enterprise", "officer")
    return rows.order_by("due_on", "submitted_at", "pk")


def bucket_filters(today: dt.date) -> dict[str, Q]:
    """By deadline: overdue, a correction that did not come included, today, this week (to Sunday), later, waiting for
    the enterprise or a place, done."""
    sunday = today + dt.timedelta(days=6 - today.weekday())
    working = Q(state__in=WORKING)
    return {
        "overdue": Q(state__in=TIMED & HANDED_IN, due_on__lt=today),
        "today": working & Q(due_on=today),
        "week": working & Q(due_on__gt=today, due_on__lte=sunday),
        "later": working & (Q(due_on__gt=sunday) | Q(due_on=None)),
        "waiting": Q(state__in=IDLE) & (~Q(state__in=TIMED) | Q(due_on=None) | Q(due_on__gte=today)),
        "done": ~Q(state__in=OPEN_STATES),
    }


def in_bucket_filter(bucket: str, today: dt.date) -> Q:
    """Cases of one bucket; any other word gives all that is open."""
    return bucket_filters(today).get(bucket, Q(state__in=HANDED_IN))


def bucket_counts(rows: QuerySet[Application], today: dt.date) -> dict[str, int]:
    """How many in each bucket, and `open` for all of the first five; one query."""
    counts = {name: Count("pk", filter=where) for name, where in bucket_filters(today).items()}
    return with_open(rows.order_by().aggregate(**counts))


def with_open(found: dict[str, int]) -> dict[str, int]:
    return {**found, "open": sum(found[name] for name in BUCKETS[:-1])}


def bucket_of(application: Application, today: dt.date) -> str:
    """The same division for one row."""
    due = application.due_on
    if application.state not in HANDED_IN:
        return "draft" if application.state in OPEN_STATES else "done"
    if application.state in TIMED and due is not None and due < today:
        return "overdue"
    if application.state in IDLE:
        return "waiting"
    if due is None or due > today + dt.timedelta(days=6 - today.weekday()):
        return "later"
    return "today" if due == today else "week"


def next_case(person: Person, after: Application | None = None) -> Application | None:
    """The case to open next: the person's own first, then those nobody has, by deadline."""
    rows = worklist(person).filter(
        state__in=TO_TAKE, programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER)
    )
    rows = rows.filter(Q(officer__in=[person.pk, *person.stands_in_for]) | Q(officer=None))
    rows = rows.exclude(ties(person))
    if after is not None:
        rows = rows.exclude(pk=after.pk)
    return rows.order_by(F("officer").asc(nulls_last=True), "due_on", "submitted_at", "pk").first()
