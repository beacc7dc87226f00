"""Writes about people and bureaus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from district.ground.people.models import Bureau, Duty, Person, Role
from district.ground.people.permissions import No, may_close_account, may_manage_people, require

duties_changed = Signal()  # person, by, verb, duty; record writes it down, which this room cannot import
account_changed = Signal()  # person, verb; record writes it down and forgets where a closed account was told


@transaction.atomic
def define_bureaus(
    *, offices: Iterable[tuple[str, str]], streets: Iterable[str], reach: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """Bring the bureaus in line with the catalogue. `offices`: (short name, full name). Never deletes one.

    `reach`: short name → phone, address, email, as far as the catalogue says: mail of a bureau names them.
    """
    for name, full in offices:
        known = (reach or {}).get(name, {})
        contact = "，".join(known[key] for key in ("phone", "address") if known.get(key))
        Bureau.objects.update_or_create(
            name=name, defaults={"full": full, "kind": Bureau.Kind.BUREAU, "contact": contact[:200],
                                 "email": known.get("email", "")},
        )  # fmt: skip
    for name in streets:
        Bureau.objects.get_or_create(name=name, defaults={"full": name, "kind": Bureau.Kind.STREET})


class Hashed(str):
    """A password hashed before, where several accounts begin with one: hashing is slow on purpose."""

    __slots__ = ()


@transaction.atomic
def create_person(
    *, username: str, name: str, password: str | Hashed | None, email: str = "",
    duties: Iterable[tuple[Bureau, Role]] = (),
) -> Person:  # fmt: skip
    """Make an account, or bring an existing one's name and duties up to date; a known password is kept.

    Without a password nobody can sign in to it.
    """
    person, created = Person.objects.get_or_create(username=username, defaults={"name": name, "email": email})
    if created:
        person.password = password if isinstance(password, Hashed) else make_password(password)
        person.save(update_fields=["password"])
    for bureau, role in duties:
        Duty.objects.get_or_create(person=person, bureau=bureau, role=role)
    return person


def engage(*, username: str, name: str, password: str, bureau: Bureau, role: str, by: Person) -> Person:
    """Make an official's account with a first duty. An account that exists is left as it is, its duty added."""
    require(may_manage_people(by))
    with transaction.atomic():
        person = create_person(username=username, name=name, password=password)
        grant_duty(person=person, bureau=bureau, role=role, by=by)
    return person


@transaction.atomic
def grant_duty(*, person: Person, bureau: Bureau, role: str, by: Person) -> Duty:
    """Give a duty; a second time changes nothing."""
    require(may_manage_people(by))
    duty, created = Duty.objects.get_or_create(person=person, bureau=bureau, role=role)
    if created:
        duties_changed.send(sender=Duty, person=person, by=by, verb="grant-duty", duty=str(duty))
    return duty


@transaction.atomic
def revoke_duty(*, duty: Duty, by: Person) -> None:
    """Take a duty away. One's own administrator's duty stays, so that somebody can always let others in."""
    require(may_manage_people(by))
    if duty.person_id == by.pk and duty.role == Role.ADMINISTRATOR:
        require(No(_("不能撤去自己的系统管理员岗位，请由另一位管理员办理。")))
    words, person = str(duty), duty.person
    if Duty.objects.filter(pk=duty.pk).delete()[0]:
        duties_changed.send(sender=Duty, person=person, by=by, verb="revoke-duty", duty=words)


def rename(*, person: Person, name: str) -> Person:
    """A person says what they are called; the same name changes nothing."""
    name = " ".join(name.split())[:60]
    if name and name != person.name:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(name=name)
            account_changed.send(sender=Person, person=person, verb="rename")
        person.name = name
    return person


def close_account(*, person: Person) -> None:
    """End one's own account: nobody signs in with it again, and what it held to reach the person is deleted.

    Name and acts stay where they were done: decisions stand on them. Raises Refused.
    """
    require(may_close_account(person))
    with transaction.atomic():
        row = Person.objects.get(pk=person.pk)
        row.is_active, row.email = False, ""
        row.set_unusable_password()
        row.save(update_fields=["is_active", "email", "password"])
        EmailAddress.objects.filter(user=row).delete()
        Authenticator.objects.filter(user=row).delete()
        account_changed.send(sender=Person, person=row, verb="close-account")
