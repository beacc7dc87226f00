"""Reads of mandates: an enterprise's, an agency's, and in whose name a line of the log was written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.mandates.models import Agency, AgencyPerson, Mandate, Scope, works_at
from district.enterprises.mandates.permissions import settles_places
from district.enterprises.models import Enterprise, Membership, stands
from district.ground import clock
from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person
from district.ground.record.behalf import behalf_of
from district.ground.record.queries import LogEntry

__all__ = [
    "Agency", "AgencyPerson", "Done", "Mandate", "Scope", "acts_under", "agencies_of", "agent_words", "agents_told",
    "behalf", "clients_of", "is_agent", "mandates_of", "places_for", "subject_clients",
]  # fmt: skip

WORDS = {
    "start": gettext_lazy("开始填写"), "submit": gettext_lazy("提交申报"), "resubmit": gettext_lazy("补正后提交"),
    "supply": gettext_lazy("补交材料"), "hurry": gettext_lazy("催办"), "appeal": gettext_lazy("申请复核"),
    "consent": gettext_lazy("同意到期自动提交"), "take_back_consent": gettext_lazy("收回自动提交的同意"),
    "letter_read": gettext_lazy("签收文书"), "state_objection": gettext_lazy("对异议陈述意见"),
    "add-paper": gettext_lazy("放进材料"), "replace-paper": gettext_lazy("替换材料"),
    "remove-paper": gettext_lazy("取出材料"), "register_workers": gettext_lazy("提交职工名单"),
    "ask-acceptance": gettext_lazy("申请验收"), "state": gettext_lazy("陈述意见"),
    "end-mandate": gettext_lazy("终止委托"),
}  # fmt: skip

# Rooms above say whose a subject of theirs is: (room, subject) → the enterprise's code, "" where it is none.
subject_clients: Registry[Callable[[str, str], str]] = Registry("whose a subject is")


def agencies_of(person: Person) -> QuerySet[Agency]:
    return Agency.objects.filter(works_at(person)).distinct().order_by("name")


def is_agent(person: Person) -> bool:
    """Whether the person works at an agency: then there is a page of clients."""
    return Agency.objects.filter(works_at(person)).exists()


def clients_of(person: Person) -> list[Mandate]:
    """Mandates in force today that the person holds, by the client's name."""
    rows = Mandate.objects.in_force(clock.today()).held_by(person).select_related("client", "agency")
    return sorted(rows, key=lambda each: (each.client.name, each.pk))


def agents_told(firms: Collection[int]) -> list[tuple[int, Person]]:
    """(client's key, person) of those whose mandate in force lets them have the client's messages."""
    rows = Mandate.objects.in_force(clock.today()).filter(client__in=firms, messages=True)
    held: dict[int, list[Mandate]] = {}
    for each in rows.select_related("agency"):
        held.setdefault(each.agency_id, []).append(each)
    if not held:
        return []
    places = AgencyPerson.objects.filter(agency__in=held, state=AgencyPerson.State.CONFIRMED, person__is_active=True)
    found = [(each.agency_id, each.person) for each in places.select_related("person")]
    registered = {mandates[0].agency.enterprise_id: pk for pk, mandates in held.items()}
    firms_of = [pk for pk in registered if pk]
    members = Membership.objects.filter(stands(), enterprise__in=firms_of, person__is_active=True)
    found += [(registered[each.enterprise_id], each.person) for each in members.select_related("person")]
    return [(mandate.client_id, person) for agency, person in found for mandate in held[agency]]


def mandates_of(enterprise: Enterprise) -> QuerySet[Mandate]:
    """What an enterprise has mandated, ended ones included, the latest first."""
    return Mandate.objects.filter(client=enterprise).select_related("agency", "given_by", "ended_by")


@dataclass(frozen=True)
class Done:
    """One line of the log written under a mandate, in words."""

    line: LogEntry
    label: str


def acts_under(mandate: Mandate, most: int = 20) -> list[Done]:
    """What was done by a mandate, the latest first."""
    rows = LogEntry.objects.filter(data__behalf__mandate=mandate.reference).select_related("by")
    return [Done(line, str(WORDS.get(line.verb, line.verb))) for line in rows.order_by("-number")[:most]]


def places_for(person: Person) -> QuerySet[AgencyPerson]:
    """Who says they work at an agency, the first to ask first; for those who confirm it, but their own."""
    rows = AgencyPerson.objects.filter(state=AgencyPerson.State.REQUESTED).exclude(person=person)
    rows = rows.select_related("person", "agency", "paper").order_by("since")
    return rows if settles_places(person) else rows.none()


def behalf(by: Person, room: str, subject: str) -> Mapping[str, str]:
    """On whose behalf a person acts in a subject, by a mandate in force; empty for the firm's own people, and for
    officials, who act for their bureau.
    """
    if by.duties:
        return {}
    held = list(Mandate.objects.in_force(clock.today()).held_by(by).select_related("client", "agency"))
    if not held:
        return {}
    code = next((found for ask in subject_clients if (found := ask(room, subject))), subject)
    mandate = next((each for each in held if each.client.uscc == code), None)
    if mandate is None:
        return {}
    own = Membership.objects.filter(stands(), person=by, enterprise=mandate.client)
    if own.exists():
        return {}
    return {"agency": mandate.agency.name, "client": mandate.client.name, "mandate": mandate.reference}


def agent_words(by: Person, room: str, subject: str) -> str:
    """“示例财务代理（受示例甲公司委托）”, or "" where nobody acts for another."""
    found = behalf_of(by, room, subject)
    return _("%(agency)s（受%(client)s委托）") % found if found else ""
