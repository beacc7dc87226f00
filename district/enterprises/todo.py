"""To-dos about the register: papers and facts that run out, people who ask to act for a firm, imports to confirm."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.claims.queries import claims_for
from district.enterprises.homework.queries import running_out
from district.enterprises.mandates.queries import AgencyPerson, Scope, places_for
from district.enterprises.models import Enterprise, ImportRun, Membership
from district.enterprises.queries import ALL, acted_for, claims_to_settle, my_subjects
from district.enterprises.wallet.queries import SOON, Evidence
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role


def papers(person: Person, today: dt.date) -> QuerySet[Evidence]:
    """Papers that run out within thirty days, or did so in the last thirty; older ones nobody seems to want."""
    firms = acted_for(person, Scope.FILLS, Scope.CORRECTS, subjects=ALL).values("pk")
    rows = Evidence.objects.current().filter(enterprise__in=firms, valid_until__range=(today - SOON, today + SOON))
    return rows.select_related("enterprise")


def facts(person: Person, today: dt.date) -> QuerySet[Enterprise]:
    """Firms of which something they said, or the register did, is too old to count, and nothing fresh is known."""
    rows = my_subjects(person)
    return rows.none() if person.is_official else rows.filter(running_out(today))


def own_claims(person: Person, today: dt.date) -> QuerySet[Membership]:
    """An officer finds them among all that are asked for."""
    rows = claims_to_settle(person)
    return rows.none() if person.has_role(Role.OFFICER) else rows


def claims(person: Person, today: dt.date) -> QuerySet[Membership]:
    return claims_for(person) if person.has_role(Role.OFFICER) else Membership.objects.none()


def places(person: Person, today: dt.date) -> QuerySet[AgencyPerson]:
    return places_for(person)


def imports(person: Person, today: dt.date) -> QuerySet[ImportRun]:
    offices = person.bureau_ids(Role.OFFICER, Role.ADMINISTRATOR)
    return ImportRun.objects.filter(state=ImportRun.State.READY, office__in=offices)


def _paper(row: Evidence) -> Shown:
    link = reverse("enterprises:papers", args=[row.enterprise.uscc])
    return Shown(_("换上新的材料"), f"{row.kind} · {row.enterprise.name}", link)


def _facts(row: Enterprise) -> Shown:
    return Shown(_("确认过期的信息"), row.name, reverse("enterprises:facts", args=[row.uscc]))


def _claim(row: Membership, link: str) -> Shown:
    return Shown(_("确认认领"), f"{row.person} · {row.enterprise.name}", link)


def _place(row: AgencyPerson) -> Shown:
    return Shown(_("确认代理机构人员"), f"{row.person} · {row.agency.name}", reverse("enterprises:claims"))


def _import(row: ImportRun) -> Shown:
    return Shown(_("确认导入的列对应"), row.file_name, reverse("enterprises:import", args=[row.reference]))


PAPERS = Source("paper", gettext_lazy("材料到期"), papers, _paper, "valid_until")
FACTS = Source("fact", gettext_lazy("信息确认"), facts, _facts, anew=True)
PLACES = Source("agency_person", gettext_lazy("代理人员"), places, _place, desk=True)
IMPORTS = Source("import", gettext_lazy("名录导入"), imports, _import, desk=True)
OWN_CLAIMS = Source(
    "own_claim", gettext_lazy("认领"), own_claims,
    lambda row: _claim(row, reverse("enterprises:people", args=[row.enterprise.uscc])),
)  # fmt: skip
CLAIMS = Source(
    "claim", gettext_lazy("认领确认"), claims, lambda row: _claim(row, reverse("enterprises:claims")), desk=True
)
