"""One page for an agent: every client with what it may get, what stands open, and what falls due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from district.cases.appeals.models import Appeal
from district.cases.core.models import Application
from district.cases.core.states import AT_APPLICANT, OPEN_STATES
from district.cases.core.windows import window_of
from district.enterprises.mandates.queries import Mandate, clients_of
from district.ground import clock
from district.ground.people.queries import Person
from district.policies import queries as policies
from district.policies.permissions import may_be_applied_for
from district.policies.queries import ProgrammeVersion, Verdict

SOON = 30  # days


def client_of(room: str, subject: str) -> str:
    """The code of the enterprise whose case or appeal a subject is, for the log; "" where it is neither."""
    if room != "cases":
        return ""
    case = Application.objects.filter(reference=subject).values_list("enterprise__uscc", flat=True).first()
    appeal = Appeal.objects.filter(reference=subject) if case is None else Appeal.objects.none()
    return case or appeal.values_list("decision__application__enterprise__uscc", flat=True).first() or ""


@dataclass(frozen=True)
class Chance:
    """A programme a client may get now. `closes`: the window's last day; `missing`: the one fact still to be known."""

    version: ProgrammeVersion
    verdict: Verdict
    closes: dt.date | None
    missing: str = ""

    @property
    def soon(self) -> bool:
        return self.closes is not None and (self.closes - clock.today()).days <= SOON


@dataclass
class Client:
    """One client: the mandate, programmes it may get (`chances`), cases under way, `waiting` for the applicant."""

    mandate: Mandate
    chances: list[Chance] = field(default_factory=list)
    cases: list[Application] = field(default_factory=list)

    @property
    def waiting(self) -> list[Application]:
        return [each for each in self.cases if each.state in AT_APPLICANT]

    @property
    def days_left(self) -> int:
        return (self.mandate.until - clock.today()).days


def clients(person: Person) -> list[Client]:
    """Every client of the person's mandates in force, by name; cases in one query, verdicts one pass a client."""
    today = clock.today()
    found = {each.client_id: Client(each) for each in clients_of(person)}
    if not found:
        return []
    open_cases = Application.objects.filter(enterprise__in=list(found), state__in=OPEN_STATES)
    for case in open_cases.select_related("programme__office", "enterprise").order_by("due_on", "pk"):
        found[case.enterprise_id].cases.append(case)
    versions = {each.programme.slug: each for each in policies.versions_on(today) if may_be_applied_for(each)}
    for client in found.values():
        client.chances = _chances(client, versions, today)
    return list(found.values())


def _chances(client: Client, versions: dict[str, ProgrammeVersion], today: dt.date) -> list[Chance]:
    """What the client may get and has not applied for, in an open window: what is certain and ends first, first."""
    fits = policies.fits(policies.facts_for_judging(client.mandate.client, today), today)
    under_way = {case.programme_id for case in client.cases}
    found = []
    reviewed = [each for each in fits.undecided if not each.missing]  # all that is known fits; people judge the rest
    for verdict in (*fits.eligible, *reviewed, *fits.one_missing):
        version = versions.get(verdict.programme)
        if version is None or verdict.service or version.programme_id in under_way:
            continue
        window = window_of(version.description.get("intake") or {}, today)
        if window is None or window.is_open(today):
            missing = next(iter(verdict.missing), "") if verdict.eligible is None else ""
            found.append(Chance(version, verdict, window.closes if window else None, missing))
    return sorted(found, key=lambda each: (bool(each.missing), each.closes or dt.date.max, each.version.programme.name))


def deadlines(rows: list[Client], today: dt.date) -> list[dict[str, Any]]:
    """What falls due across clients, the earliest first: {on, client, what, reference}."""
    due: list[dict[str, Any]] = []
    for row in rows:
        name = row.mandate.client.name
        for case in row.waiting:
            if case.due_on is not None:
                due.append({"on": case.due_on, "client": name, "reference": case.reference, "late": case.due_on < today,
                            "what": _("“%(name)s”补正") % {"name": case.programme.name}})  # fmt: skip
        for chance in row.chances:
            if chance.soon and chance.closes is not None:
                due.append({"on": chance.closes, "client": name, "reference": "", "late": False,
                            "what": _("“%(name)s”申报截止") % {"name": chance.version.programme.name}})  # fmt: skip
        if row.days_left <= SOON:
            due.append({"on": row.mandate.until, "client": name, "reference": "", "late": False,
                        "what": _("委托到期")})  # fmt: skip
    return sorted(due, key=lambda each: (each["on"], each["client"]))
