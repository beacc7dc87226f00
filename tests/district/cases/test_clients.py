"""An agent acts for clients: as far as each mandate goes, as long as it lasts, and never unseen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from district.cases.appeals.permissions import may_appeal
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_apply, may_be_heard, may_edit, may_supply, may_withdraw, no_conflict
from district.cases.hall.clients.queries import clients, deadlines
from district.cases.intake import actions as intake_actions
from district.enterprises import actions as register
from district.enterprises.actions import tell_members
from district.enterprises.events.actions import put_down_change
from district.enterprises.mandates import actions as mandates
from district.enterprises.mandates.models import Mandate, Scope
from district.enterprises.mandates.queries import acts_under
from district.enterprises.models import Enterprise, Membership
from district.enterprises.queries import acted_for
from district.enterprises.queries import register as the_register
from district.enterprises.values import BadValue
from district.enterprises.wallet.permissions import may_keep_papers
from district.funds.permissions import may_enter_payee
from district.funds.permissions import may_withdraw as may_release_award
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.actions import verify_chain
from district.ground.record.models import LogEntry
from tests.district.cases.factories import District, enterprise, join, know, person
from tests.district.enterprises.registers import licence

CODE, NAME = "91310115MAQDA1HA0H", "上海示例财务代理有限公司"
ALL = tuple(Scope)
DAY = dt.timedelta(days=1)


@pytest.fixture
def agent(here: District) -> Person:
    """Works at an agency that is not in the register; nobody has mandated it yet."""
    Membership.objects.filter(person=here.founder).update(role=Membership.Role.OWNER)
    return person("agent", "示例代账员")


def give(here: District, agent: Person, *scopes: Scope, firm: Enterprise | None = None, **days: dt.date) -> Mandate:
    today = clock.today()
    made = mandates.give(
        client=firm or here.firm, uscc=CODE, name=NAME, scopes=scopes, by=here.founder, request_key=uuid.uuid4(),
        since=days.get("since", today), until=days.get("until", today + 90 * DAY),
    )  # fmt: skip
    mandates.place(person=agent, agency=made.agency)
    return made


def doors(here: District, agent: Person, case: Application) -> dict[str, bool]:
    """What an agent may, door by door."""
    firm = here.firm
    return {
        "sees the firm": acted_for(agent).filter(pk=firm.pk).exists(),
        "register": the_register(agent).filter(pk=firm.pk).exists(),
        "sees the case": Application.objects.visible_to(agent).filter(pk=case.pk).exists(),
        "applies": bool(may_apply(agent, firm)),
        "edits": bool(may_edit(agent, case)),
        "supplies": bool(may_supply(agent, case)),
        "papers": bool(may_keep_papers(agent, firm)),
        "is heard": bool(may_be_heard(agent, case)),
        "payee": bool(may_enter_payee(agent, firm)),
        "withdraws": bool(may_withdraw(agent, case)),
        "vouches": bool(register.may_vouch(agent, firm)),
    }


NOTHING = dict.fromkeys(
    ("sees the firm", "register", "sees the case", "applies", "edits", "supplies", "papers", "is heard", "payee",
     "withdraws", "vouches"), False,
)  # fmt: skip
SEES = NOTHING | {"sees the firm": True, "register": True, "sees the case": True}


@pytest.mark.database
@pytest.mark.parametrize(
    "scopes, more",
    [
        ((), set()),
        ((Scope.MESSAGES,), set()),
        ((Scope.FILLS,), {"applies", "edits", "papers"}),
        ((Scope.CORRECTS,), {"supplies", "papers"}),
        ((Scope.APPEALS,), {"is heard"}),
        (ALL, {"applies", "edits", "papers", "supplies", "is heard"}),
    ],
)
def test_a_mandate_goes_as_far_as_it_says(
    here: District, agent: Person, scopes: tuple[Scope, ...], more: set[str]
) -> None:
    case = here.started()
    give(here, agent, *scopes)
    assert doors(here, agent, case) == SEES | dict.fromkeys(more, True)


@pytest.mark.database
def test_without_a_mandate_nothing_is_seen_or_done(here: District, agent: Person) -> None:
    case = here.started()
    assert doors(here, agent, case) == NOTHING
    other = enterprise("91310110MA00000087", "示例乙有限公司")
    join(here.founder, other)
    Membership.objects.filter(enterprise=other).update(role="owner")
    give(here, agent, *ALL, firm=other)
    assert doors(here, agent, case) == NOTHING  # another client's mandate opens no door here
    colleague = person("elsewhere")
    assert doors(here, colleague, case) == NOTHING


@pytest.mark.database
def test_it_runs_out_and_it_begins_on_its_day(here: District, agent: Person) -> None:
    case = here.started()
    give(here, agent, *ALL, since=clock.today() + DAY, until=clock.today() + 2 * DAY)
    assert doors(here, agent, case) == NOTHING
    with clock.at(clock.today() + 2 * DAY):
        assert doors(here, agent, case)["edits"]
    with clock.at(clock.today() + 3 * DAY):
        assert doors(here, agent, case) == NOTHING


@pytest.mark.database
def test_its_end_is_the_end_of_the_sight(here: District, agent: Person, as_: Callable[[Person], Client]) -> None:
    case = here.started()
    mandate = give(here, agent, *ALL)
    addresses = [f"/my/applications/{case.reference}/", f"/my/enterprises/{here.firm.uscc}/papers/"]
    client = as_(agent)
    assert [client.get(each).status_code for each in addresses] == [200, 200]
    assert here.firm.name in client.get("/my/clients/").content.decode()
    assert case.reference in client.get("/my/applications/").content.decode()
    mandates.end(mandate=mandate, by=here.founder)
    assert [client.get(each).status_code for each in addresses] == [404, 404]
    assert here.firm.name not in client.get("/my/clients/").content.decode()
    assert case.reference not in client.get("/my/applications/").content.decode()
    assert doors(here, agent, case) == NOTHING
    mandates.end(mandate=mandate, by=here.founder)
    assert LogEntry.objects.filter(verb="end-mandate").count() == 1  # a second time changes nothing


def test_doors_by_address(here: District, agent: Person, as_: Callable[[Person], Client]) -> None:
    """Acts by POST that no mandate covers are refused, whatever it grants; money is not even shown."""
    case = here.started()
    give(here, agent, *ALL)
    client = as_(agent)
    assert client.get(f"/my/enterprises/{here.firm.uscc}/funds/").status_code == 404
    assert client.get(f"/my/enterprises/{here.firm.uscc}/mandates/").status_code == 404
    assert client.post(f"/my/applications/{case.reference}/withdraw/").status_code == 403
    for act in ("confirm", "contest", ""):
        data = {"act": act, "fact": "从业人员", "value": "9", "note": "不对"}
        assert client.post(f"/my/enterprises/{here.firm.uscc}/facts/say/", data).status_code == 404
    for say in (register.confirm_fact, register.contest_fact, register.supply_fact):
        more: dict[str, Any] = {} if say is register.confirm_fact else {"written": "9"}
        more |= {"note": "不对"} if say is register.contest_fact else {}
        with pytest.raises(Refused):
            say(enterprise=here.firm, name="从业人员", by=agent, **more)
    assert Application.objects.get(pk=case.pk).state == "draft"
    assert client.get(f"/desk/enterprises/{here.firm.uscc}/").status_code == 403


def test_a_narrow_mandate_by_address(here: District, agent: Person, as_: Callable[[Person], Client]) -> None:
    case = here.started()
    give(here, agent, Scope.MESSAGES)
    client = as_(agent)
    assert client.get(f"/my/applications/{case.reference}/").status_code == 200
    assert client.post(f"/my/applications/{case.reference}/fill-in/", {}).status_code == 403
    assert client.get(f"/my/enterprises/{here.firm.uscc}/papers/").status_code == 404
    started = client.post("/my/applications/new/hiring/", {"enterprise": here.firm.pk, "request_key": uuid.uuid4()})
    assert started.status_code == 422


@pytest.mark.database
def test_the_log_says_for_whom_and_the_client_hears(here: District, agent: Person) -> None:
    mandate = give(here, agent, *ALL)
    programme = here.programmes["hiring"]
    case = intake_actions.start(enterprise=here.firm, programme=programme, by=agent, request_key=uuid.uuid4())
    intake_actions.submit(
        application=case, by=agent, declared={}, request_key=uuid.uuid4(), evidence={"用工计划": "附后"}
    )
    lines = LogEntry.objects.filter(subject=case.reference, by=agent)
    assert [each.verb for each in lines] == ["start", "submit"]
    for each in lines:
        assert each.who == f"{NAME} 示例代账员（受{here.firm.name}委托）"
        assert each.data["behalf"]["mandate"] == mandate.reference
    assert [each.label for each in acts_under(mandate)] == ["提交申报", "开始填写"]
    told = Message.objects.filter(to=here.founder, title__contains="受")
    assert [each.title for each in told] == [f"{NAME}（受{here.firm.name}委托）提交了“示例用工补贴”的申报"]
    verify_chain()


def test_members_act_for_themselves(here: District, agent: Person) -> None:
    """A member of the client who also works at its agency acts as a member; nobody is told."""
    give(here, agent, *ALL)
    mandates.place(person=here.founder, agency=Mandate.objects.get().agency)
    case = here.submitted()
    assert {each.who for each in LogEntry.objects.filter(subject=case.reference, by=here.founder)} == {"示例创业者"}
    assert not Message.objects.filter(title__contains="委托）").exists()


def test_what_only_the_firm_can_say_is_not_said_for_it(here: District, agent: Person) -> None:
    with clock.at(dt.date(2023, 4, 10)):
        give(here, agent, *ALL)
        know(here.firm, "营业收入", 3_000_000, since=dt.date(2023, 1, 1))
        case = intake_actions.start(enterprise=here.firm, programme=here.programmes["award"], by=agent,
                             request_key=uuid.uuid4())  # fmt: skip
        intake_actions.save_draft(application=case, by=agent, entered={}, evidence={}, statements={"promise": True})
        assert Application.objects.get(pk=case.pk).statements == {}
        with pytest.raises(NotPossible, match="企业的人"):
            intake_actions.submit(application=case, by=agent, declared={}, request_key=uuid.uuid4(),
                           statements={"promise": True})  # fmt: skip
        intake_actions.save_draft(
            application=case, by=here.founder, entered={}, evidence={}, statements={"promise": True}
        )
        intake_actions.submit(application=case, by=agent, declared={}, request_key=uuid.uuid4(),
                       statements={"promise": True})  # fmt: skip
        assert Application.objects.get(pk=case.pk).state == "submitted"


def test_the_draft_says_who_answers_and_shows_no_button_an_agent_may_not_press(
    here: District, agent: Person, as_: Callable[[Person], Client]
) -> None:
    with clock.at(dt.date(2022, 4, 10)):
        give(here, agent, *ALL)
        know(here.firm, "营业收入", 3_000_000, since=dt.date(2022, 1, 1))
        case = intake_actions.start(enterprise=here.firm, programme=here.programmes["award"], by=agent,
                             request_key=uuid.uuid4())  # fmt: skip
        url = f"/my/applications/{case.reference}/"
        page, own = as_(agent).get(url).content.decode(), as_(here.founder).get(url).content.decode()
        assert 'name="state-promise"' in own and f"{url}withdraw/" in own
        assert 'name="state-promise"' not in page and "受托人不能代答" in page and "承诺三年内不迁出" in page
        assert f"{url}withdraw/" not in page and "只有提出申报的企业可以撤回" in page
        intake_actions.save_draft(
            application=case, by=here.founder, entered={}, evidence={}, statements={"promise": True}
        )
        assert "已确认" in as_(agent).get(url).content.decode()
        as_(agent).post(f"{url}fill-in/", {"state-promise": "false"})
        assert Application.objects.get(pk=case.pk).statements == {"promise": True}
        intake_actions.submit(application=case, by=agent, declared={}, request_key=uuid.uuid4(),
                       statements={"promise": True})  # fmt: skip
        page = as_(agent).get(url).content.decode()
        assert f"{url}withdraw/" not in page and "只有提出申报的企业可以撤回" in page


def test_an_agent_disputes_no_register(here: District, agent: Person) -> None:
    give(here, agent, *ALL)
    case = here.started()
    handing: dict[str, Any] = {"application": case, "request_key": uuid.uuid4(), "evidence": {"用工计划": "附后"}}
    with pytest.raises(NotPossible, match=r"“从业人员”.*企业自己"):
        intake_actions.submit(by=agent, declared={"从业人员": Decimal(9)}, **handing)
    assert Application.objects.get(pk=case.pk).state == "draft"
    intake_actions.submit(by=agent, declared={"从业人员": Decimal(8)}, **handing)  # the same is no dispute
    assert Application.objects.get(pk=case.pk).state == "submitted"


def test_the_register_s_events_reach_agents_too(here: District, agent: Person) -> None:
    deaf = give(here, agent, Scope.FILLS)
    change: dict[str, Any] = {"enterprise": here.firm, "about": "企业名称", "source": "变更通知书", "by": here.officer}
    put_down_change(written="示例新名一有限公司", on=clock.today(), **change)
    assert not Message.objects.filter(to=agent, title__contains="登记有变化").exists()
    mandates.end(mandate=deaf, by=here.founder)
    give(here, agent, Scope.MESSAGES)
    put_down_change(written="示例新名二有限公司", on=clock.today(), **change)
    assert Message.objects.filter(to=agent, title__contains="登记有变化").count() == 1


def test_messages_reach_agents_only_by_their_mandate(here: District, agent: Person) -> None:
    mandate = give(here, agent, Scope.FILLS)
    Message.objects.all().delete()
    tell_members(here.firm, title="一", link="/", room="cases", subject="x")
    assert {each.to for each in Message.objects.all()} == {here.founder}
    mandates.end(mandate=mandate, by=here.founder)
    give(here, agent, Scope.MESSAGES)
    Message.objects.all().delete()
    tell_members(here.firm, title="二", link="/", room="cases", subject="x")
    assert {each.to for each in Message.objects.all()} == {here.founder, agent}


@pytest.mark.database
def test_who_gives_and_who_ends(here: District, agent: Person) -> None:
    clerk = person("clerk")
    join(clerk, here.firm)
    Membership.objects.filter(person=clerk).update(role="member")
    today = clock.today()
    terms: dict[str, Any] = {"uscc": CODE, "name": NAME, "scopes": ALL, "since": today, "until": today + DAY}
    for who in (clerk, agent, here.officer):
        with pytest.raises(Refused):
            mandates.give(client=here.firm, by=who, request_key=uuid.uuid4(), **terms)
    key = uuid.uuid4()
    made = mandates.give(client=here.firm, by=here.founder, request_key=key, **terms)
    assert mandates.give(client=here.firm, by=here.founder, request_key=key, **terms) == made
    for who in (clerk, agent, here.officer):
        with pytest.raises(Refused):
            mandates.end(mandate=made, by=who)
    mandates.place(person=agent, agency=made.agency)
    assert mandates.end(mandate=made, by=agent).ended_by == agent  # the agency lays it down


@pytest.mark.database
def test_terms_are_kept_and_one_stands(here: District, agent: Person) -> None:
    first = give(here, agent, Scope.FILLS)
    second = give(here, agent, Scope.MESSAGES)
    first.refresh_from_db()
    assert first.ended_at is not None and second.ended_at is None
    assert not may_apply(agent, here.firm)
    values = {each.name: getattr(second, each.name) for each in Mandate._meta.fields if each.name != "id"}
    with pytest.raises(IntegrityError, match="mandate"), transaction.atomic():
        Mandate.objects.create(**values | {"reference": "WT-X", "request_key": uuid.uuid4()})
    with pytest.raises(IntegrityError, match="mandate_ends_after_it_begins"), transaction.atomic():
        Mandate.objects.create(**values | {"reference": "WT-Y", "request_key": uuid.uuid4(), "ended_at": clock.now(),
                                           "until": second.since - DAY})  # fmt: skip
    with pytest.raises(Exception, match="never_updated"), transaction.atomic():
        Mandate.objects.filter(pk=second.pk).update(fills=True)
    assert connection.vendor in ("sqlite", "postgresql")


@pytest.mark.parametrize(
    "changed, why",
    [({"uscc": "91310115MAQDA1HA0J"}, "校验位"), ({"uscc": "91310110MA00000079"}, "企业自己"),
     ({"name": "别的名字"}, "名称不是"), ({"until": dt.date(2022, 6, 23)}, "结束"),
     ({"until": dt.date(2024, 1, 1)}, "一年")],
)  # fmt: skip
def test_wrong_terms_are_refused_with_the_reason(
    here: District, agent: Person, changed: dict[str, Any], why: str
) -> None:
    give(here, agent)
    terms: dict[str, Any] = {"uscc": CODE, "name": NAME, "scopes": (), "since": clock.today(),
                             "until": clock.today() + DAY}  # fmt: skip
    with pytest.raises(BadValue, match=why):
        mandates.give(client=here.firm, by=here.founder, request_key=uuid.uuid4(), **terms | changed)


def test_an_agency_of_the_register_acts_by_its_members(here: District, agent: Person) -> None:
    firm = enterprise(CODE, NAME)
    join(agent, firm)
    today = clock.today()
    mandates.give(client=here.firm, uscc=CODE, name=NAME, scopes=ALL, since=today, until=today, by=here.founder,
                  request_key=uuid.uuid4())  # fmt: skip
    assert may_apply(agent, here.firm)
    Membership.objects.filter(person=agent).update(state="refused")
    assert not may_apply(agent, here.firm)


def test_a_place_at_an_agency_is_asked_for_and_confirmed(
    here: District, agent: Person, as_: Callable[[Person], Client]
) -> None:
    mandate = give(here, person("other"), *ALL)
    assert not may_apply(agent, here.firm)
    client = as_(agent)
    assert client.post("/my/agency/", {"uscc": CODE, "name": "别的"}).status_code == 422
    assert client.post("/my/agency/", {"uscc": CODE, "name": NAME}).status_code == 422  # without its letter
    assert client.post("/my/agency/", {"uscc": CODE, "name": NAME, "file": licence()}).status_code == 302
    assert not may_apply(agent, here.firm)  # asked for is not yet there
    row = agent.agency_places.get()
    assert as_(agent).post(f"/desk/claims/agency/{row.pk}/", {"confirm": "yes"}).status_code == 403
    assert as_(here.officer).post(f"/desk/claims/agency/{row.pk}/", {"confirm": "yes"}).status_code == 302
    assert may_apply(agent, mandate.client)


def test_an_official_who_works_at_the_agency_steps_aside(here: District, agent: Person) -> None:
    case = here.submitted()
    assert no_conflict(here.officer, case)
    give(here, here.officer, *ALL)
    assert not no_conflict(here.officer, case)


def test_a_closed_firm_has_mandated_nobody(here: District, agent: Person) -> None:
    case = here.started()
    give(here, agent, *ALL)
    register.define_facts(kinds=[{"name": "经营状态", "type": "string"}])
    put_down_change(enterprise=here.firm, about="经营状态", written="注销", on=clock.today(), source="注销通知书",
                    by=here.officer)  # fmt: skip
    assert doors(here, agent, case) == NOTHING and Mandate.objects.get().ended_by is None


def test_never_appeals_unless_granted(here: District, agent: Person) -> None:
    from types import SimpleNamespace

    decision: Any = SimpleNamespace(application=SimpleNamespace(enterprise=here.firm))
    give(here, agent, Scope.FILLS, Scope.CORRECTS, Scope.MESSAGES)
    assert not may_appeal(agent, decision)
    give(here, agent, Scope.APPEALS)
    assert may_appeal(agent, decision)
    award: Any = SimpleNamespace(enterprise=here.firm, version=None, line=SimpleNamespace(office_id=0))
    assert not may_release_award(agent, award)


def test_the_page_of_clients(here: District, agent: Person, as_: Callable[[Person], Client]) -> None:
    other = enterprise("91310110MA00000087", "示例乙有限公司", 注册区="示例区", 从业人员=4, 失信被执行=False)
    join(here.founder, other)
    Membership.objects.filter(enterprise=other).update(role="owner")
    give(here, agent, *ALL)
    give(here, agent, firm=other, until=clock.today() + 10 * DAY)
    case = here.started()
    rows = clients(agent)
    assert [row.mandate.client for row in rows] == [other, here.firm]
    assert [each.version.programme.slug for each in rows[0].chances] == ["hiring"]
    assert rows[1].waiting == [case] and not rows[1].chances  # what is under way is not offered again
    assert [each["what"] for each in deadlines(rows, clock.today())] == ["委托到期"]
    page = as_(agent).get("/my/clients/").content.decode()
    assert "btn-primary" not in page.partition("<main")[2], "six blue buttons are none"
    assert "示例用工补贴" in page and case.reference in page and "代为申报" not in page.split(here.firm.name)[0]
    book = as_(agent).get("/my/clients/?format=xlsx")
    assert book.status_code == 200 and b"".join(book.streaming_content).startswith(b"PK")


def test_the_owner_gives_and_ends_by_the_page(here: District, agent: Person, as_: Callable[[Person], Client]) -> None:
    client, today = as_(here.founder), clock.today()
    page = f"/my/enterprises/{here.firm.uscc}/mandates/"
    days = {"since": today.isoformat(), "until": today.isoformat()}
    data = {"request_key": str(uuid.uuid4()), "uscc": CODE, "name": NAME, "scopes": ["fills"], **days}
    assert client.post(page, data | {"uscc": "1"}).status_code == 422
    assert client.post(page, data).status_code == 302
    made = Mandate.objects.get()
    assert made.scopes == [Scope.FILLS] and NAME in client.get(page).content.decode()
    assert client.post(f"/my/mandates/{made.reference}/end/").status_code == 302
    assert Mandate.objects.get().ended_at is not None
    clerk = person("clerk")
    join(clerk, here.firm)
    Membership.objects.filter(person=clerk).update(role="member")
    assert as_(clerk).post(page, data | {"request_key": str(uuid.uuid4())}).status_code == 403
