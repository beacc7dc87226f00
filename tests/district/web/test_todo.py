"""One to-do list a person: whatever waits, by its day; the same in every place that tells of it."""

from __future__ import annotations

import ast
import datetime as dt
import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from district.cases.approving.queries import waiting_for
from district.cases.decisions import leaving
from district.cases.decisions import signing as approving
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.cases.review.joint import actions as joint
from district.enterprises.models import Evidence
from district.enterprises.wallet.actions import add_paper
from district.ground import clock
from district.ground.asking.models import AskedQuestion
from district.ground.bringing.registry import Registry, Taken, listing
from district.ground.bringing.todo import Todo, sources
from district.ground.bringing.waiting import LATER, OPEN, OVERDUE, TODAY, WEEK, WHENS, Waiting, when_of
from district.ground.messages.digests import _waiting
from district.ground.people.models import Person
from tests.district.cases.factories import LATER_ON, District, person
from tests.district.cases.giants import Giants
from tests.district.ground.files import samples

As = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def todos(who: Person, kind: str = "", when: str = "") -> list[Todo]:
    return Waiting(Person.objects.get(pk=who.pk), clock.today()).asked(kind, when)[:1000]


def kinds(who: Person) -> list[str]:
    return [each.kind for each in todos(who)]


def ask(here: District, number: int, due: dt.date, **more: Any) -> AskedQuestion:
    office = here.programmes["hiring"].office
    return AskedQuestion.objects.create(
        reference=f"WD{number}", key=f"key{number}", answer="示例", title=f"示例提问{number}", office=office,
        text="怎么办？", visitor="x", asked_at=clock.now(), due_on=due, **more,
    )  # fmt: skip


def test_every_room_brings_its_kinds_and_listing_says_so() -> None:
    wanted = """case correction draft approval opinion sheet objection hearing finding offer paper obligation
                batch payee question rule_draft notice claim"""
    assert set(wanted.split()) <= set(sources.keys)
    assert listing()["to-dos"] == sources.keys
    assert len({str(each.label) for each in sources}) == len(sources)


def test_registering_twice_is_once_and_another_under_the_same_key_is_refused() -> None:
    shelf: Registry[Any] = Registry(f"for this test {uuid.uuid4()}")
    shelf.register(*sources)
    shelf.register(*sources)
    assert len(shelf) == len(sources)
    with pytest.raises(Taken):
        shelf.register(type("Other", (), {"key": sources.keys[0]})())


def test_a_case_waits_for_its_firm_then_for_its_officer_then_for_who_signs(here: District) -> None:
    case = here.started()
    assert kinds(here.founder) == ["draft"]
    assert "case" not in kinds(here.officer)
    leaving.withdraw(application=case, by=here.founder)
    case = here.submitted()
    assert kinds(here.founder) == []
    (item,) = todos(here.officer)
    assert (item.kind, item.what, item.link, item.due) == (
        "case", "受理", f"/desk/applications/{case.reference}/", case.due_on)  # fmt: skip
    second = person("second", officer="区人社局")
    assert (kinds(second), kinds(here.colleague), kinds(here.leader)) == (["case"], [], [])  # nobody has it yet
    review_actions.accept(application=case, by=here.officer)
    assert (kinds(here.officer), kinds(second)) == (["case"], [])
    review_actions.answer_condition(application=case, by=here.officer, condition="plan", value=True, note="")
    approving.propose(application=case, by=here.officer, outcome="granted", note="")
    assert kinds(here.officer) == []
    (item,) = todos(here.leader)
    assert (item.kind, item.link) == ("approval", f"/desk/applications/{case.reference}/")
    assert waiting_for(Person.objects.get(pk=here.leader.pk)).count() == 1


def test_what_came_back_waits_for_the_firm_with_its_day(here: District) -> None:
    case = here.submitted()
    review_actions.send_back(application=case, by=here.officer, items=[corrections.Item("other", "", "请补一项。")])
    case.refresh_from_db()
    (item,) = todos(here.founder)
    assert (item.kind, item.due, item.overdue, item.provisional) == (
        "correction",
        case.due_on,
        False,
        case.due_provisional,
    )
    assert item.link == f"/my/applications/{case.reference}/"
    assert kinds(here.officer) == []
    assert case.due_on is not None
    with clock.at(case.due_on + dt.timedelta(days=1)):
        assert [each.overdue for each in todos(here.founder)] == [True]
        assert kinds(here.officer) == ["case"]  # a correction that did not come is the officer's to look after


def test_a_paper_that_comes_later_waits_with_the_day_it_was_promised(here: District) -> None:
    intake_actions.submit(
        application=here.started(), by=here.founder, declared={}, request_key=uuid.uuid4(), evidence=LATER_ON
    )
    (item,) = todos(here.founder)
    assert item.kind == "owed"
    assert item.due == dt.date(2022, 7, 8)  # ten working days


