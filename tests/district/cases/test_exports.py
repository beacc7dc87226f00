"""Every list that can be taken away as a workbook: the page's rows, with its filters, in a few queries."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import load_workbook

from district.cases.review.joint import actions as joint
from district.cases.review.scoring.models import Round
from district.ground.people.models import Role
from tests.district import duties
from tests.district.cases.factories import District, enterprise, join, person
from tests.district.cases.giants import Giants
from tests.district.cases.review.joint.test_joint import asked

pytestmark = pytest.mark.django_db
LISTS = {
    "/desk/applications/": "编号", "/desk/after/?tab=watching": "编号", "/desk/findings/?tab=opened": "编号",
    "/desk/joint/": "编号", "/desk/scoring/": "编号", "/desk/payments/": "批次", "/desk/log/": "行",
    "/desk/collisions/": "职工", "/desk/appeals/": "编号", "/desk/clawbacks/": "追缴编号", "/desk/questions/": "编号",
}  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_the_list_as_a_workbook(here: District, as_: Any, address: str, django_assert_max_num_queries: Any) -> None:
    for role in (Role.LEADER, Role.AUDITOR):
        duties.give(here.officer, "区人社局", role)
    client = as_(here.officer)
    with django_assert_max_num_queries(13):  # three of them keep for what it was taken, to be offered again
        answer = client.get(address + ("&" if "?" in address else "?") + "format=xlsx&for_what=核对数据")
    assert answer["Content-Disposition"].startswith("attachment")
    rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert rows[1][0] == LISTS[address]
    assert rows[-1][0] == f"共 {len(rows) - 3} 行"
    assert 'value="xlsx"' in client.get(address).content.decode() or len(rows) == 3


def book(client: Any, address: str, sheet: int = 0) -> list[list[Any]]:
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(sheet).to_python()


def test_a_joint_review_is_taken_away_by_those_who_see_it(award: Giants, as_: Any) -> None:
    case, finance, market = asked(award)
    joint.give(
        opinion=finance, by=award.finance, agrees=False, answers=dict.fromkeys(finance.ask, "不足"), note="有欠款"
    )
    rows = book(as_(award.officer), "/desk/joint/?format=xlsx&for_what=核对数据")
    assert rows[1][:4] == ["编号", "企业", "项目", "会办部门"]
    lines = {row[3]: row for row in rows[2:-1]}
    assert lines[finance.office.name][0] == case.reference
    assert (lines[finance.office.name][7], lines[finance.office.name][8]) == ("不同意", "有欠款")
    assert lines[market.office.name][7] == ""
    stranger = person("far", officer="区人社局")
    assert (
        len(book(as_(stranger), "/desk/joint/?format=xlsx&for_what=核对数据")) == 3
    )  # head, columns, no row, the count


def test_a_round_is_taken_away_with_every_experts_mark(award: Giants, as_: Any) -> None:
    award.round([award.reviewed(1)])
    made = Round.objects.get()
    rows = book(as_(award.officer), f"/desk/scoring/{made.reference}/?format=xlsx&for_what=核对数据")
    names = [each.expert.name for each in made.seats.select_related("expert")]
    assert rows[1] == ["代号", "编号", "企业", *names, "平均", "名次", "回避人数", "离群"]
    assert rows[2][0] == made.entries.get().code and made.reference in rows[0][0]
    rubric = book(as_(award.officer), f"/desk/scoring/{made.reference}/?format=xlsx&for_what=核对数据", 1)
    assert [row[0] for row in rubric[1:]] == [each["name"] for each in made.rubric]
    assert (
        as_(person("far", officer="区人社局"))
        .get(f"/desk/scoring/{made.reference}/?format=xlsx&for_what=核对数据")
        .status_code
        == 404
    )


def test_the_log_says_by_what_it_was_narrowed(here: District, as_: Any) -> None:
    case = here.submitted()
    here.accepted(_firm(here))
    auditor = as_(here.auditor)
    rows = book(auditor, f"/desk/log/?subject={case.reference}&since=perhaps&format=xlsx&for_what=核对数据")
    assert f"编号：{case.reference}" in rows[0][0] and "perhaps" not in rows[0][0]
    assert {row[4] for row in rows[2:-1]} == {case.reference} and {row[5] for row in rows[2:-1]} >= {"start", "submit"}
    assert all(len(row[10]) == 64 for row in rows[2:-1])
    assert as_(here.officer).get("/desk/log/?format=xlsx&for_what=核对数据").status_code == 403


def _firm(here: District) -> Any:
    firm = enterprise("91310110MA00000087", "示例乙公司", 注册区="示例区", 从业人员=8, 失信被执行=False)
    join(here.founder, firm)
    return firm
