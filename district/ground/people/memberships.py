"""Writes about who stands in an organisation: entered, asked for, vouched for, extended, ended; never rewritten."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.models import Organisation, OrganisationMembership, Part, Person
from district.ground.people.permissions import (
    Answer,
    is_over_money,
    may_ask_to_join,
    may_end_membership,
    may_enter_member,
    may_hold,
    may_renew,
    may_vouch,
    needs_second,
    require,
)

membership_changed = Signal()  # membership, by, verb; record writes it down, which this room cannot import


class NotPossible(Exception):
    """A membership that cannot be; the message says why."""


def enter(
    *, person: Person, organisation: Organisation, role: str, by: Person, since: dt.date | None = None,
    until: dt.date | None = None, title: str = "", may: Answer | None = None,
) -> OrganisationMembership:  # fmt: skip
    """Write a member down; who enters another vouches for them, oneself needs another's word, and a duty over money two
    administrators. From today where no day is named. `may` is the answer of the room above that knows both, in place of
    this room's own. A second time gives the one that stands. Raises Refused, NotPossible (term wrong way round, two
    duties that nobody holds at once)."""
    require(may if may is not None else may_enter_member(by, organisation, role))
    vouched = by.pk != person.pk and not needs_second(by, organisation, role)
    return _begin(
        person, organisation, role, by, since=since or clock.today(), until=until, title=title,
        voucher=by if vouched else None, vouched=vouched, verb="enter-member",
    )  # fmt: skip


def ask_to_join(
    *, person: Person, organisation: Organisation, role: str = Part.STAFF, title: str = ""
) -> OrganisationMembership:
    """Say that one belongs to an organisation; it opens nothing until a steward or administrator vouches."""
    require(may_ask_to_join(person, organisation, role))
    return _begin(
        person, organisation, role, person, since=clock.today(), until=None, title=title, voucher=None, vouched=False,
        verb="ask-to-join",
    )  # fmt: skip


def _begin(
    person: Person, organisation: Organisation, role: str, by: Person | None, *, since: dt.date | None,
    until: dt.date | None, title: str, voucher: Person | None, vouched: bool, verb: str,
) -> OrganisationMembership:  # fmt: skip
    _check_term(organisation, since, until)
    held = OrganisationMembership.objects.filter(person=person)
    same = held.filter(organisation=organisation, role=role)
    try:
        with transaction.atomic():
            close_over(held)
            if known := same.filter(ended_at=None).first():
                return known
            Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two duties at once, one after the other
            if not (answer := may_hold(person, role)):
                raise NotPossible(str(answer.why))
            made = OrganisationMembership.objects.create(
                person=person, organisation=organisation, role=role, title=" ".join(title.split())[:60], since=since,
                until=until, entered_by=by, entered_at=clock.now(), vouched_by=voucher,
                vouched_at=clock.now() if vouched else None,
                needs_second=by is not None and needs_second(by, organisation, role),
            )  # fmt: skip
            _tell(made, by, verb)
    except IntegrityError:  # a second click at the same moment
        return same.get(ended_at=None)
    return made


def _check_term(organisation: Organisation, since: dt.date | None, until: dt.date | None) -> None:
    if until is not None and (since is None or until <= since):
        raise NotPossible(_("任期的最后一天应在第一天之后。"))
    if until is not None and until < clock.today():
        raise NotPossible(_("这个任期已经过去。"))
    if organisation.until and organisation.until < clock.today():
        raise NotPossible(_("“%(name)s”已经不在了。") % {"name": organisation})


def vouch(*, membership: OrganisationMembership, by: Person) -> OrganisationMembership:
    """Give one's word for a member who waits for it. A second time changes nothing. Raises Refused, NotPossible."""
    require(may_vouch(by, membership))
    with transaction.atomic():
        waiting = OrganisationMembership.objects.filter(pk=membership.pk).waiting()
        if waiting.update(vouched_by=by, vouched_at=clock.now()):
            membership.refresh_from_db()
            _tell(membership, by, "vouch")
            return membership
    membership.refresh_from_db()
    if membership.ended_at:
        raise NotPossible(_("这项申请已经结束。"))
    return membership


def end(*, membership: OrganisationMembership, by: Person, why: str) -> OrganisationMembership:
    """End a membership now: what it opened is closed with the next request. A second time changes nothing.

    Raises Refused, NotPossible (no reason given).
    """
    require(may_end_membership(by, membership))
    if not why.strip():
        raise NotPossible(_("请写明为何结束。"))
    close(membership, by, why)
    return membership


