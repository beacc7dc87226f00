"""Reads of the register: facts as known on a day, lists, what a person may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, QuerySet

from district.enterprises.events.effects import NAME
from district.enterprises.events.models import RegisterEvent
from district.enterprises.importing.sheet import OF_A_MEMBER, BadFile, Sheet, is_data, read_sheet
from district.enterprises.mandates.models import Agency, Mandate, Scope
from district.enterprises.models import (
    Enterprise,
    Fact,
    FactKind,
    ImportRun,
    Membership,
    Size,
    Subject,
    needed,
    sees,
    sight,
    stands,
    ties,
)
from district.enterprises.persons.queries import myself, own_copy
from district.enterprises.sources import verifies
from district.enterprises.values import Value, first_fresh, normal, stale_after, value_of
from district.ground import clock
from district.ground.people.queries import Person

__all__ = [
    "ALL", "OF_A_MEMBER", "BadFile", "Enterprise", "Fact", "FactKind", "ImportRun", "KnownFact", "Membership",
    "Sheet", "Size", "Subject", "Value", "acted_for", "best", "claims_to_settle", "contested_facts", "days_of_facts",
    "enterprise_of", "fact_kinds", "facts_for_register", "facts_known_of", "facts_of", "facts_said_by", "history_of",
    "is_data", "kinds_of", "members_of", "memberships_of", "my_enterprises", "my_subjects", "myself", "names_of",
    "needed", "normal", "own_copy", "read_sheet", "register", "sight", "standing_rows",
    "ties", "told_of", "unasked", "verifies",
]  # fmt: skip

ALL = tuple(Subject.values)
READ = ("enterprise_id", "kind_id", "value", "grade", "valid_from")
GRADE_RANK = {"decision": 0, "register": 1, "certificate": 2, "declared": 3}


@dataclass(frozen=True)
class KnownFact:
    """What is known of one fact on a day. `expired`: too old to count; a rule then takes it as unknown."""

    kind: FactKind
    value: Value
    grade: str
    source: str
    valid_from: dt.date
    stale_after: dt.date | None
    expired: bool
    row: Fact

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def unit(self) -> str:
        return self.kind.unit


def fact_kinds(*subjects: str) -> dict[str, FactKind]:
    """The vocabulary, in its order: of all, or of these kinds of subject."""
    kinds = FactKind.objects.filter(subject__in=subjects) if subjects else FactKind.objects.all()
    return {kind.name: kind for kind in kinds}


def kinds_of(subject: Enterprise) -> dict[str, FactKind]:
    """What may be known of a subject; of a base beside what is known of the enterprise that runs it."""
    return fact_kinds(subject.subject)


def unasked() -> set[str]:
    """The facts on which an enterprise's own word is no proof; one query."""
    return {name for name, kind in fact_kinds().items() if not kind.asked}


def facts_of(
    enterprise: Enterprise, as_of: dt.date, known_at: dt.datetime | None = None, *, seen_by: Person | None = None
) -> dict[str, KnownFact]:
    """The best fact of each kind true on `as_of`, as known now or at `known_at`; in the vocabulary's order. For a page
    only of those that `seen_by` may see; without, all: what a case is judged on.

    A fresh one beats an expired one, then the better grade, then the later date. Two queries.
    """
    rows = Fact.objects.filter(enterprise__in=_whose(enterprise), valid_from__lte=as_of)
    rows = rows if seen_by is None else rows.visible_to(seen_by)
    if known_at is None:
        rows = rows.filter(known_until=None)
    else:
        rows = rows.filter(Q(known_until=None) | Q(known_until__gt=known_at), known_from__lte=known_at)
    return best(rows, fact_kinds(), as_of)


def _whose(subject: Enterprise) -> list[int]:
    """Whose facts a subject is judged on: its own, and of a base those of the enterprise that runs it."""
    return [subject.pk] if subject.operator_id is None else [subject.pk, subject.operator_id]


def standing_rows(subject: Enterprise, name: str) -> list[Fact]:
    """The rows of one fact that stand now, one a grade: for who puts down what follows from them."""
    return list(Fact.objects.filter(enterprise=subject, kind=name, known_until=None))


