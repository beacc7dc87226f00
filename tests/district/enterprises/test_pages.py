"""The register's pages: who may see what, how many queries a page costs, what is exported."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import load_workbook

from district.enterprises.models import Enterprise, Fact, FactKind, ImportRun
from district.ground import clock
from tests.district.cases.factories import District, enterprise
from tests.district.enterprises.registers import code, csv_file, faulty

FOR_WHAT = {"for_what": "季度走访名单"}


def firms(count: int) -> None:
    now = clock.now()
    Enterprise.objects.bulk_create(
        Enterprise(uscc=code(number), name=f"示例{number}号公司", street="定海路街道" if number % 2 else "长白新村街道",
                   size="小型", created_at=now, updated_at=now)
        for number in range(count)
    )  # fmt: skip


def test_the_list_costs_the_same_for_ten_and_for_five_hundred(
    here: District,
    as_: Any,
    django_assert_max_num_queries: Any,
) -> None:
    firms(500)
    client = as_(here.officer)
    with django_assert_max_num_queries(9):
        page = client.get(reverse("enterprises:register"))
    assert page.status_code == 200
    assert page.content.decode().count("示例") >= 25
    assert client.get(reverse("enterprises:register"), {"page": 21}).status_code == 200


def taken(answer: Any) -> list[list[Any]]:
    """The rows of a workbook that was answered."""
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()


def test_list_and_export_hold_the_same_rows(here: District, as_: Any) -> None:
    firms(60)
    asked = {"street": "定海路街道", "q": "号公司"}
    client = as_(here.officer)
    page = client.get(reverse("enterprises:register"), asked)
    export = taken(client.get(reverse("enterprises:export"), asked | FOR_WHAT))
    head, *rows = export[1:-1]
    assert "街道：定海路街道" in export[0][0] and "搜索：号公司" in export[0][0]
    assert len(rows) == page.context["page"].paginator.count == 30
    assert {row[head.index("所属街道")] for row in rows} == {"定海路街道"}


def test_an_export_holds_no_formulas(here: District, as_: Any) -> None:
    enterprise("91310110MA00000001", "=HYPERLINK(1)公司")
    export = taken(as_(here.officer).get(reverse("enterprises:export"), FOR_WHAT))
    assert "=HYPERLINK(1)公司" in export[2]  # as text: test_sheets.py


def test_a_member_sees_own_facts_only(here: District, as_: Any) -> None:
    other = enterprise("91310110MA00000001", "示例乙商行")
    client = as_(here.founder)
    assert client.get(reverse("enterprises:facts", args=[here.firm.uscc])).status_code == 200
    assert client.get(reverse("enterprises:facts", args=[other.uscc])).status_code == 404
    assert client.post(reverse("enterprises:facts", args=[other.uscc]), {"v-从业人员": "5"}).status_code == 404
    assert client.get(reverse("enterprises:enterprise", args=[here.firm.uscc])).status_code == 403


@pytest.fixture
def asked(here: District) -> str:
    """The address of the firm's facts, all of which it may be asked, two more than the small catalogue has."""
    FactKind.objects.update(ask="是多少？", fresh="")
    for name in ("资产总额", "净利润"):
        FactKind.objects.create(name=name, type="number", unit="元", places=2, ask=f"{name}是多少元？", position=9)
    FactKind.objects.filter(name="从业人员").update(fresh="P1Y")
    return reverse("enterprises:facts", args=[here.firm.uscc])


def test_all_changes_are_saved_at_once_and_each_is_an_act_of_its_own(here: District, as_: Any, asked: str) -> None:
    client, where = as_(here.founder), asked
    answer = client.post(where, {"v-净利润": "1,200,000", "v-资产总额": "300000", "v-营业收入": ""}, follow=True)
    assert "已保存 2 项" in answer.content.decode()
    said = Fact.objects.filter(enterprise=here.firm, grade="declared")
    assert dict(said.values_list("kind", "value")) == {"净利润": "1200000.00", "资产总额": "300000.00"}
    assert {fact.by for fact in said} == {here.founder}
    page = client.post(where, {}, follow=True).content.decode()
    assert "没有改动" in page and said.count() == 2