def test_the_list_is_by_day_with_what_has_none_last_and_each_time_is_a_filter(here: District) -> None:
    today = clock.today()  # a Friday
    for number, days in enumerate((9, 0, -3, 2)):
        ask(here, number, today + dt.timedelta(days=days))
    imported(here)
    assert [each.due and (each.due - today).days for each in todos(here.officer)] == [-3, 0, 2, 9, None]
    found = {when: len(todos(here.officer, when=when)) for when in WHENS}
    assert found == {OVERDUE: 1, TODAY: 1, WEEK: 1, LATER: 1, OPEN: 1}
    assert when_of(None, today) == OPEN


def imported(here: District) -> None:
    from district.enterprises.models import ImportRun

    ImportRun.objects.create(
        reference="DR1", file_name="示例.xlsx", file_path="x", file_hash="x", source="示例", as_of=clock.today(),
        office=here.programmes["hiring"].office, by=here.officer, created_at=clock.now(), kind="import", subject="DR1",
        state="ready",
    )  # fmt: skip


def test_pages_of_the_list_follow_each_other_and_cost_the_same(
    here: District, django_assert_max_num_queries: Any
) -> None:
    today = clock.today()
    for number in range(60):
        ask(here, number, today + dt.timedelta(days=number % 7))
    here.submitted()
    whole = [(each.due, each.subject) for each in todos(here.officer)]
    assert len(whole) == 61
    officer = Person.objects.get(pk=here.officer.pk)
    whole_read = sum(not isinstance(each.due, str) for each in sources)
    with django_assert_max_num_queries(1 + 2 + 2 + whole_read):  # duties; numbers and keys; two kinds on the page
        assert len(Waiting(officer, today).asked()[20:40]) == 20
    parts = [Waiting(officer, today).asked()[first : first + 20] for first in (0, 20, 40, 60)]
    assert [(each.due, each.subject) for part in parts for each in part] == whole


def test_one_query_a_source_at_the_most(here: District, django_assert_max_num_queries: Any) -> None:
    for who in (here.officer, here.founder, here.leader, here.auditor):
        fresh = Person.objects.get(pk=who.pk)
        with django_assert_max_num_queries(len(sources)):
            Waiting(fresh, clock.today()).asked()[:25]
        fresh = Person.objects.get(pk=who.pk)
        with django_assert_max_num_queries(3):  # duties, the vocabulary's terms for a firm, and all the numbers
            Waiting(fresh, clock.today()).count()


def test_page_json_and_header_say_the_same(here: District, as_: As) -> None:
    here.submitted()
    ask(here, 1, clock.today() - dt.timedelta(days=1))
    client = as_(here.officer)
    told = client.get("/api/v1/todo").json()
    page = client.get("/todo/")
    assert told["count"] == told["total"] == page.context["total"] == page.context["todo_count"] == 2
    assert (
        [each["kind"] for each in told["items"]] == [each.kind for each in page.context["page"]] == ["question", "case"]
    )
    assert told["items"][0]["overdue"] and told["items"][0]["due"] == "2022-06-23"
    assert told["kinds"] == {"case": 1, "question": 1}
    assert client.get("/api/v1/todo?kind=case").json()["count"] == 1
    assert client.get("/api/v1/todo?when=overdue&size=1").json()["items"][0]["kind"] == "question"
    assert client.get("/todo/?kind=case").context["page"].paginator.count == 1
    assert 'aria-label="待办，2 件"' in client.get("/").content.decode()
    for shown in ("/desk/", "/todo/"):
        assert told["items"][1]["link"] in client.get(shown).content.decode()


def test_nobody_else_sees_it(here: District, as_: As, client: Client) -> None:
    here.submitted()
    assert as_(here.stranger).get("/api/v1/todo").json()["items"] == []
    client.logout()
    assert client.get("/api/v1/todo").status_code == 401


def test_odd_addresses_are_answered(here: District, as_: As) -> None:
    client = as_(here.officer)
    for query in (
        "?kind=nonsense",
        "?when=1",
        "?page=0",
        "?page=x",
        "?size=-1",
        "?size=99999999999999999999",
        "?size=०",
    ):
        assert client.get(f"/api/v1/todo{query}").status_code == client.get(f"/todo/{query}").status_code == 200


def test_the_home_page_of_a_firm_and_of_the_desk_count_the_list(here: District, as_: As) -> None:
    draft = here.started()
    (todo,) = [each for each in as_(here.founder).get("/my/").context["page"]["main"] if each.key == "todo"]
    assert todo.data["todo_count"] == 1
    leaving.withdraw(application=draft, by=here.founder)
    here.submitted()
    desk = as_(here.officer).get("/desk/")
    tally = Waiting(Person.objects.get(pk=here.officer.pk), clock.today()).tally
    (tiles, cases) = desk.context["page"]["top"]
    assert cases.data["approvals"] == tally.of("approval")
    assert {key: n for key, _words, n in tiles.data["tiles"]} == {key: tally.of("", key) for key in WHENS}