def facts_known_of(enterprise: Enterprise, day: dt.date) -> dict[str, KnownFact]:
    """The best fact of each kind true on a day that may be past, as it is known now; in the vocabulary's order.

    A value that a later one replaced still tells of the days before the later one holds; one that was learnt to be
    wrong from its first day tells of none. Two queries.
    """
    rows = Fact.objects.filter(enterprise__in=_whose(enterprise)).order_by("-known_from", "-pk")
    earliest: dict[tuple[str, str], dt.date] = {}
    kept = []
    for row in rows:
        first = earliest.get((row.kind_id, row.grade))
        if first is not None and row.valid_from >= first:
            continue
        if row.known_until is None or row.known_until > row.known_from:  # else it is put down of the past beside others
            earliest[row.kind_id, row.grade] = row.valid_from
        if row.valid_from <= day:
            kept.append(row)
    return best(kept, fact_kinds(), day)


def days_of_facts(enterprise: Enterprise) -> set[dt.date]:
    """The days from which something holds that was ever known of an enterprise."""
    return set(Fact.objects.filter(enterprise__in=_whose(enterprise)).values_list("valid_from", flat=True))


def best(rows: Iterable[Fact], kinds: Mapping[str, FactKind], as_of: dt.date) -> dict[str, KnownFact]:
    """The best row of each kind; one of a grade that is no proof of its kind counts nowhere."""
    chosen: dict[str, tuple[tuple[bool, int, int], KnownFact]] = {}
    for row in rows:
        kind = kinds[row.kind_id]
        if not kind.counts(row.grade):
            continue
        until = stale_after(kind.fresh, row.valid_from)
        expired = until is not None and until < as_of
        rank = (expired, *_rank(row.grade, row.valid_from))
        if row.kind_id not in chosen or rank < chosen[row.kind_id][0]:
            value = value_of(kind, row.value)
            known = KnownFact(kind, value, row.grade, row.source, row.valid_from, until, expired, row)
            chosen[row.kind_id] = (rank, known)
    return {name: chosen[name][1] for name in kinds if name in chosen}


def _rank(grade: str, valid_from: dt.date) -> tuple[int, int]:
    """Of two values of a fact, neither run out, the one that ranks lower is taken: the better grade, then the later."""
    return GRADE_RANK[grade], -valid_from.toordinal()


def facts_for_register(
    as_of: dt.date,
    enterprise_ids: Iterable[int] | None = None,
    *,
    names: Collection[str] | None = None,
    chunk: int = 500,
) -> Iterator[tuple[int, dict[str, Value]]]:
    """(enterprise id, facts that count) for the whole register or some of it, streaming; what expired is left out.

    The values that `best` chooses, without what it tells of them: of a register a million rows are read. With `names`,
    only those facts.
    """
    kinds = {name: kind for name, kind in fact_kinds().items() if names is None or name in names}
    fresh = {name: first_fresh(kind.fresh, as_of) for name, kind in kinds.items()}
    whole = Enterprise.objects.order_by("pk").values_list("pk", flat=True)
    ids = list(whole if enterprise_ids is None else enterprise_ids)
    rows = Fact.objects.filter(known_until=None, valid_from__lte=as_of)
    rows = rows if names is None else rows.filter(kind__in=list(kinds))
    for start in range(0, len(ids), chunk):
        some = ids[start : start + chunk]
        chosen: dict[int, dict[str, tuple[int, int, str]]] = {pk: {} for pk in some}
        for pk, name, value, grade, day in rows.filter(enterprise__in=some).values_list(*READ):
            if day < fresh[name] or not kinds[name].counts(grade):
                continue
            found = (*_rank(grade, day), value)
            if name not in chosen[pk] or found[:2] < chosen[pk][name][:2]:
                chosen[pk][name] = found
        for pk, facts in chosen.items():
            yield pk, {name: value_of(kind, facts[name][2]) for name, kind in kinds.items() if name in facts}


def history_of(enterprise: Enterprise, name: str, person: Person) -> QuerySet[Fact]:
    """Every value a fact has had that a person may see, the latest first, with who brought it."""
    rows = Fact.objects.visible_to(person).filter(enterprise=enterprise, kind=name)
    rows = rows.select_related("by", "kind", "run")
    return rows.order_by("-known_from", "-pk")


def facts_said_by(person: Person) -> QuerySet[Fact]:
    """What somebody declared of enterprises, in order; replaced values too."""
    return Fact.objects.filter(by=person, grade="declared").select_related("enterprise").order_by("pk")