def end_all(*, person: Person, why: str, by: Person | None = None) -> None:
    """End everything a person stands in, as their account is closed."""
    for row in OrganisationMembership.objects.filter(person=person, ended_at=None).select_related("organisation"):
        close(row, by or person, why)


def ask_again(*, person: Person, by: Person, why: str) -> list[OrganisationMembership]:
    """The duties over money of somebody whom one administrator gave a new way in: each waits for another one's word."""
    rows = OrganisationMembership.objects.filter(person=person, ended_at=None, vouched_at__isnull=False)
    made = []
    for row in rows.select_related("organisation"):
        if is_over_money(row.organisation, row.role) and row.until_is_to_come and _ended(row, by, why):
            made.append(OrganisationMembership.objects.create(
                person=person, organisation=row.organisation, role=row.role, title=row.title,
                since=clock.today(), until=row.until, entered_by=by, entered_at=clock.now(), needs_second=True,
            ))  # fmt: skip
            _tell(made[-1], by, "ask-again")
    return made


def close(membership: OrganisationMembership, by: Person | None, why: str, verb: str = "end-membership") -> bool:
    """End a row and write it down, whoever asked for it; whether it was open."""
    with transaction.atomic():
        done = _ended(membership, by, why)
        if done:
            _tell(membership, by, verb)
    return done


def _ended(membership: OrganisationMembership, by: Person | None, why: str) -> bool:
    open_ = OrganisationMembership.objects.filter(pk=membership.pk, ended_at=None)
    done = open_.update(ended_at=clock.now(), ended_by=by, why_ended=why.strip()[:200])
    membership.refresh_from_db()
    return bool(done)


def renew(*, membership: OrganisationMembership, until: dt.date | None, by: Person) -> OrganisationMembership:
    """Another term from today, or from the first day of one not begun, `until` its last day; the row before it ends.
    Raises Refused, NotPossible.
    """
    require(may_renew(by, membership))
    since = max(clock.today(), membership.since or clock.today())
    _check_term(membership.organisation, since, until)
    with transaction.atomic():
        if not _ended(membership, by, _("续任")):
            raise NotPossible(_("这一任已经结束，请重新登记。"))
        made = OrganisationMembership.objects.create(
            person=membership.person, organisation=membership.organisation, role=membership.role,
            title=membership.title, since=since, until=until, entered_by=membership.entered_by or by,
            entered_at=clock.now(), vouched_by=by, vouched_at=clock.now(),
            needs_second=membership.needs_second and membership.entered_by is not None,
        )  # fmt: skip
        _tell(made, by, "renew-membership")
    return made


def install(*, person: Person, organisation: Organisation, role: str, title: str = "") -> OrganisationMembership:
    """A membership that comes with the installation, nobody's word behind it: it stood before it was written down."""
    found, _made = OrganisationMembership.objects.get_or_create(
        person=person, organisation=organisation, role=role, ended_at=None,
        defaults={"vouched_at": clock.now(), "title": title, "entered_at": clock.now()},
    )  # fmt: skip
    return found


def close_over(rows: QuerySet[OrganisationMembership]) -> list[OrganisationMembership]:
    """End those whose last day is past; returns them. They opened nothing since, and make room for another term."""
    found = rows.filter(ended_at=None, until__lt=clock.today()).select_related("person", "organisation")
    return [each for each in found if close(each, None, _("任期已满"), "term-over")]


def grant_by_link(
    *, person: Person, organisation: Organisation, role: str, voucher: Person | None
) -> OrganisationMembership:
    """What a one-time link gives: whoever issued it stands for it; issued to oneself it waits for another's word."""
    known = voucher is not None and voucher.pk != person.pk
    return _begin(
        person, organisation, role, person, since=clock.today(), until=None, title="",
        voucher=voucher if known else None, vouched=known, verb="enter-member",
    )  # fmt: skip


DUTY_VERBS = {"enter-member": "grant-duty", "end-membership": "revoke-duty"}  # as the log has always called them


def _tell(membership: OrganisationMembership, by: Person | None, verb: str) -> None:
    said = DUTY_VERBS.get(verb, verb) if membership.is_duty else verb
    membership_changed.send(sender=OrganisationMembership, membership=membership, by=by, verb=said)
