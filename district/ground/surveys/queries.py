"""Reads: what a person may answer, how many did, what was answered, question by question."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from district.ground.people.queries import Person
from district.ground.surveys.answering import score, values_of
from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.asked.rows import rows_of
from district.ground.surveys.models import (
    ANONYMOUS_FROM,
    Invitation,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    ResponseAnswer,
    Sketch,
)
from district.ground.surveys.questions import Content, Kind, Question
from district.ground.surveys.states import HANDED_IN, STANDING, WITHDRAWN

__all__ = [
    "Figures", "Invitation", "Questionnaire", "QuestionnaireVersion", "Response", "Sketch", "Tally", "answerable",
    "answers_by_response", "answers_said_by", "figures_of", "invitations_waiting", "listed", "mean_score", "tallies",
]  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """How far a questionnaire is. `population`: how many it is about, where the bureau said so. Of an anonymous one how
    many began or handed in is said from ANONYMOUS_FROM on: of fewer one would know who.
    """

    invited: int
    started: int
    handed_in: int
    population: int | None = None
    anonymous: bool = False

    @property
    def started_said(self) -> int | None:
        return None if few(self.started, self.anonymous) else self.started

    @property
    def handed_in_said(self) -> int | None:
        return None if few(self.handed_in, self.anonymous) else self.handed_in

    @property
    def rate(self) -> int | None:
        """Handed in of those it is about, in percent; nobody knows without a population or invitations."""
        whole = self.population or self.invited
        return round(100 * self.handed_in_said / whole) if whole and self.handed_in_said is not None else None


def listed(person: Person) -> QuerySet[Any]:
    """Questionnaires the person may see, with `invited`, `last_version`, `started_said` and `handed_in_said` (None: too
    few for an anonymous one); one query."""
    rows = Questionnaire.objects.visible_to(person).select_related("office")
    return rows.annotate(
        invited=_count(Invitation, cancelled_at=None), started_said=_said(state__in=STANDING),
        handed_in_said=_said(state=HANDED_IN),
        last_version=Coalesce(Subquery(
            QuestionnaireVersion.objects.filter(questionnaire=OuterRef("pk")).order_by("-number").values("number")[:1]
        ), Value(0)),
    )  # fmt: skip


def _count(model: Any, **where: Any) -> Coalesce:
    rows = model.objects.filter(questionnaire=OuterRef("pk"), **where).order_by().values("questionnaire")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), IntegerField()), Value(0))


def _said(**where: Any) -> Case:
    count = _count(Response, **where)
    return Case(When(anonymous=False, then=count), When(GreaterThanOrEqual(count, ANONYMOUS_FROM), then=count))


def figures_of(questionnaire: Questionnaire) -> Figures:
    """Two queries."""
    invited = questionnaire.invitations.filter(cancelled_at=None).count()
    found = questionnaire.responses.aggregate(
        started=Count("pk", filter=~Q(state=WITHDRAWN)), handed_in=Count("pk", filter=Q(state=HANDED_IN))
    )
    return Figures(invited, found["started"], found["handed_in"], questionnaire.population, questionnaire.anonymous)


def answerable(person: Person, today: dt.date) -> QuerySet[Questionnaire]:
    return Questionnaire.objects.answerable_by(person, today).select_related("office").order_by("closes_on", "pk")


def answering(person: Person) -> QuerySet[Questionnaire]:
    """Those that this person may come in to, open now or not."""
    invited = Invitation.objects.filter(person=person, cancelled_at=None)
    rows = Questionnaire.objects.filter(published_at__isnull=False).select_related("office")
    asked = Q(access=Questionnaire.Access.SIGNED_IN) | Q(pk__in=invited.values("questionnaire"))
    return rows.filter(asked)


def invitations_of(person: Person) -> QuerySet[Invitation]:
    """Those that wait before those that were answered."""
    rows = Invitation.objects.filter(person=person, cancelled_at=None)
    return rows.select_related("questionnaire__office").order_by("questionnaire__closes_on", "handed_in", "pk")


def invitations_at_desk(person: Person) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(questionnaire__in=Questionnaire.objects.visible_to(person).values("pk"))
    return rows.select_related("questionnaire", "person")


def invitations_waiting(person: Person, today: dt.date) -> QuerySet[Invitation]:
    """Invitations the person has not answered yet, of questionnaires open today."""
    rows = invitations_of(person).filter(handed_in=False, questionnaire__published_at__isnull=False)
    return rows.filter(questionnaire__opens_on__lte=today, questionnaire__closes_on__gte=today)


def own_responses(person: Person) -> QuerySet[Response]:
    rows = Response.objects.filter(person=person).exclude(state=WITHDRAWN)
    return rows.select_related("questionnaire__office", "invitation").order_by("-started_at", "-pk")


def answers_said_by(person: Person) -> list[dict[str, Any]]:
    """What a person handed in under their name, for their own copy."""
    rows = ResponseAnswer.objects.filter(by=person).select_related("response__questionnaire")
    return [
        {"问卷": each.response.questionnaire.title, "题目": each.question, "答案": each.value, "时间": each.at}
        for each in rows.order_by("pk")
    ]


@dataclass(frozen=True)
class Bar:
    """One answer that was offered: how often it was given, in percent of those who answered."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class Tally:
    """What was answered to one question. `hidden`: too few answered it for an anonymous questionnaire. Of a table the
    first `rows`, how many there are (`count`), and below each column of numbers its sum.
    """

    question: Question
    answered: int
    hidden: bool = False
    bars: tuple[Bar, ...] = ()
    texts: tuple[str, ...] = ()
    mean: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    count: int = 0
    sums: tuple[str, ...] = ()