def claims_to_settle(person: Person) -> QuerySet[Membership]:
    """Who asks to act for an enterprise of which this person is the owner, longest waiting first."""
    owned = Membership.objects.filter(stands(), person=person, role=Membership.Role.OWNER)
    rows = Membership.objects.filter(state=Membership.State.REQUESTED, enterprise__in=owned.values("enterprise"))
    return rows.exclude(person=person).select_related("person", "enterprise").order_by("since")


def contested_facts(person: Person) -> QuerySet[Fact]:
    """What enterprises declare with a note against the register, of what an official may see."""
    rows = Fact.objects.visible_to(person).filter(known_until=None, grade="declared").exclude(note="")
    rows = rows.exclude(enterprise__subject=Subject.PERSON)
    return rows.select_related("enterprise", "kind", "by").order_by("-known_from")


def register(person: Person, *, q: str = "") -> QuerySet[Enterprise]:
    """The enterprises a person may see: one rule for the list, its count and its export. `q` finds former names too."""
    rows = Enterprise.subjects.visible_to(person).filter(subject=Subject.ENTERPRISE)
    return rows.filter(called(q)) if q else rows


def called(text: str) -> Q:
    """Enterprises of this name, now or once, or of a code that begins so."""
    former = RegisterEvent.objects.filter(about=NAME, before__icontains=text).values("enterprise")
    return Q(name__icontains=text) | Q(uscc__startswith=text.upper()) | Q(pk__in=former)


def my_enterprises(person: Person) -> QuerySet[Enterprise]:
    """Those a person acts for, confirmed."""
    return my_subjects(person).filter(subject=Subject.ENTERPRISE)


def my_subjects(person: Person) -> QuerySet[Enterprise]:
    """The same, and themselves and their bases."""
    mine = Enterprise.subjects.filter(stands("membership"), membership__person=person)
    return mine.order_by("name")


def acted_for(
    person: Person, *scopes: Scope, subjects: Collection[str] = (Subject.ENTERPRISE,)
) -> QuerySet[Enterprise]:
    """Those a person acts for: their own, and the clients by whose mandate, in force today, they do it. With `scopes`
    only mandates that grant one of them; without, whatever the hall may show. `subjects`: enterprises alone, or ALL.
    """
    own = Membership.objects.filter(stands(), person=person).values("enterprise")
    held = Mandate.objects.in_force(clock.today()).held_by(person)
    if scopes:
        held = held.filter(reduce(or_, (Q(**{each.value: True}) for each in scopes)))
    rows = Enterprise.subjects.filter(Q(pk__in=own) | Q(pk__in=held.values("client")), subject__in=subjects)
    return rows.order_by("name")


def enterprise_of(person: Person, uscc: str) -> Enterprise | None:
    """One enterprise, if the person may see it."""
    return Enterprise.subjects.visible_to(person).filter(uscc=uscc, subject=Subject.ENTERPRISE).first()


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Names by code, of those there are."""
    return dict(Enterprise.objects.filter(uscc__in=list(codes)).values_list("uscc", "name"))


def told_of(enterprise: Enterprise) -> QuerySet[Person]:
    """People who are told what concerns an enterprise: its own, and the agents whose mandate says so."""
    heard = Mandate.objects.in_force(clock.today()).filter(client=enterprise, messages=True).values("agency")
    agents = Q(agency_places__agency__in=heard, agency_places__state="confirmed")
    firms = Agency.objects.filter(pk__in=heard).values("enterprise")
    agents |= Q(membership__enterprise__in=firms) & stands("membership")
    own = Q(pk__in=members_of(enterprise).values("pk"))
    return Person.objects.filter(own | agents, is_active=True).distinct()


def members_of(enterprise: Enterprise) -> QuerySet[Person]:
    """The enterprise's own people: those who act for it, or did until it was closed."""
    return Person.objects.filter(sees("membership"), membership__enterprise=enterprise, is_active=True).distinct()


def own_place(person: Person) -> QuerySet[Membership]:
    """A person's confirmed membership in the enterprise of an outer row, for `Exists`."""
    here = OuterRef("enterprise")
    return Membership.objects.filter(stands(), person=person, enterprise=here)


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Of enterprises and bases; that somebody is themselves is none."""
    rows = Membership.objects.filter(person=person).exclude(enterprise__subject=Subject.PERSON)
    return rows.select_related("enterprise__operator").order_by("-since")
