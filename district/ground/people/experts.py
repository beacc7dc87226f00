"""Writes about experts: put on record, changed, shown or not, honoured, ended; an account takes the record over."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people import memberships
from district.ground.people.memberships import NotPossible
from district.ground.people.models import (
    Bureau,
    Expert,
    Field,
    Honour,
    Language,
    OrganisationMembership,
    Person,
    Role,
    Topic,
)
from district.ground.people.permissions import may_keep_experts, may_take_over, require

expert_changed = Signal()  # expert, by, verb, data; record writes it down, which this room cannot import
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SAID = ("name", "english", "organisation", "title", "about", "since", "until")


def _reference() -> str:
    return f"ZJ{clock.today().year}-{''.join(secrets.choice(LETTERS) for _n in range(6))}"


def on_record(person: Person, office: Bureau) -> Expert:
    """The record of somebody who was given an expert's duty; the one they have, where they have one."""
    found, _made = Expert.objects.get_or_create(
        person=person, defaults={"reference": _reference(), "name": person.name, "office": office}
    )
    if found.ended_at is not None:
        Expert.objects.filter(pk=found.pk).update(ended_at=None, since=clock.today(), until=None)
        found.refresh_from_db()
    return found


def enter(
    *, office: Bureau, by: Person, fields: Iterable[str] = (), topics: Iterable[str] = (),
    languages: Iterable[str] = (), agreed_how: str = "", public: bool = False, **said: Any,
) -> Expert:  # fmt: skip
    """Put an expert on record, without an account. `said`: the columns of SAID. Raises Refused, NotPossible."""
    require(may_keep_experts(by, office.pk))
    row = Expert(reference=_reference(), office=office, entered_by=by, entered_at=clock.now())
    _say(row, said, fields, topics, languages)
    _show(row, public=public, how=agreed_how)
    with transaction.atomic():
        row.save()
        _tell(row, by, "list-expert")
    return row


def change(
    *, expert: Expert, by: Person, fields: Iterable[str], topics: Iterable[str], languages: Iterable[str],
    agreed_how: str = "", public: bool = False, **said: Any,
) -> Expert:  # fmt: skip
    """Say anew what is known of an expert. Raises Refused, NotPossible (shown in public without the expert's word)."""
    require(may_keep_experts(by, expert.office_id))
    with transaction.atomic():
        row = Expert.objects.get(pk=expert.pk)
        before = {name: str(getattr(row, name)) for name in (*SAID, "fields", "topics", "languages", "public")}
        _say(row, said, fields, topics, languages)
        _show(row, public=public, how=agreed_how)
        row.save()
        changed = [name for name, value in before.items() if value != str(getattr(row, name))]
        if changed:
            _tell(row, by, "change-expert", {"changed": changed})
    return row


def _say(
    row: Expert, said: Mapping[str, Any], fields: Iterable[str], topics: Iterable[str], languages: Iterable[str]
) -> None:
    for name, value in said.items():
        if name not in SAID:
            raise TypeError(name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.fields = [each for each in Field.values if each in set(fields)]
    row.topics = [each for each in Topic.values if each in set(topics)]
    row.languages = [each for each in Language.values if each in set(languages)]
    if not row.name:
        raise NotPossible(_("请写专家的姓名。"))
    if row.until and row.since and row.until <= row.since:
        raise NotPossible(_("聘期的最后一天应在第一天之后。"))


def _show(row: Expert, *, public: bool, how: str) -> None:
    """Only with the expert's own word, and it is kept when and how they gave it."""
    if public and row.agreed_at is None:
        if not how.strip():
            raise NotPossible(_("公开列出要有本人同意：请写明怎样同意的。"))
        row.agreed_at, row.agreed_how = clock.now(), how.strip()[:100]
    row.public = public


def consent(*, expert: Expert, public: bool, about: str, link: str) -> Expert:
    """The expert's own word, by the link of this number: the record is right, and it is shown in public or is not."""
    with transaction.atomic():
        row = Expert.objects.get(pk=expert.pk)
        row.public, row.agreed_at = public, clock.now() if public else row.agreed_at
        row.agreed_how = _("本人以链接 %(link)s 确认") % {"link": link} if public else row.agreed_how
        row.about = about.strip()[:1000]
        row.save()
        _tell(row, None, "consent-expert", {"public": public, "link": link})
    return row


def honour(
    *, expert: Expert, title: str, source: str, since: dt.date, by: Person, until: dt.date | None = None
) -> Honour:
    """Add a title; the same title of the same day changes nothing. Raises Refused, NotPossible."""
    require(may_keep_experts(by, expert.office_id))
    if until is not None and until <= since:
        raise NotPossible(_("有效期的最后一天应在第一天之后。"))
    with transaction.atomic():
        found, made = Honour.objects.get_or_create(
            expert=expert,
            title=title.strip()[:80],
            since=since,
            defaults={"source": source.strip()[:80], "until": until},
        )
        if made:
            _tell(expert, by, "honour-expert", {"title": found.title, "source": found.source})
    return found


def end(*, expert: Expert, by: Person) -> Expert:
    """An expert is asked no more. Their duty ends too; what they signed stays. A second time changes nothing."""
    require(may_keep_experts(by, expert.office_id))
    with transaction.atomic():
        if Expert.objects.filter(pk=expert.pk, ended_at=None).update(ended_at=clock.now(), public=False):
            expert.refresh_from_db()
            for duty in OrganisationMembership.objects.filter(
                person=expert.person, person__isnull=False, organisation=expert.office_id, role=Role.EXPERT,
                ended_at=None,
            ):  # fmt: skip
                memberships.close(duty, by, _("聘期结束"))
            _tell(expert, by, "end-expert")
    return expert


def take_over(*, expert: Expert, person: Person, voucher: Person | None) -> Expert:
    """The expert signs in from now on: the record is theirs with everything signed before, and an expert's duty with
    it, for which whoever gave the link stands. Raises Refused."""
    with transaction.atomic():
        row = Expert.objects.get(pk=expert.pk)
        if row.person_id == person.pk:
            return row
        require(may_take_over(person, row))
        row.person = person
        row.save(update_fields=["person"])
        memberships.grant_by_link(person=person, organisation=row.office, role=Role.EXPERT, voucher=voucher)
        _tell(row, person, "take-over-expert")
    return row


def _tell(expert: Expert, by: Person | None, verb: str, data: Mapping[str, Any] | None = None) -> None:
    expert_changed.send(sender=Expert, expert=expert, by=by, verb=verb, data=dict(data or {}))
