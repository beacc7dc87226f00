"""Writes of mandates: giving, ending, and who works at an agency."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.events.queries import closed
from district.enterprises.importing.rows import wrong_code
from district.enterprises.mandates.models import Agency, AgencyPerson, Mandate, Scope
from district.enterprises.mandates.permissions import PLACES, may_end, may_give, may_settle_agency_person
from district.enterprises.mandates.queries import agent_words
from district.enterprises.models import Enterprise
from district.enterprises.queries import members_of
from district.enterprises.values import BadValue, normal
from district.ground import clock
from district.ground.files.actions import store
from district.ground.messages.posting import post
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log

ROOM = "enterprises"
LONGEST = 366  # days: a mandate is thought over once a year
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def give(
    *, client: Enterprise, uscc: str, name: str, scopes: Collection[Scope], since: dt.date, until: dt.date, by: Person,
    request_key: uuid.UUID,
) -> Mandate:  # fmt: skip
    """The owner lets an agency act; one that stands for the same agency is replaced. The same `request_key` again gives
    the same mandate. Raises Refused; BadValue: a wrong code or name, days in no order, too long, the firm itself.
    """
    require(may_give(by, client))
    if known := Mandate.objects.filter(request_key=request_key, client=client).first():
        return known
    code = normal(uscc).upper().replace(" ", "")
    _check(client, code, name, since, until)
    with transaction.atomic():
        lock(Enterprise.objects.filter(pk=client.pk)).get()
        agency = _agency(code, normal(name))
        for old in lock(Mandate.objects.filter(client=client, agency=agency, ended_at=None)):
            _close(old, by, "replaced")
        made = Mandate.objects.create(
            reference=_reference(clock.today().year), client=client, agency=agency, since=since, until=until,
            given_by=by, given_at=clock.now(), request_key=request_key,
            **{each.value: each in scopes for each in Scope},
        )  # fmt: skip
        granted = [each.value for each in made.scopes]
        write_log(room=ROOM, subject=client.uscc, verb="give-mandate", by=by, data={
            "mandate": made.reference, "agency": code, "scopes": granted, "since": since.isoformat(),
            "until": until.isoformat(),
        })  # fmt: skip
        with official():
            words = {"client": client.name, "until": until.isoformat()}
            post(to=people_of(agency), title=_("“%(client)s”委托贵机构代办") % words, room=ROOM, subject=client.uscc,
                 body=_("委托到%(until)s为止，可在“我的客户”里查看和办理。") % words, link="/my/clients/")  # fmt: skip
    return made


def _check(client: Enterprise, code: str, name: str, since: dt.date, until: dt.date) -> None:
    if closed(client):
        raise BadValue(_("这家企业已经注销，不能再委托。"))
    if wrong := wrong_code(code):
        raise BadValue(_("代理机构：%(wrong)s。") % {"wrong": wrong})
    if code == client.uscc:
        raise BadValue(_("不能委托企业自己。"))
    if until < since or until < clock.today():
        raise BadValue(_("委托要到今天或以后才结束，且不早于开始那天。"))
    if (until - since).days > LONGEST:
        raise BadValue(_("一次最多委托一年，到期可以再委托。"))
    known = Enterprise.objects.filter(uscc=code).first()
    right = known.name if known else Agency.objects.filter(uscc=code).values_list("name", flat=True).first()
    if right and normal(right) != normal(name):
        raise BadValue(_("这个代码登记的名称不是“%(name)s”，请核对。") % {"name": name})


def _agency(code: str, name: str) -> Agency:
    known = Enterprise.objects.filter(uscc=code).first()
    row, _new = Agency.objects.get_or_create(
        uscc=code, defaults={"name": name, "enterprise": known, "created_at": clock.now()}
    )
    if known is not None and row.enterprise_id is None:  # it has come into the register since
        row.enterprise = known
        row.save(update_fields=["enterprise"])
    return row


def _reference(year: int) -> str:
    return f"WT{year}-{''.join(secrets.choice(LETTERS) for _n in range(8))}"


def people_of(agency: Agency) -> list[Person]:
    """Who works at an agency."""
    there = AgencyPerson.objects.filter(agency=agency, state=AgencyPerson.State.CONFIRMED, person__is_active=True)
    found = {each.person_id: each.person for each in there.select_related("person")}
    if agency.enterprise is not None:
        found |= {each.pk: each for each in members_of(agency.enterprise)}
    return list(found.values())


def end(*, mandate: Mandate, by: Person) -> Mandate:
    """End a mandate now: from this moment nothing is seen or done by it. A second time changes nothing. Refused."""
    require(may_end(by, mandate))
    with transaction.atomic():
        row = lock(Mandate.objects.filter(pk=mandate.pk)).select_related("client", "agency").get()
        if row.ended_at is None:
            _close(row, by, "ended")
            with official():
                words = {"client": row.client.name, "agency": row.agency.name}
                told = {each.pk: each for each in [*people_of(row.agency), *members_of(row.client)] if each != by}
                post(to=told.values(), title=_("委托已终止：%(client)s 与 %(agency)s") % words, room=ROOM,
                     subject=row.client.uscc, link=reverse("enterprises:mine"))  # fmt: skip
    mandate.refresh_from_db()
    return mandate


def _close(row: Mandate, by: Person | None, why: str) -> None:
    row.ended_at, row.ended_by = clock.now(), by
    row.save(update_fields=["ended_at", "ended_by"])
    write_log(room=ROOM, subject=row.client.uscc, verb="end-mandate", by=by, reason=why,
              data={"mandate": row.reference})  # fmt: skip


def end_of_closed(enterprises: Sequence[int]) -> None:
    """A closed enterprise has mandated nobody; in the caller's transaction."""
    for row in lock(Mandate.objects.filter(client__in=enterprises, ended_at=None)).select_related("client"):
        _close(row, None, "closed")


