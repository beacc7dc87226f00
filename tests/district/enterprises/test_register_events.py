"""What happens to an enterprise by the register is kept as an event, and its former names with their days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.enterprises import actions, queries
from district.enterprises.claims import actions as claims
from district.enterprises.events import effects, happening
from district.enterprises.events.actions import put_down_change
from district.enterprises.events.happening import Change, kind_of
from district.enterprises.events.models import RegisterEvent
from district.enterprises.events.queries import events_of, former_names, name_on, names_on, standing_events
from district.enterprises.importing import run as importing
from district.enterprises.importing.columns import Column
from district.enterprises.models import Enterprise, Membership
from district.enterprises.values import BadValue
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person
from tests.district.cases.factories import enterprise, join, know, person, publish
from tests.district.enterprises.registers import code, good, licence, workbook
from tests.district.enterprises.test_import import imported

MARCH, JUNE, JULY = dt.date(2022, 3, 1), dt.date(2022, 6, 24), dt.date(2022, 7, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db: None, settings: Any, tmp_path: Path) -> Iterator[Person]:
    settings.MEDIA_ROOT = tmp_path / "media"
    with clock.at(JUNE):
        publish()
        yield person("importer", officer="区人社局")


def renamed(number: int, name: str) -> tuple[object, ...]:
    row = list(good(number))
    row[2] = name
    return tuple(row)


@pytest.mark.parametrize(
    ("source", "takes"),
    [("区市场监管局", True), ("市场监管登记", True), ("上海市市场监督管理局 6 月名录", True), ("登记", True),
     ("区人社局", False), ("税务", False), ("知识产权登记", False)],
)  # fmt: skip
def test_only_the_register_renames(officer: Person, tmp_path: Path, source: str, takes: bool) -> None:
    """Another source's name is told for its row; what else the row says comes in."""
    imported(workbook(tmp_path / "a.xlsx", [good(1), good(2)]), officer)
    firm = Enterprise.objects.get(uscc=code(1))
    old, path = firm.name, workbook(tmp_path / "b.xlsx", [renamed(1, "示例新名科技有限公司"), good(2), good(3)])
    with clock.at(JULY), path.open("rb") as file:
        run = importing.upload(file=file, name=path.name, source=source, by=officer)
        columns = [Column.from_json(each) for each in run.mapping["columns"]]
        importing.work(importing.confirm(run=run, columns=columns, as_of=JULY, by=officer))
    run.refresh_from_db()
    firm.refresh_from_db()
    assert run.state == "done" and run.rows_in == 3
    assert firm.name == ("示例新名科技有限公司" if takes else old)
    assert run.cells_reported == (0 if takes else 1)
    if not takes:
        said = [cell.value for row in openpyxl.load_workbook(run.report_path)["有疑问的单元格"] for cell in row]
        assert any(f"名录里叫“{old}”，没有改名" in str(each) for each in said)
        assert Enterprise.objects.get(uscc=code(3)).named_on is None
    assert source in {each.source for each in queries.facts_of(firm, JULY).values()}


@pytest.mark.parametrize(
    ("about", "before", "after", "left", "kind"),
    [
        ("企业名称", "甲", "乙", None, "renamed"),
        ("经营状态", "存续", "注销", None, "closed"),
        ("经营状态", "", "注销", None, "closed"),
        ("经营状态", "存续", "吊销", None, "revoked"),
        ("经营状态", "存续", "迁出", None, "moved"),
        ("经营状态", "吊销", "注销", None, "closed"),
        ("经营状态", "注销", "存续", None, "restored"),
        ("经营状态", "存续", "在营", None, None),
        ("经营状态", "", "存续", None, None),
        ("注册区", "示例区", "虹口区", None, "moved"),
        ("注册区", "虹口区", "示例区", "示例区", "restored"),
        ("注册区", "", "示例区", None, None),
        ("失信被执行", "false", "true", None, "listed"),
        ("失信被执行", "", "true", None, "listed"),
        ("失信被执行", "true", "false", None, "delisted"),
        ("失信被执行", "", "false", None, None),
    ],
)
def test_a_change_is_an_event_or_none(about: str, before: str, after: str, left: str | None, kind: str | None) -> None:
    assert kind_of(Change(1, about, before, after), left) == kind