SHOWN_TEXTS, SHOWN_ROWS = 20, 50


def answers_by_response(questionnaire: Questionnaire) -> Iterator[tuple[Response, dict[str, Any]]]:
    """Each response that was handed in with its answers as JSON keeps them. Two queries.

    Anonymous ones come in the order of their random reference, which says nothing of when.
    """
    order = ("reference",) if questionnaire.anonymous else ("handed_in_at", "pk")
    rows = list(
        questionnaire.responses.filter(state=HANDED_IN)
        .select_related("version", "person", "invitation")
        .order_by(*order)
    )
    answers: dict[int, dict[str, Any]] = defaultdict(dict)
    found = ResponseAnswer.objects.filter(response__questionnaire=questionnaire, response__state=HANDED_IN)
    for response, question, value in found.values_list("response", "question", "value"):
        answers[response][question] = value
    for row in rows:
        yield row, answers[row.pk]


def tallies(questionnaire: Questionnaire) -> list[Tally]:
    """Counts per question of the last version, over answers to all; the permission is the caller's."""
    version = questionnaire.versions.first()
    if version is None:
        return []
    given: dict[str, list[Any]] = defaultdict(list)
    for _row, answers in answers_by_response(questionnaire):
        for key, value in answers.items():
            given[key].append(value)
    return [_tally(each, given[each.key], questionnaire.anonymous) for each in version.asks if each.asks]


def few(answered: int, anonymous: bool) -> bool:
    """Whether so few answered that somebody could be known by it."""
    return anonymous and answered < ANONYMOUS_FROM


def _tally(question: Question, given: Sequence[Any], anonymous: bool) -> Tally:
    kind = asked(question)
    if few(len(given), anonymous):
        return Tally(question, len(given), hidden=True)
    values = [value for kept in given if (value := value_of(question, kept)) is not None]
    if question.kind in {Kind.CHOICE, Kind.SEVERAL, Kind.SCALE, Kind.YES_NO}:
        return Tally(question, len(given), bars=_bars(question, values), mean=_mean_of_scale(question, values))
    if question.kind in {Kind.NUMBER, Kind.MONEY}:
        numbers = [each for each in values if isinstance(each, Decimal)]
        if not numbers:
            return Tally(question, 0)
        mean = (sum(numbers, Decimal(0)) / len(numbers)).quantize(Decimal("0.01"))
        return Tally(question, len(numbers), mean=mean, least=min(numbers), most=max(numbers))
    if question.kind == Kind.TABLE:
        return _rows_tally(question, len(given), values)
    said = sorted(kind.said(question, each) for each in values) if anonymous else [
        kind.said(question, each) for each in values
    ]  # fmt: skip
    return Tally(question, len(given), texts=tuple(said[:SHOWN_TEXTS]))


def _rows_tally(question: Question, answered: int, values: Sequence[Any]) -> Tally:
    rows = [row for value in values for row in rows_of(value)]
    cells = [tuple(asked(each).said(each, row.get(each.key)) for each in question.columns) for row in rows]
    sums = tuple(
        asked(each).said(each, sum((Decimal(str(row.get(each.key) or 0)) for row in rows), Decimal(0)))
        if each.kind == Kind.NUMBER else "" for each in question.columns
    )  # fmt: skip
    return Tally(question, answered, rows=tuple(cells[:SHOWN_ROWS]), count=len(rows), sums=sums)


def value_of(question: Question, kept: Any) -> Any:
    """The typed value; an answer to an earlier version's question of another kind is no answer to this one."""
    try:
        return asked(question).value(question, kept)
    except (ValueError, TypeError, ArithmeticError, AttributeError):
        return None


def _bars(question: Question, values: Sequence[Any]) -> tuple[Bar, ...]:
    kind = asked(question)
    counted: Counter[str] = Counter()
    for each in values:
        counted.update(each if isinstance(each, tuple) else [str(kind.raw(question, each))])
    offered: list[tuple[str, Any]] = [(each.key, each.label) for each in question.choices]
    offered = offered or [(key, kind.said(question, key == "yes")) for key in ("yes", "no")]
    whole = len(values) or 1
    return tuple(Bar(str(label) or key, counted[key], round(100 * counted[key] / whole)) for key, label in offered)


def _mean_of_scale(question: Question, values: Sequence[Any]) -> Decimal | None:
    numbers = [each for each in values if isinstance(each, Decimal)]
    return (sum(numbers, Decimal(0)) / len(numbers)).quantize(Decimal("0.01")) if numbers else None


def mean_score(questionnaire: Questionnaire) -> Decimal | None:
    """The mean of the scores of all responses, where choices have any."""
    found = [
        scored for row, answers in answers_by_response(questionnaire)
        if (scored := _scored(row.version.asks, answers)) is not None
    ]  # fmt: skip
    if not found or few(len(found), questionnaire.anonymous):
        return None
    return (sum(found, Decimal(0)) / len(found)).quantize(Decimal("0.01"))


def _scored(content: Content, answers: dict[str, Any]) -> Decimal | None:
    return score(content, values_of(content, answers))
