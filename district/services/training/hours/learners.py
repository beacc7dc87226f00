"""Who learns: one row a person, by account or by the keyed hash of an ID number; who turned out to be the same."""

from __future__ import annotations

from django.db import transaction

from district.cases.headcount.workers import hash_of, key_mark, masked
from district.enterprises.persons.queries import account_numbered, number_of
from district.ground import clock
from district.ground.people.queries import Person
from district.services.training.hours.models import Learner
from district.services.training.hours.reckoning import hold, settle


def learner_of(person: Person) -> Learner:
    """The learner an account is, made where it never learnt before."""
    with transaction.atomic():
        found, made = Learner.objects.get_or_create(account=person, defaults={"at": clock.now()})
        if made:
            join(person)
    return found


def learner_numbered(number: str, name: str) -> Learner:
    """The learner with an ID number, which is not kept. Raises BadNumber (of cases/headcount)."""
    worker = hash_of(number)
    with transaction.atomic():
        found, _made = Learner.objects.get_or_create(
            worker=worker, defaults={"masked": masked(name), "key_mark": key_mark(), "at": clock.now()}
        )
        if found.same_as_id is None and (account := account_numbered(number)) is not None:
            _same(found, account)
    return found


def join(person: Person) -> bool:
    """Hours a person was given as a worker without an account become theirs, once their number is known; whether there
    were any. Asked whenever somebody's number comes to be known, for both may have learnt before.
    """
    number = number_of(person)
    found = Learner.objects.filter(worker=hash_of(number), same_as=None).first() if number else None
    if found is not None:
        _same(found, person)
    return found is not None


def _same(worker: Learner, person: Person) -> None:
    account, _made = Learner.objects.get_or_create(account=person, defaults={"at": clock.now()})
    hold([worker.pk, account.pk])  # words that come in for either wait, and are reckoned as one person's
    Learner.objects.filter(pk=worker.pk, same_as=None).update(same_as=account)
    worker.refresh_from_db()
    settle(worker.entries.select_related("learner"))