def test_a_rename_in_an_import_is_kept_with_its_day(officer: Person, tmp_path: Path) -> None:
    imported(workbook(tmp_path / "a.xlsx", [good(1), good(2)]), officer)
    firm = Enterprise.objects.get(uscc=code(1))
    old = firm.name
    again = workbook(tmp_path / "b.xlsx", [renamed(1, "示例新名科技有限公司"), good(2)])
    with clock.at(JULY):
        imported(again, officer)
        imported(again, officer)  # the same file again is no second event
    firm.refresh_from_db()
    event = RegisterEvent.objects.get()
    assert (firm.name, event.kind, event.before, event.after) == (
        "示例新名科技有限公司", "renamed", old, "示例新名科技有限公司"
    )  # fmt: skip
    assert event.source == "区市场监管局"
    assert event.run is not None
    assert [(each.name, each.until) for each in former_names(firm)] == [(old, event.on)]
    assert name_on(firm, event.on - dt.timedelta(days=1)) == old
    assert name_on(firm, event.on) == firm.name
    assert names_on([firm.pk], MARCH) == {firm.pk: old}
    assert list(queries.register(officer, q=old)) == [firm]
    assert list(queries.register(officer, q="示例新名")) == [firm]


def test_brackets_spaces_and_older_files_rename_nobody(officer: Person) -> None:
    actions.take_in(firms=[(code(1), "示例（上海）公司", {})], source="市场监管登记", valid_from=JUNE)
    actions.take_in(firms=[(code(1), "示例(上海) 公司".replace(" ", ""), {})], source="市场监管登记", valid_from=JULY)
    actions.take_in(firms=[(code(1), "旧名公司", {})], source="市场监管登记", valid_from=MARCH)
    assert Enterprise.objects.get(uscc=code(1)).name == "示例（上海）公司"
    assert not RegisterEvent.objects.exists()


def test_a_claim_wants_the_name_of_its_day(officer: Person) -> None:
    actions.take_in(firms=[(code(1), "旧名公司", {})], source="市场监管登记", valid_from=MARCH)
    founder, late = person("founder2"), person("late")
    assert claims.claim_enterprise(uscc=code(1), name="旧名公司", by=founder, file=licence()).state == "requested"
    actions.take_in(firms=[(code(1), "新名公司", {})], source="市场监管登记", valid_from=JUNE)
    with pytest.raises(BadValue, match="2022年6月24日起叫“新名公司”"):
        claims.claim_enterprise(uscc=code(1), name="旧名公司", by=late, file=licence())
    assert claims.claim_enterprise(uscc=code(1), name="新名公司", by=late, file=licence()).state == "requested"
    know(Enterprise.objects.get(uscc=code(1)), "失信被执行", True)  # nothing to do with claims
    with pytest.raises(BadValue, match="相符"):
        claims.claim_enterprise(uscc=code(1), name="别的公司", by=late, file=licence())


def test_what_the_register_says_of_a_new_firm_is_no_event(officer: Person) -> None:
    actions.take_in(firms=[(code(1), "示例公司", {"失信被执行": True})], source="市场监管登记", valid_from=MARCH)
    assert not RegisterEvent.objects.exists()


def test_what_stands_is_the_last_word_about_each_thing(officer: Person) -> None:
    firm = enterprise(失信被执行=False, 注册区="示例区")
    know(firm, "失信被执行", True, since=dt.date(2022, 2, 1))
    know(firm, "注册区", "虹口区", since=dt.date(2022, 3, 1))
    know(firm, "注册区", "示例区", since=dt.date(2022, 4, 1))
    assert [each.kind for each in events_of(firm)] == ["restored", "moved", "listed"]
    assert [each.kind for each in standing_events([firm.pk])[firm.pk]] == ["listed"]


def test_a_firms_own_word_is_no_event(officer: Person) -> None:
    firm = enterprise(失信被执行=False)
    know(firm, "失信被执行", True, grade="declared", since=JUNE)
    assert not RegisterEvent.objects.exists()


def test_the_people_of_a_firm_are_told(officer: Person) -> None:
    firm, founder = enterprise(失信被执行=False), person("founder2")
    join(founder, firm)
    know(firm, "失信被执行", True, since=JUNE)
    told = Message.objects.get(to=founder)
    assert told.title == f"“{firm.name}”的登记有变化：列为失信被执行人"
    assert "否 → 是（2022年6月24日，示例登记）" in told.body


