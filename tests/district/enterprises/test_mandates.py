"""Who acts for an enterprise: what a mandate grants and no more, how long, who gives and who ends it, the pages."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from district.enterprises.claims.permissions import may_settle_claim
from district.enterprises.mandates import actions, queries
from district.enterprises.mandates.models import Agency, AgencyPerson, Mandate, Scope
from district.enterprises.mandates.permissions import may_act, may_end, may_give, may_settle_agency_person
from district.enterprises.mandates.queries import places_for
from district.enterprises.models import Enterprise, Membership
from district.enterprises.permissions import may_declare, may_import, may_vouch
from district.enterprises.values import BadValue
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.models import Organisation, Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district import duties
from tests.district.cases.factories import District, enterprise, join, person
from tests.district.enterprises.registers import code, licence

SignIn = Callable[[Person], Client]
TODAY, DAY = dt.date(2022, 6, 24), dt.timedelta(days=1)
AGENCY = code(900)


@pytest.fixture
def owner(here: District) -> Person:
    Membership.objects.filter(person=here.founder).update(role=Membership.Role.OWNER)
    return here.founder


@pytest.fixture
def agent(here: District) -> Person:
    """Works at an agency that is not in the register."""
    who = person("agent", "示例代账员")
    agency = Agency.objects.create(uscc=AGENCY, name="示例代账公司", created_at=clock.now())
    actions.place(person=who, agency=agency)
    return who


def give(here: District, by: Person, *scopes: Scope, since: dt.date = TODAY, until: dt.date = TODAY + 90 * DAY,
         uscc: str = AGENCY, name: str = "示例代账公司", key: uuid.UUID | None = None) -> Mandate:  # fmt: skip
    return actions.give(client=here.firm, uscc=uscc, name=name, scopes=scopes, since=since, until=until, by=by,
                        request_key=key or uuid.uuid4())  # fmt: skip


def test_the_owner_gives_and_nobody_else(here: District, owner: Person) -> None:
    assert may_give(owner, here.firm)
    plain = person("plain")
    join(plain, here.firm)
    for who in (plain, here.officer, here.stranger):
        assert "法定代表人或负责人" in str(may_give(who, here.firm).why)
        with pytest.raises(Refused):
            give(here, who, Scope.FILLS)


def test_a_mandate_grants_what_it_names(here: District, owner: Person, agent: Person) -> None:
    assert may_act(agent, here.firm, Scope.FILLS, why="没有委托").why == "没有委托"
    made = give(here, owner, Scope.FILLS)
    assert made.scopes == [Scope.FILLS]
    assert may_act(agent, here.firm, Scope.FILLS, why="")
    assert may_act(agent, here.firm, Scope.APPEALS, Scope.FILLS, why="")
    refused = may_act(agent, here.firm, Scope.APPEALS, why="")
    assert "委托不包括“申请复核、陈述意见”" in str(refused.why)
    assert may_declare(agent, here.firm) and not may_vouch(agent, here.firm)
    assert not may_act(here.stranger, here.firm, Scope.FILLS, why="x")


@pytest.mark.parametrize(("day", "counts"), [
    (TODAY, False), (TODAY + 2 * DAY, True), (TODAY + 5 * DAY, True), (TODAY + 6 * DAY, False),
])  # fmt: skip
def test_it_counts_from_its_first_day_to_its_last(
    here: District, owner: Person, agent: Person, day: dt.date, counts: bool
) -> None:
    made = give(here, owner, Scope.FILLS, since=TODAY + 2 * DAY, until=TODAY + 5 * DAY)
    with clock.at(day):
        assert bool(may_act(agent, here.firm, Scope.FILLS, why="x")) is counts
        assert [each.pk for each in queries.clients_of(agent)] == ([made.pk] if counts else [])
    assert [made.state_on(each) for each in (TODAY, TODAY + 2 * DAY, TODAY + 6 * DAY)] == ["coming", "live", "over"]


@pytest.mark.parametrize(("changes", "why"), [
    ({"uscc": "91310110MA1"}, "代码应为 18 位"), ({"uscc": code(900)[:-1] + "#"}, "不该有的字符"),
    ({"until": TODAY - DAY, "since": TODAY - 9 * DAY}, "今天或以后才结束"),
    ({"until": TODAY, "since": TODAY + DAY}, "不早于开始"),
    ({"until": TODAY + 367 * DAY}, "一次最多委托一年"), ({"name": "别的公司"}, "登记的名称不是"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(
    here: District, owner: Person, agent: Person, changes: dict[str, object], why: str
) -> None:
    with pytest.raises(BadValue, match=why):
        give(here, owner, Scope.FILLS, **changes)  # type: ignore[arg-type]
    assert not Mandate.objects.exists()


def test_a_firm_does_not_mandate_itself(here: District, owner: Person) -> None:
    with pytest.raises(BadValue, match="不能委托企业自己"):
        give(here, owner, Scope.FILLS, uscc=here.firm.uscc, name=here.firm.name)


def test_the_same_key_is_one_mandate_and_a_new_one_replaces(here: District, owner: Person, agent: Person) -> None:
    key = uuid.uuid4()
    first = give(here, owner, Scope.FILLS, key=key)
    assert give(here, owner, Scope.FILLS, key=key) == first
    second = give(here, owner, Scope.CORRECTS)
    first.refresh_from_db()
    assert first.ended_at is not None and second.ended_at is None
    assert not may_act(agent, here.firm, Scope.FILLS, why="x") and may_act(agent, here.firm, Scope.CORRECTS, why="x")
    assert LogEntry.objects.get(verb="end-mandate").reason == "replaced"
    assert Message.objects.filter(to=agent, title__contains="委托贵机构代办").count() == 2


def test_either_side_ends_it_at_once(here: District, owner: Person, agent: Person) -> None:
    for who in (owner, agent):
        made = give(here, owner, *Scope)
        assert may_end(who, made) and not may_end(here.stranger, made)
        with pytest.raises(Refused):
            actions.end(mandate=made, by=here.officer)
        ended = actions.end(mandate=made, by=who)
        assert ended.state_on(TODAY) == "ended" and ended.ended_by == who
        assert actions.end(mandate=made, by=who).ended_at == ended.ended_at
        assert not may_act(agent, here.firm, Scope.FILLS, why="x")


def test_an_enterprise_of_the_register_is_an_agency_through_its_members(here: District, owner: Person) -> None:
    firm = enterprise(code(901), "示例会计师事务所")
    worker = person("worker")
    join(worker, firm)
    made = give(here, owner, Scope.MESSAGES, uscc=firm.uscc, name=firm.name)
    assert made.agency.enterprise == firm and queries.is_agent(worker)
    assert actions.people_of(made.agency) == [worker]
    assert queries.agents_told([here.firm.pk]) == [(here.firm.pk, worker)]
    Membership.objects.filter(person=worker).update(state=Membership.State.REFUSED)
    assert queries.agents_told([here.firm.pk]) == [] and not queries.is_agent(worker)


def test_who_works_at_an_agency_is_confirmed_by_an_officer(here: District, owner: Person, agent: Person) -> None:
    give(here, owner, Scope.FILLS)
    late = person("late")
    with pytest.raises(BadValue, match="没有企业委托过"):
        actions.ask_place(uscc=AGENCY, name="别的名称", by=late)
    with pytest.raises(BadValue, match="请附上机构"):
        actions.ask_place(uscc=AGENCY, name="示例代账公司", by=late)
    row = actions.ask_place(uscc=f" {AGENCY.lower()} ", name="示例代账公司", by=late, file=licence())
    assert actions.ask_place(uscc=AGENCY, name="示例代账公司", by=late) == row
    assert list(places_for(here.officer)) == [row] and not queries.clients_of(late)
    assert "不能确认自己的申请" in str(may_settle_agency_person(late, row).why)
    elsewhere = person("elsewhere")
    duties.give(elsewhere, Organisation.objects.create(name="区示例局", full="区示例局", kind="bureau"))
    for who in (here.leader, elsewhere):
        assert "由区人社局的经办人确认" in str(may_settle_agency_person(who, row).why)
    assert list(places_for(here.officer)) == [row] and not places_for(elsewhere).exists()
    actions.settle_place(row=row, confirm=True, by=here.officer)
    assert actions.settle_place(row=row, confirm=False, by=here.officer).state == AgencyPerson.State.CONFIRMED
    assert [each.client for each in queries.clients_of(late)] == [here.firm]


@pytest.mark.database
def test_who_works_at_an_agency_is_confirmed_on_a_paper(
    here: District, owner: Person, agent: Person, as_: SignIn
) -> None:
    give(here, owner, Scope.FILLS)
    late = person("late")
    sent = {"uscc": AGENCY, "name": "示例代账公司", "file": licence()}
    assert as_(late).post(reverse("enterprises:ask_place"), sent).status_code == 302
    row = AgencyPerson.objects.get(person=late)
    assert row.paper is not None
    where = reverse("files:file", args=[row.paper.reference])
    assert str(row.paper.reference) in as_(here.officer).get(reverse("enterprises:claims")).content.decode()
    seen = [as_(who).get(where).status_code for who in (late, here.officer, owner, here.auditor)]
    assert seen == [200, 200, 403, 403]
    actions.settle_place(row=row, confirm=False, by=here.officer)
    again = actions.ask_place(uscc=AGENCY, name="示例代账公司", by=late, file=licence())
    assert (again.pk, again.state, again.settled_by) == (row.pk, "requested", None)
    AgencyPerson.objects.filter(pk=row.pk).update(paper=None)
    with pytest.raises(BadValue, match="不能确认"):
        actions.settle_place(row=again, confirm=True, by=here.officer)
    for said, name in (
        ({"settled_by": here.officer}, "agency_person_confirmed_on_paper"),
        ({"settled_by": late, "paper": row.paper}, "agency_person_settled_by_another"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            AgencyPerson.objects.filter(pk=row.pk).update(state="confirmed", **said)


def test_an_agency_of_the_register_is_claimed_as_an_enterprise(here: District, owner: Person) -> None:
    firm = enterprise(code(901), "示例会计师事务所")
    give(here, owner, Scope.FILLS, uscc=firm.uscc, name=firm.name)
    with pytest.raises(BadValue, match="在企业库里"):
        actions.ask_place(uscc=firm.uscc, name=firm.name, by=here.stranger)


def test_the_database_holds_one_mandate_a_pair_and_days_in_order(here: District, owner: Person, agent: Person) -> None:
    made = give(here, owner, Scope.FILLS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(reference="x", client=here.firm, agency=made.agency, since=TODAY, until=TODAY,
                               given_by=owner, given_at=clock.now(), request_key=uuid.uuid4())  # fmt: skip
    with pytest.raises(IntegrityError, match=r"mandate_ends_after_it_begins|never|terms"), transaction.atomic():
        Mandate.objects.filter(pk=made.pk).update(until=TODAY - DAY)


def test_what_is_done_is_written_in_whose_name(here: District, owner: Person, agent: Person) -> None:
    made = give(here, owner, Scope.FILLS)
    said = queries.behalf(agent, "enterprises", here.firm.uscc)
    assert said == {"agency": "示例代账公司", "client": here.firm.name, "mandate": made.reference}
    assert queries.behalf(owner, "enterprises", here.firm.uscc) == {}
    assert queries.behalf(here.officer, "enterprises", here.firm.uscc) == {}
    assert queries.behalf(agent, "enterprises", code(5)) == {}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_gives_shows_and_ends(
    here: District, owner: Person, agent: Person, as_: SignIn, language: str
) -> None:
    client, at = as_(owner), reverse("enterprises:mandates", args=[here.firm.uscc])
    wrong = {"uscc": "1", "name": "", "since": "2022-06-24", "until": "2022-06-25", "request_key": uuid.uuid4()}
    assert client.post(at, wrong, headers={"accept-language": language}).status_code == 422
    form = wrong | {"uscc": AGENCY, "name": "示例代账公司", "scopes": ["fills", "messages"]}
    answer = client.post(at, form, headers={"accept-language": language})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    page = client.get(at, headers={"accept-language": language}).content.decode()
    made = Mandate.objects.get()
    assert made.reference in page or "示例代账公司" in page
    end = reverse("enterprises:mandate_end", args=[made.reference])
    assert client.get(end).status_code == 405
    assert as_(here.stranger).post(end).status_code == 403
    assert as_(agent).post(end)["Location"] == reverse("enterprises:mine")


def test_the_page_is_the_firms_own(here: District, owner: Person, as_: SignIn) -> None:
    at = reverse("enterprises:mandates", args=[here.firm.uscc])
    assert as_(here.stranger).get(at).status_code == 404
    assert as_(here.officer).get(at).status_code == 404
    assert Client().get(at).status_code == 302


def test_other_permissions_of_the_room_say_why(here: District, owner: Person) -> None:
    assert may_import(here.officer) and "只有经办人可以导入" in str(may_import(here.leader).why)
    claim = Membership.objects.create(person=here.stranger, enterprise=here.firm, since=clock.now())
    assert "不能确认自己的认领" in str(may_settle_claim(here.stranger, claim).why)
    assert may_settle_claim(here.officer, claim) and may_settle_claim(owner, claim)
    assert "企业负责人、所在街道" in str(may_settle_claim(here.leader, claim).why)
    assert "只有代表这家企业的人" in str(may_declare(here.stranger, here.firm).why)
    assert "只能由企业自己的人" in str(may_vouch(here.officer, here.firm).why)
    assert Enterprise.objects.filter(pk=here.firm.pk).exists()