def test_what_was_not_saved_is_said_beside_the_field_and_stays_typed(here: District, as_: Any, asked: str) -> None:
    client, where = as_(here.founder), asked
    typed = {
        "v-净利润": "1200000",
        "v-资产总额": "很多钱",
        "v-从业人员": "7",
    }  # 从业人员 is the register's: no reason given
    answer = client.post(where, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已保存 1 项：净利润" in page and "有 2 项没有保存" in page
    assert 'value="很多钱"' in page and 'id="e-资产总额">应是数字' in page
    assert 'value="7"' in page and 'id="e-从业人员">请说明为什么有异议' in page
    assert not Fact.objects.filter(enterprise=here.firm, kind__in=["资产总额", "从业人员"], grade="declared").exists()
    client.post(where, {"v-从业人员": "7", "n-从业人员": "三人上月离职"})
    fact = Fact.objects.get(enterprise=here.firm, kind="从业人员", grade="declared")
    assert (fact.value, fact.note) == ("7", "三人上月离职")


def test_what_ran_out_is_confirmed_by_a_tick(here: District, as_: Any, asked: str) -> None:
    client, where = as_(here.founder), asked
    with clock.at(clock.today() + dt.timedelta(days=500)):
        page = client.get(where).content.decode()
        assert 'name="c-从业人员"' in page
        client.post(where, {"c-从业人员": "yes"})
        row = Fact.objects.get(enterprise=here.firm, kind="从业人员", grade="declared", known_until=None)
        assert row.valid_from == clock.today()
        assert 'name="c-从业人员"' not in client.get(where).content.decode()


def test_facts_stand_in_the_vocabularys_groups_and_are_found_by_a_word(here: District, as_: Any, asked: str) -> None:
    FactKind.objects.filter(name="从业人员").update(group="人员", group_english="People")
    client, where = as_(here.founder), asked
    groups = {group.name: [row.kind.name for row in group.rows] for group in client.get(where).context["groups"]}
    assert groups["人员"] == ["从业人员"]
    assert list(groups)[-1] == ""  # those without a group come last
    found = client.get(where, {"q": "资产"}).context["groups"]
    assert {row.kind.name for group in found for row in group.rows} == {"资产总额"}


def test_upload_confirm_and_watch(here: District, as_: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    client = as_(here.officer)
    content = csv_file(tmp_path / "register.csv", faulty()[0]).read_bytes()
    answer = client.post(
        reverse("enterprises:imports"), {"file": SimpleUploadedFile("register.csv", content), "source": "区市场监管局"}
    )
    run = ImportRun.objects.get()
    page = client.get(answer["Location"])
    form = page.context["form"]
    data = {form.add_prefix(name): form[name].value() for name in form.fields}
    client.post(reverse("enterprises:import_confirm", args=[run.reference]), data)
    client.post(reverse("enterprises:import_confirm", args=[run.reference]), data)  # a double click
    run.refresh_from_db()
    assert (run.state, run.rows_in, run.rows_returned) == (ImportRun.State.DONE, 35, 5), run.error
    assert "35" in client.get(reverse("enterprises:import", args=[run.reference])).content.decode()
    at = reverse("enterprises:import_report", args=[run.reference])
    asked = client.get(at)
    assert asked.status_code == 422 and "拿去做什么" in asked.content.decode()
    report = client.get(at, {"for_what": "退回核对"})
    assert b"".join(report.streaming_content).startswith(b"PK")
    client.force_login(here.founder)
    assert client.get(reverse("enterprises:import_report", args=[run.reference])).status_code == 403


def test_a_bad_file_is_said_on_the_form(here: District, as_: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    bad = SimpleUploadedFile("register.xlsx", b"PK\x03\x04 nothing")
    page = as_(here.officer).post(reverse("enterprises:imports"), {"file": bad, "source": "区市场监管局"})
    assert "工作簿已损坏" in page.content.decode()
    assert not ImportRun.objects.exists()