def test_events_are_kept_and_sound(officer: Person) -> None:
    firm = enterprise(失信被执行=False)
    know(firm, "失信被执行", True, since=JUNE)
    event = RegisterEvent.objects.get()
    for change in ({"after": "false"}, {"on": MARCH}):
        with pytest.raises(DatabaseError, match="enterprises_registerevent_never_updated"), transaction.atomic():
            RegisterEvent.objects.filter(pk=event.pk).update(**change)
    with pytest.raises(DatabaseError, match="enterprises_registerevent_never_deleted"), transaction.atomic():
        RegisterEvent.objects.filter(pk=event.pk).delete()
    sound: dict[str, Any] = {"enterprise": firm, "kind": "closed", "about": "经营状态", "before": "存续",
                             "after": "注销", "on": JUNE, "known_at": clock.now(), "source": "登记"}  # fmt: skip
    for wrong, name in (
        ({"kind": "gone"}, "register_event_kind_is_known"), ({"after": "存续"}, "register_event_changes_something"),
        ({"about": ""}, "register_event_says_what"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            RegisterEvent.objects.create(**{**sound, **wrong})


def test_every_kind_does_something_to_every_thing_by_the_table() -> None:
    assert set(effects.EFFECTS) == set(effects.KINDS) == set(RegisterEvent.Kind.values)
    for kind in effects.KINDS:
        for thing in effects.THINGS:
            assert effects.effect_of(kind, thing)


def stored(count: int) -> int:
    """Queries of taking in `count` firms that are all listed and renamed at once."""
    firms = [(code(9000 + n), f"示例{n}公司", {"失信被执行": False, "从业人员": Decimal(5)}) for n in range(count)]
    actions.take_in(firms=firms, source="市场监管登记", valid_from=MARCH)
    listed = [(each[0], f"新{each[1]}", {"失信被执行": True, "从业人员": Decimal(6)}) for each in firms]
    with CaptureQueriesContext(
        connection,
    ) as caught:
        actions.take_in(firms=listed, source="市场监管登记", valid_from=JUNE)
    assert RegisterEvent.objects.filter(enterprise__uscc__in=[each[0] for each in firms]).count() == 2 * count
    return len([each for each in caught.captured_queries if "enterprises_fact" not in each["sql"]])


def test_no_query_a_firm(officer: Person, settings: Any) -> None:
    """Beside the facts themselves, which go in one by one as they did, 300 events take about what 30 do."""
    few, many = stored(30), stored(300)
    assert many - few <= 20


def test_memberships_end_with_a_closed_firm_and_stand_again(officer: Person) -> None:
    firm, founder = enterprise(), person("founder2")
    join(founder, firm)
    happening.put_down([Change(firm.pk, "经营状态", "存续", "注销")], on=JUNE, source="市场监管登记")
    assert Membership.objects.get().state == "ended"
    assert list(Enterprise.objects.visible_to(founder)) == [firm]  # sees what there is, acts no more
    assert not queries.my_enterprises(founder).exists()
    assert list(queries.members_of(firm)) == [founder]
    with pytest.raises(BadValue, match="已经注销"):
        claims.claim_enterprise(uscc=firm.uscc, name=firm.name, by=person("late"), file=licence())
    happening.put_down([Change(firm.pk, "注册区", "示例区", "虹口区")], on=JUNE, source="市场监管登记")
    happening.put_down([Change(firm.pk, "注册区", "虹口区", "示例区")], on=JULY, source="市场监管登记")
    assert Membership.objects.get().state == "ended"  # it came back, and is closed all the same
    happening.put_down([Change(firm.pk, "经营状态", "注销", "存续")], on=JULY, source="市场监管登记")
    assert Membership.objects.get().state == "confirmed"


class TestOfficers:
    """What an officer puts down is heard as what a file brings."""

    def test_a_change_is_put_down_on_the_page(self, officer: Person, client: Any) -> None:
        firm = enterprise(失信被执行=False)
        client.force_login(officer)
        url = reverse("enterprises:change", args=[firm.uscc])
        said = {"about": "失信被执行", "written": "是", "on": "2022-06-20", "source": "执行裁定书"}
        for _again in range(2):
            assert client.post(url, said).status_code == 302
        client.post(url, {**said, "about": "企业名称", "written": "示例新名公司"})
        assert [(each.kind, each.by, each.source) for each in events_of(firm)] == [
            ("renamed", officer, "执行裁定书"), ("listed", officer, "执行裁定书"),
        ]  # fmt: skip
        page = client.get(reverse("enterprises:enterprise", args=[firm.uscc])).content.decode()
        assert "曾用名" in page
        assert "失信被执行 否 → 是（2022年6月20日，执行裁定书）" in page
        found = client.get(reverse("enterprises:register"), {"q": "示例甲"}).content.decode()
        assert "曾用名：示例甲科技有限公司" in found

    def test_who_may_not_and_what_is_none(self, officer: Person) -> None:
        firm, founder = enterprise(失信被执行=False), person("founder2")
        say: dict[str, Any] = {"enterprise": firm, "about": "失信被执行", "written": "是", "on": JUNE, "source": "裁定"}
        with pytest.raises(Refused):
            put_down_change(by=founder, **say)
        for wrong in ({"about": "从业人员"}, {"written": ""}, {"on": JULY}, {"source": " "}, {"written": "也许"}):
            with pytest.raises(BadValue):
                put_down_change(by=officer, **{**say, **wrong})
        with pytest.raises(BadValue, match="更晚日期"):  # nothing would come of it, and it would say done
            put_down_change(by=officer, **{**say, "on": dt.date(1999, 1, 1)})
        join(officer, firm)
        with pytest.raises(BadValue, match="自己企业"):
            put_down_change(by=officer, **say)
        assert not RegisterEvent.objects.exists()
