"""What comes after a decision: findings to handle or to be heard on, facts obligations want, sampling, collisions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.aftercare.models import CampaignItem, Finding, Obligation, Statement
from district.cases.aftercare.queries import Collision, collisions, finding_filters, findings_on_desk
from district.cases.aftercare.states import DRAWN, OPENED, PROPOSED, TOLD, UPHELD, WATCHING
from district.cases.approving.models import Signature
from district.enterprises.mandates.queries import Scope
from district.enterprises.queries import ALL, acted_for, my_subjects, ties
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role

FIRM = "application__enterprise"
CASE = ("application__enterprise", "application__programme")
MOVES = {
    OPENED: gettext_lazy("核实线索，告知企业"), TOLD: gettext_lazy("听取意见后认定"),
    UPHELD: gettext_lazy("提出处理金额"), PROPOSED: gettext_lazy("批准处理意见"),
}  # fmt: skip


def findings(person: Person, today: dt.date) -> QuerySet[Finding]:
    return findings_on_desk(person).filter(finding_filters(person)["mine"]).exclude(ties(person, FIRM))


def statements(person: Person, today: dt.date) -> QuerySet[Finding]:
    """The firm is asked for its view, has given none, and its days have not passed."""
    firms = acted_for(person, Scope.APPEALS, subjects=ALL).values("pk")
    rows = Finding.objects.filter(state=TOLD, due_on__gte=today, application__enterprise__in=firms)
    return rows.exclude(Exists(Statement.objects.filter(finding=OuterRef("pk")))).select_related(*CASE)


def obligations(person: Person, today: dt.date) -> QuerySet[Obligation]:
    """Promises at whose last look facts were missing that the firm itself was asked for."""
    rows = Obligation.objects.filter(state=WATCHING, kept=None, asked_on__isnull=False).exclude(missing=[])
    return rows.filter(application__enterprise__in=my_subjects(person).values("pk")).select_related(*CASE)


def samples(person: Person, today: dt.date) -> QuerySet[CampaignItem]:
    """Drawn decisions to look into: given to the person or to nobody, none they worked on, decided or signed."""
    rows = CampaignItem.objects.filter(campaign__state=DRAWN, result="")
    rows = rows.filter(application__programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    rows = rows.filter(Q(officer=person) | Q(officer=None)).exclude(decision__by=person)
    signed = Signature.objects.filter(Q(by=person) | Q(instead_of=person)).values("proposal__decision")
    rows = rows.exclude(application__officer=person).exclude(decision__in=signed.exclude(proposal__decision=None))
    return rows.exclude(ties(person, FIRM)).select_related("campaign", *CASE)


def to_settle(person: Person, today: dt.date) -> QuerySet[Collision]:
    rows = collisions().filter(state=Collision.State.OPEN).exclude(ties(person, FIRM))
    return rows if person.has_role(Role.AUDITOR) else rows.none()


def _desk(what: str, row: Any, link: str, provisional: bool = False) -> Shown:
    case = row.application
    return Shown(what, f"{case.enterprise.name} · {case.programme.name}", link, provisional)


def _finding(row: Finding) -> Shown:
    what = _("确认少给，提出补发") if row.kind == "top_up" and row.state == OPENED else str(MOVES[row.state])
    return _desk(what, row, reverse("cases:finding", args=[row.reference]), row.due_provisional)


def _statement(row: Finding) -> Shown:
    link = reverse("cases:my_finding", args=[row.reference])
    return Shown(_("对核查意见陈述意见"), f"{row.application.programme.name} · {row.say}", link, row.due_provisional)


def _obligation(row: Obligation) -> Shown:
    link = reverse("enterprises:facts", args=[row.application.enterprise.uscc])
    return Shown(_("补充义务跟踪要的信息"), f"{row.application.programme.name} · {row.say}", link)


def _sample(row: CampaignItem) -> Shown:
    return _desk(_("抽查核查"), row, reverse("cases:campaign_item", args=[row.campaign.reference, row.place]))


FINDINGS = Source(
    "finding", gettext_lazy("线索"), findings, _finding, desk=True
)  # the day it keeps is the firm's, to be heard
STATEMENTS = Source("statement", gettext_lazy("核查意见"), statements, _statement, "due_on")
OBLIGATIONS = Source("obligation", gettext_lazy("义务"), obligations, _obligation, "next_on")
SAMPLES = Source("sample", gettext_lazy("抽查"), samples, _sample, desk=True)
COLLISIONS = Source(
    "collision", gettext_lazy("人员重复"), to_settle,
    lambda row: _desk(_("核实人员重复"), row, reverse("cases:collisions")), desk=True,
)  # fmt: skip
