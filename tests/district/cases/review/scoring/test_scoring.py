"""Expert scoring: interests first, marks in range, means, outliers, minutes."""

from __future__ import annotations

import io
import uuid
from decimal import Decimal

import pytest
from docx import Document

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.decisions import leaving
from district.cases.review.scoring import actions as scoring
from district.cases.review.scoring import queries
from district.cases.review.scoring.minutes import written
from district.cases.review.scoring.models import Round, Sheet
from district.ground.jury import marks as marking
from district.ground.jury.marks import Marks
from district.ground.people.permissions import Refused
from tests.district.cases.factories import join, person
from tests.district.cases.giants import Giants


def sheet(round_: Round, case: Application, expert: object) -> Sheet:
    return Sheet.objects.get(entry__round=round_, entry__application=case, seat__expert__person=expert)


def test_a_round_gives_every_expert_a_sheet_for_every_case(award: Giants) -> None:
    cases = [award.reviewed(n) for n in (1, 2)]
    key = uuid.uuid4()
    round_ = scoring.open_round(applications=cases, experts=award.experts, by=award.officer, request_key=key)
    again = scoring.open_round(applications=cases, experts=award.experts, by=award.officer, request_key=key)
    assert again == round_
    assert Sheet.objects.filter(entry__round=round_).count() == 6
    assert {entry.code for entry in round_.entries.all()} == {"A01", "A02"}
    assert {case.state for case in Application.objects.all()} == {"scoring"}
    assert round_.blind


def test_a_round_waits_for_the_joint_review_and_needs_experts(award: Giants) -> None:
    with pytest.raises(NotPossible, match="下一步是联审"):
        award.round([award.accepted(1)])
    case = award.reviewed(2)
    with pytest.raises(NotPossible, match="至少要 2 位专家"):
        award.round([case], award.experts[:1])
    with pytest.raises(NotPossible, match="不是评审专家"):
        award.round([case], [award.experts[0], award.finance])
    case.refresh_from_db()
    assert case.state == "accepted"


def test_an_expert_declares_before_marking(award: Giants) -> None:
    case = award.reviewed(1)
    mine = sheet(award.round([case]), case, award.experts[0])
    with pytest.raises(NotPossible, match="先申报"):
        scoring.give_marks(sheet=mine, by=award.experts[0], marks={"创新": 50, "成长": 30})
    with pytest.raises(Refused):
        scoring.declare(sheet=mine, by=award.experts[1], conflict=False)
    scoring.declare(sheet=mine, by=award.experts[0], conflict=False)
    for wrong in ({"创新": 61, "成长": 1}, {"创新": 50}, {"创新": "50.3", "成长": 1}, {"创新": "NaN", "成长": 1}):
        with pytest.raises(NotPossible, match="的分数"):
            scoring.give_marks(sheet=mine, by=award.experts[0], marks=wrong)
    given = scoring.give_marks(sheet=mine, by=award.experts[0], marks={"创新": "50.5", "成长": 30})
    assert given.total == Decimal("80.5")


def test_a_recused_expert_gives_no_marks_and_counts_for_nothing(award: Giants) -> None:
    case = award.reviewed(1)
    round_ = award.round([case])
    mine = sheet(round_, case, award.experts[0])
    with pytest.raises(NotPossible, match="什么利益关系"):
        scoring.declare(sheet=mine, by=award.experts[0], conflict=True)
    scoring.declare(sheet=mine, by=award.experts[0], conflict=True, interest="持有股份")
    with pytest.raises(NotPossible, match="已回避"):
        scoring.give_marks(sheet=mine, by=award.experts[0], marks={"创新": 1, "成长": 1})
    for expert, marks in zip(award.experts[1:], ((50, 30), (40, 20)), strict=True):
        other = sheet(round_, case, expert)
        scoring.declare(sheet=other, by=expert, conflict=False)
        scoring.give_marks(sheet=other, by=expert, marks={"创新": marks[0], "成长": marks[1]})
    scoring.close_round(round_=round_, by=award.officer)
    entry = round_.entries.get()
    assert entry.score == Decimal("70.000")
    assert entry.marks == {"创新": "45.000", "成长": "25.000"}
    case.refresh_from_db()
    assert (case.state, case.passed) == ("accepted", ["joint-review", "score"])


