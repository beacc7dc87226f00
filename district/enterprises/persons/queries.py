"""Reads about persons as subjects: one's own row, what one consented to, who looked."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest

from district.enterprises.models import Enterprise, Fact, Subject
from district.enterprises.persons.models import Identity, Keeping, Reading
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.record.id_numbers import BadIdNumber, read_id_number
from district.ground.record.secrets import print_of
from district.ground.traces.actions import What, note

IDENTITY = "identity"  # the purpose of prints of identity numbers


def myself(person: Person) -> Enterprise | None:
    """The subject a person is, if they ever kept facts of themselves here."""
    return Enterprise.subjects.filter(account=person.pk).first()


def number_of(person: Person) -> str:
    """The identity number somebody gave with a consent that is in force; "" for none. It is shown to nobody."""
    subject = myself(person)
    identity = Identity.objects.filter(subject=subject).first() if subject and keeping_of(subject) else None
    return identity.number if identity is not None else ""


def account_numbered(number: str) -> Person | None:
    """Whose account keeps this identity number, by a consent that is in force; for counting people once."""
    try:
        mark = print_of(read_id_number(number), purpose=IDENTITY)
    except BadIdNumber:
        return None
    found = Identity.objects.filter(print=mark).select_related("subject__account").first()
    return found.subject.account if found is not None and keeping_of(found.subject) else None


def without_consent() -> QuerySet[Enterprise]:
    """Persons whose consent is not in force: taken back, or run out."""
    kept = Keeping.objects.in_force(clock.today()).values("subject")
    return Enterprise.subjects.filter(subject=Subject.PERSON).exclude(pk__in=kept)


def keeping_of(subject: Enterprise) -> Keeping | None:
    """The consent in force today."""
    return Keeping.objects.in_force(clock.today()).filter(subject=subject).first()


def readings_of(subject: Enterprise) -> QuerySet[Reading]:
    """Which officials looked for a stated purpose, the latest first."""
    return Reading.objects.filter(subject=subject).select_related("by")


def person_row(key: str) -> Enterprise | None:
    return Enterprise.subjects.filter(uscc=key, subject=Subject.PERSON).first()


def note_looked(request: HttpRequest, subject: Enterprise, count: int, what: str = "") -> None:
    """An official was shown so many facts of a subject: who, of whom, for what they said today."""
    person = cast(Person, request.user)
    said = Reading.objects.filter(subject=subject, by=person, on=clock.today()).first()
    match = request.resolver_match
    note(
        What.FACTS, by=person, request=request, page=match.view_name if match else "", subject=subject.uscc, rows=count,
        filters={"fact": what} if what else None, purpose=said.purpose if said else "",
    )  # fmt: skip


def looked_into(person: Person) -> QuerySet[Any, Any]:
    """The subjects a person said today what they look at them for."""
    return Reading.objects.filter(by=person, on=clock.today()).values("subject")


def own_copy(person: Person) -> dict[str, Any]:
    """All that is kept of somebody as a subject, for them to take along; {} where nothing is."""
    subject = myself(person)
    if subject is None:
        return {}
    identity = getattr(subject, "identity", None)
    facts = Fact.objects.filter(enterprise=subject).order_by("pk")
    return {
        "姓名": subject.name, "证件号码": identity.shown if identity else "",
        "保存同意": list(subject.keepings.values("text", "given_at", "until", "withdrawn_at")),
        "事实": [{"事实": each.kind_id, "内容": each.value, "来源": each.source, "从哪天起": each.valid_from,
                  "记下时间": each.known_from, "换掉时间": each.known_until} for each in facts],
        "谁看过": list(readings_of(subject).values("by__name", "purpose", "at")),
    }  # fmt: skip