def ask_place(*, uscc: str, name: str, by: Person, file: Any = None) -> AgencyPerson:
    """A person says that they work at an agency which some enterprise has mandated, by its letter as a `file`; an
    officer confirms. Asking again changes nothing, but after a refusal. Raises BadUpload; BadValue: no such agency, no
    letter, or an agency of the register, which is claimed as an enterprise.
    """
    agency = Agency.objects.filter(uscc=normal(uscc).upper()).first()
    if agency is None or normal(agency.name) != normal(name):
        raise BadValue(_("没有企业委托过代码和名称都相符的机构，请与委托您的企业核对。"))
    if agency.enterprise_id is not None:
        raise BadValue(_("这家机构在企业库里，请在“我的企业”里认领它。"))
    known = AgencyPerson.objects.filter(person=by, agency=agency).first()
    if known is not None and known.state != AgencyPerson.State.REFUSED:
        return known
    if file is None:
        raise BadValue(_("请附上机构盖公章的授权书或工作证明，拍照也可以。"))
    paper = store(file=file, name=file.name, room=PLACES, subject=agency.uscc, by=by)
    said = {"state": AgencyPerson.State.REQUESTED, "since": clock.now(), "paper": paper, "settled_by": None}
    with transaction.atomic():
        lock(Agency.objects.filter(pk=agency.pk)).get()
        row = AgencyPerson.objects.filter(person=by, agency=agency).first()
        if row is not None and row.state != AgencyPerson.State.REFUSED:
            return row
        row, _new = AgencyPerson.objects.update_or_create(person=by, agency=agency, defaults=said)
        write_log(room=ROOM, subject=agency.uscc, verb="ask-agency-place", by=by, data={"paper": paper.digest})
    return row


def settle_place(*, row: AgencyPerson, confirm: bool, by: Person) -> AgencyPerson:
    """Confirm it on its paper or refuse it, once; the person is told. Raises Refused, BadValue: no paper."""
    require(may_settle_agency_person(by, row))
    with transaction.atomic():
        fresh = lock(AgencyPerson.objects.filter(pk=row.pk)).select_related("agency", "person").get()
        if fresh.state != AgencyPerson.State.REQUESTED:
            return fresh
        if confirm and fresh.paper_id is None:
            raise BadValue(_("没有机构的授权书或工作证明，不能确认。"))
        fresh.state = AgencyPerson.State.CONFIRMED if confirm else AgencyPerson.State.REFUSED
        fresh.settled_by = by
        fresh.save(update_fields=["state", "settled_by"])
        verb = "confirm-agency-place" if confirm else "refuse-agency-place"
        write_log(room=ROOM, subject=fresh.agency.uscc, verb=verb, by=by, data={"person": fresh.person_id})
        with official():
            said = _("您可以代表“%(name)s”为客户办事了。") if confirm else _("在“%(name)s”工作的申请没有通过。")
            post(to=[fresh.person], title=said % {"name": fresh.agency.name}, room=ROOM, subject=fresh.agency.uscc,
                 link="/my/clients/")  # fmt: skip
    return fresh


def place(*, person: Person, agency: Agency) -> AgencyPerson:
    """Put a person at an agency without asking: demonstration data and data exchange."""
    row, _new = AgencyPerson.objects.update_or_create(
        person=person, agency=agency, defaults={"state": AgencyPerson.State.CONFIRMED, "since": clock.now()}
    )
    return row


def tell_client(*, enterprise: Enterprise, by: Person, did: str, link: str, room: str, subject: str) -> None:
    """The enterprise's own people hear at once what its agent did in its name; nothing where nobody acts for another.

    `did` is a sentence's end: 提交了“…”.
    """
    with official():
        if said := agent_words(by, room, subject):
            own = members_of(enterprise).exclude(pk=by.pk)
            post(to=own, title=f"{said}{did}"[:200], link=link, room=room, subject=subject)


__all__ = ["ask_place", "end", "end_of_closed", "give", "people_of", "place", "settle_place", "tell_client"]