def test_a_member_of_the_enterprise_must_recuse(award: Giants) -> None:
    case = award.reviewed(1)
    join(award.experts[0], case.enterprise)
    mine = sheet(award.round([case]), case, award.experts[0])
    with pytest.raises(Refused, match="必须回避"):
        scoring.declare(sheet=mine, by=award.experts[0], conflict=False)
    assert scoring.declare(sheet=mine, by=award.experts[0], conflict=True, interest="任职").state == "recused"


def test_a_round_ends_only_when_enough_sheets_are_in(award: Giants) -> None:
    case = award.reviewed(1)
    round_ = award.round([case])
    with pytest.raises(NotPossible, match="还有没交的评分表：示例专家1、示例专家2、示例专家3"):
        scoring.close_round(round_=round_, by=award.officer)
    for expert in award.experts[:2]:
        scoring.declare(sheet=sheet(round_, case, expert), by=expert, conflict=True, interest="合作")
    last = sheet(round_, case, award.experts[2])
    scoring.declare(sheet=last, by=award.experts[2], conflict=False)
    scoring.give_marks(sheet=last, by=award.experts[2], marks={"创新": 50, "成长": 30})
    with pytest.raises(NotPossible, match="A01 因回避不足 2 张评分表"):
        scoring.close_round(round_=round_, by=award.officer)
    more = person("expert4", "示例专家4", expert="区财政局")
    scoring.replace_expert(round_=round_, expert=more, by=award.officer)
    fresh = sheet(round_, case, more)
    scoring.declare(sheet=fresh, by=more, conflict=False)
    scoring.give_marks(sheet=fresh, by=more, marks={"创新": 30, "成长": 30})
    assert scoring.close_round(round_=round_, by=award.officer).closed_at is not None
    with pytest.raises(NotPossible, match="已经结束"):
        scoring.give_marks(sheet=fresh, by=more, marks={"创新": 60, "成长": 40})


def test_a_case_withdrawn_meanwhile_does_not_hold_the_round_up(award: Giants) -> None:
    cases = [award.reviewed(n) for n in (1, 2)]
    round_ = award.round(cases)
    leaving.withdraw(application=cases[0], by=award.founder)
    award.mark(round_, cases[1], (50, 30), (50, 30), (50, 30))
    scoring.close_round(round_=round_, by=award.officer)
    assert round_.entries.get(application=cases[0]).score is None
    assert round_.entries.get(application=cases[1]).score == Decimal(80)


def test_outliers_are_flagged_against_the_median_and_leaning_shown(award: Giants) -> None:
    sheets = [Marks("甲", {"x": Decimal(80)}), Marks("乙", {"x": Decimal(78)}), Marks("丙", {"x": Decimal(58)})]
    assert marking.outliers(sheets, Decimal(20)) == ["丙"]
    assert marking.outliers(sheets, Decimal(21)) == []
    assert marking.outliers(sheets[:2], Decimal(1)) == []
    leaning = marking.leaning({"甲": [Decimal(80)], "丙": [Decimal(60)]}, [Decimal(80), Decimal(60)])
    assert leaning == {"甲": Decimal(10), "丙": Decimal(-10)}


def test_the_minutes_name_experts_recusals_and_outliers(award: Giants) -> None:
    cases = [award.reviewed(n) for n in (1, 2)]
    round_ = award.round(cases)
    award.mark(round_, cases[0], (50, 30), (50, 28), (20, 20))
    scoring.declare(
        sheet=sheet(round_, cases[1], award.experts[0]), by=award.experts[0], conflict=True, interest="亲属"
    )
    for expert in award.experts[1:]:
        other = sheet(round_, cases[1], expert)
        scoring.declare(sheet=other, by=expert, conflict=False)
        scoring.give_marks(sheet=other, by=expert, marks={"创新": 45, "成长": 30})
    scoring.close_round(round_=round_, by=award.officer)
    document = Document(io.BytesIO(written(round_)))
    text = "\n".join(each.text for each in document.paragraphs)
    assert "示例专家1、示例专家2、示例专家3" in text
    assert f"示例专家1：{round_.entries.get(application=cases[1]).code}，亲属。" in text
    assert f"{round_.entries.get(application=cases[0]).code}：示例专家3（计入平均）。" in text
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "回避" in cells and "示例1号科技有限公司" in cells


def test_the_table_takes_few_queries(award: Giants, django_assert_max_num_queries: object) -> None:
    round_ = award.round([award.reviewed(n) for n in range(1, 5)])
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        table = queries.table(round_)
    assert (table["done"], table["all"]) == (0, 12)
