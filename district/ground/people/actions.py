"""Writes about people and bureaus."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from district.ground.people import experts, memberships
from district.ground.people.memberships import NotPossible
from district.ground.people.models import Bureau, Kind, OrganisationMembership, Person, Role
from district.ground.people.permissions import may_close_account, may_let_go, may_manage_people, require

account_changed = Signal()  # person, verb, by; record writes it down and forgets where a closed account was told
CLOSED = frozenset({"close-account", "anonymise"})  # verbs after which an account is nobody's any more
account_left = Signal()  # person, heir (None: nobody), by; rooms hand over what waits, and say what in a word or ""


@transaction.atomic
def define_bureaus(
    *, offices: Iterable[tuple[str, str]], streets: Iterable[str], reach: Mapping[str, Mapping[str, str]] | None = None,
    codes: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Bring the bureaus in line with the catalogue. `offices`: (short name, full name). Never deletes one.

    `reach`: short name → phone, address, email, as far as the catalogue says: mail of a bureau names them. `codes`: a
    street's name → its area code.
    """
    for name, full in offices:
        known = (reach or {}).get(name, {})
        Bureau.objects.update_or_create(
            name=name, defaults={
                "full": full, "kind": Kind.BUREAU, "phone": known.get("phone", "")[:40],
                "address": known.get("address", "")[:160], "email": known.get("email", ""),
            },
        )  # fmt: skip
    for name in streets:
        code = {"code": codes[name]} if codes and codes.get(name) else {}
        Bureau.objects.update_or_create(
            name=name, defaults=code, create_defaults={"full": name, "kind": Kind.STREET} | code
        )


class Hashed(str):
    """A password hashed before, where several accounts begin with one: hashing is slow on purpose."""

    __slots__ = ()


@transaction.atomic
def create_person(
    *, username: str, name: str, password: str | Hashed | None, email: str = "",
    duties: Iterable[tuple[Bureau, Role]] = (), others: bool = False,
) -> Person:  # fmt: skip
    """Make an account, or bring an existing one's name and duties up to date; a known password is kept. `others`: the
    password is another's choice, and changed before anything else.

    Without a password nobody can sign in to it.
    """
    known = {"name": name, "email": email, "must_change_password": others}
    person, created = Person.objects.get_or_create(username=username, defaults=known)
    if created:
        person.password = password if isinstance(password, Hashed) else make_password(password)
        person.save(update_fields=["password"])
    for bureau, role in duties:
        memberships.install(person=person, organisation=bureau, role=role)
        if role == Role.EXPERT:
            experts.on_record(person, bureau)
    return person


def engage(
    *, username: str, name: str, password: str | Hashed | None, bureau: Bureau, role: str, by: Person,
    since: dt.date | None = None, until: dt.date | None = None, title: str = "",
) -> Person:  # fmt: skip
    """Make an official's account with a first duty. An account that exists is left as it is, its duty added."""
    require(may_manage_people(by))
    with transaction.atomic():
        person = create_person(username=username, name=name, password=password, others=password is not None)
        grant_duty(person=person, bureau=bureau, role=role, by=by, since=since, until=until, title=title)
    return person


@transaction.atomic
def grant_duty(
    *, person: Person, bureau: Bureau, role: str, by: Person, since: dt.date | None = None,
    until: dt.date | None = None, title: str = "",
) -> OrganisationMembership:  # fmt: skip
    """Give a duty, from today where no day is named; a second time changes nothing. For oneself it opens nothing until
    another administrator vouches. Raises Refused, memberships.NotPossible."""
    require(may_manage_people(by))
    duty = memberships.enter(
        person=person, organisation=bureau, role=role, by=by, since=since, until=until, title=title
    )
    if role == Role.EXPERT:
        experts.on_record(person, bureau)
    return duty


@transaction.atomic
def revoke_duty(*, duty: OrganisationMembership, by: Person, why: str = "") -> None:
    """End a duty today. One's own administrator's duty stays, so that somebody can always let others in."""
    memberships.end(membership=duty, by=by, why=why or _("由管理员撤去"))


def set_first_address(*, person: Person, email: str) -> None:
    """Where somebody whose account was opened for them is reached, until they say otherwise; not proved yet."""
    with transaction.atomic():
        if not EmailAddress.objects.filter(user=person).exists():
            Person.objects.filter(pk=person.pk).update(email=email)
            EmailAddress.objects.create(user=person, email=email, primary=True)


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
        memberships.end_all(person=row, why=_("注销账号"))
        shut(row)
        row.save(update_fields=["is_active", "email", "password"])
        account_changed.send(sender=Person, person=row, verb="close-account")


def shut(row: Person) -> None:
    """Every way in is gone, and every address; in the caller's transaction, who saves the row."""
    row.is_active, row.email = False, ""
    row.set_unusable_password()
    EmailAddress.objects.filter(user=row).delete()
    Authenticator.objects.filter(user=row).delete()
    SocialAccount.objects.filter(user=row).delete()


def let_go(*, person: Person, by: Person, heir: Person | None, why: str) -> list[str]:
    """Close the account of somebody who left: nobody signs in with it nor with its keys, and what waited for them goes
    to `heir`; says what was handed over. A second time changes nothing. Raises Refused, NotPossible (no reason, no heir
    though something waits, an heir who may not take it).
    """
    require(may_let_go(by, person))
    if not why.strip():
        raise NotPossible(_("请写明为何停用。"))
    if heir is not None and (heir.pk == person.pk or not heir.is_active):
        raise NotPossible(_("请选另一位在用的同事接手。"))
    with transaction.atomic():
        row = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not row.is_active:
            return []
        answers = account_left.send(sender=Person, person=row, heir=heir, by=by)
        memberships.end_all(person=row, why=why, by=by)
        row.is_active = False
        row.set_unusable_password()
        row.save(update_fields=["is_active", "password"])
        Authenticator.objects.filter(user=row).delete()
        account_changed.send(sender=Person, person=row, verb="let-go", by=by, reason=why)
    return [said for _receiver, said in answers if said]


def reset_sign_in(*, person: Person, password: str, by: Person) -> list[OrganisationMembership]:
    """A new first password, and the second factor is set up again; open sessions end. Duties over money wait for
    another administrator's word: nobody alone becomes somebody else. Returns those. Raises Refused.
    """
    require(may_let_go(by, person))
    with transaction.atomic():
        row = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        row.set_password(password)
        row.must_change_password = True
        row.save(update_fields=["password", "must_change_password"])
        Authenticator.objects.filter(user=row).delete()
        account_changed.send(sender=Person, person=row, verb="reset-sign-in", by=by)
        return memberships.ask_again(person=row, by=by, why=_("重设登录后重新确认"))