def test_mine_on_the_worklist_is_what_the_list_says(here: District, as_: As) -> None:
    case = here.submitted()
    review_actions.accept(application=case, by=here.officer)
    client = as_(person("second", officer="区人社局"))
    assert [tab.count for tab in client.get("/desk/applications/").context["list"].tallies if tab.key == "mine"] == [0]
    found = as_(here.officer).get("/desk/applications/?bucket=mine").context["list"]
    assert [each.reference for each in found.page] == [case.reference]
    assert [len(todos(here.officer, "case"))] == [tab.count for tab in found.tallies if tab.key == "mine"] == [1]


def test_each_bureau_and_each_expert_has_what_is_asked_of_them_and_the_officer_what_is_in(award: Giants) -> None:
    case = joint.refer(application=award.accepted(1), by=award.officer)
    assert (kinds(award.officer), kinds(award.finance), kinds(award.market)) == ([], ["opinion"], ["opinion"])
    for each in case.opinions.select_related("office"):
        by = award.finance if each.office.name == "区财政局" else award.market
        assert todos(by)[0].due == each.due_on
        joint.give(opinion=each, by=by, agrees=True, answers=dict.fromkeys(each.ask, "没有"))
    assert (kinds(award.officer), kinds(award.finance)) == (["case"], [])  # to gather
    round_ = award.round([joint.gather(application=case, by=award.officer)])
    assert (kinds(award.officer), kinds(award.experts[0])) == ([], ["sheet"])
    assert todos(award.experts[0])[0].due == round_.due_on
    award.mark(round_, case, (50, 40), (50, 40), (50, 40))
    assert (kinds(award.officer), kinds(award.experts[0])) == (["round"], [])


def test_a_paper_that_runs_out_waits_until_it_is_replaced(here: District) -> None:
    today = clock.today()

    def keep(until: dt.date, replaces: Evidence | None = None) -> Evidence:
        file = io.BytesIO(samples.pdf(text=str(until)))
        return add_paper(enterprise=here.firm, kind="执照", file=file, name="执照.pdf",
                         by=here.founder, valid_from=dt.date(2022, 1, 1), valid_until=until, replaces=replaces,
                         request_key=uuid.uuid4())  # fmt: skip

    old = keep(today + dt.timedelta(days=20))
    assert [(each.kind, each.due) for each in todos(here.founder)] == [("paper", old.valid_until)]
    keep(today + dt.timedelta(days=400), old)
    assert kinds(here.founder) == []


def test_the_daily_mail_says_what_waits(here: District, settings: Any) -> None:
    settings.SITE_ADDRESS = "https://example.cn"
    ask(here, 1, clock.today() - dt.timedelta(days=1))
    here.submitted()
    said = _waiting(Person.objects.get(pk=here.officer.pk))
    assert said[0].splitlines() == [
        "您有 2 件待办，最急的：", "1. 答复提问：示例提问1（2022年6月23日到期，已超期）",
        "2. 受理：示例甲科技有限公司 · 示例用工补贴（2022年7月1日前）", "https://example.cn/todo/",
    ]  # fmt: skip
    assert _waiting(Person.objects.get(pk=here.stranger.pk)) == []


def test_a_mail_does_not_tell_what_its_own_notice_is_held_for(here: District, settings: Any, monkeypatch: Any) -> None:
    ask(here, 1, clock.today())
    here.submitted()
    asking = sources["question"]
    monkeypatch.setitem(sources._things, "question", replace(asking, told_by="recovery"))
    settings.NOTICE_HOLD = ["recovery"]
    said = "".join(_waiting(Person.objects.get(pk=here.officer.pk)))
    assert "示例提问1" not in said and "示例甲科技有限公司" in said


def test_a_source_that_raises_hides_its_own_part_alone(here: District, as_: As, monkeypatch: Any) -> None:
    def broken(_person: Person, _today: dt.date) -> Any:
        raise ZeroDivisionError

    here.submitted()
    monkeypatch.setitem(sources._things, "question", replace(sources["question"], rows=broken))
    assert kinds(here.officer) == ["case"]
    assert as_(here.officer).get("/desk/").status_code == 200


def test_a_page_of_its_own_words_does_not_hide_the_number(here: District, as_: As) -> None:
    here.started()
    for address in ("/my/enterprises/", "/my/clients/", f"/my/enterprises/{here.firm.uscc}/account/"):
        answer = as_(here.founder).get(address, follow=True)
        assert "待办，1 件" in answer.content.decode(), address


def test_no_view_gives_what_every_page_knows_another_meaning() -> None:
    known = {"todo_count", "hall_menu", "desk_menu", "bottom_doors", "worker_gone", "demo"}
    for path in (Path(__file__).resolve().parents[3] / "district").rglob("views*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                said = {each.value for each in node.keys if isinstance(each, ast.Constant)}
                assert not said & known, (path.name, said & known)


def test_it_is_told_in_english(here: District, as_: As) -> None:
    here.submitted()
    client = as_(here.officer)
    page = client.get("/todo/", headers={"accept-language": "en"}).content.decode()
    assert "To-do" in page
    with translation.override("en"):
        assert str(sources.get("case").label) == "Application"  # type: ignore[union-attr]
