"""Facts as a Python caller gives them: what is wrong is said, and is never a plain no."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import rulebook
from rulebook import FactsError, Months, NotInForce, climb, judge, judge_all, judge_under, next_question, rank_under
from rulebook.cli.main import main
from rulebook.packaging.lawful import Before, package
from tests.rulebook.small import files, small

DAY = dt.date(2022, 6, 24)
SINCE = dt.date(2020, 1, 1)
ASKED: dict[str, Callable[[rulebook.Catalogue, dict[str, object]], object]] = {
    "judge": lambda c, f: judge(c, "giant", f, DAY),  # type: ignore[arg-type]
    "judge_all": lambda c, f: judge_all(c, f, DAY),  # type: ignore[arg-type]
    "judge_under": lambda c, f: judge_under(c, "giant", SINCE, f, DAY),  # type: ignore[arg-type]
    "rank_under": lambda c, f: rank_under(c, "giant", SINCE, f, DAY),  # type: ignore[arg-type]
    "next_question": lambda c, f: next_question(c, f, DAY),  # type: ignore[arg-type]
    "package": lambda c, f: package(c, f, DAY),  # type: ignore[arg-type]
}
WRONG: list[tuple[dict[str, object], str]] = [
    ({"注册地": "杨浦区"}, "没有名为“注册地”的事实，是不是“注册区”？"),
    ({"月社保缴费基数下限": Decimal(1)}, "“月社保缴费基数下限”是参数，它的值由核算日定，不能作事实给出。"),
    ({"成立日期": "2021-01-15"}, "“成立日期”应是日期，写的是文字“2021-01-15”：请用 datetime.date(2021, 1, 15)。"),
    ({"成立日期": "去年"}, "“成立日期”应是日期，写的是文字“去年”：请用 datetime.date。"),
    ({"成立日期": dt.datetime(2021, 1, 15, 8)}, "“成立日期”应是日期，写的是日期时间 2021-01-15 08:00:00：请用它的"),
    ({"从业人员": "8"}, "“从业人员”应是数字，写的是文字“8”：请用 int 或 decimal.Decimal。"),
    ({"从业人员": True}, "“从业人员”应是数字，写的是是否值 True：请用 int 或 decimal.Decimal。"),
    ({"营业收入": 0.1}, "“营业收入”应是数字，写的是浮点数 0.1，浮点数不精确：请用 decimal.Decimal(\"0.1\")。"),
    ({"营业收入": Decimal("NaN")}, "“营业收入”应是数字，写的是数字 NaN：不知道的值请用 None。"),
    ({"失信被执行": "否"}, "“失信被执行”应是是否，写的是文字“否”：请用 True 或 False。"),
    ({"失信被执行": 0}, "“失信被执行”应是是否，写的是整数 0：请用 True 或 False。"),
    ({"注册区": "扬浦区"}, "“注册区”没有“扬浦区”这个取值，是不是“杨浦区”？"),
    ({"注册区": 3}, "“注册区”应是文字，写的是整数 3：请用 str。"),
    ({"行业": "农业"}, "“行业”没有“农业”这个取值"),
    ({"企业规模": "巨型"}, "“企业规模”没有“巨型”这个取值"),
    ({"核算日": dt.date(2020, 1, 1)}, "“核算日”由 as_of 给出（2022-06-24），事实里写的是另一天。"),
]  # fmt: skip


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("facts, said", WRONG, ids=[next(iter(each)) + str(n) for n, (each, _) in enumerate(WRONG)])
def test_what_is_wrong_is_said_by_every_question(ask: str, facts: dict[str, object], said: str) -> None:
    with pytest.raises(FactsError) as caught:
        ASKED[ask](small(), facts)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("ask", ASKED)
def test_all_faults_at_once_and_good_facts_pass(ask: str) -> None:
    with pytest.raises(FactsError) as caught:
        ASKED[ask](small(), {"注册地": "杨浦区", "从业人员": "8", "注册区": "杨浦区", "行业": "农业"})
    assert len(caught.value.faults) == 3
    ASKED[ask](small(), {"注册区": "杨浦区", "从业人员": 8, "发明专利数": None, "核算日": DAY})


def test_an_int_is_a_number_to_the_fen() -> None:
    facts = {"成立日期": dt.date(2020, 1, 15), "参保人数": 7}
    counted = judge(small(), "social", facts, DAY).amount
    assert counted == judge(small(), "social", {**facts, "参保人数": Decimal(7)}, DAY).amount == Decimal("5646.38")
    assert isinstance(counted, Decimal)


def test_none_and_empty_are_unknown() -> None:
    for nothing in (None, ""):
        verdict = judge(small(), "giant", {"注册区": nothing}, DAY)
        assert verdict.eligible is None and "注册区" in verdict.missing


def test_durations_and_fractions_are_values_of_derived_facts() -> None:
    assert judge(small(), "social", {"成立月数": Fraction(10, 1)}, DAY).conditions()
    with pytest.raises(FactsError, match="应是数字"):
        judge(small(), "social", {"成立月数": Months(3)}, DAY)


def test_what_was_checked_before_is_not_checked_again() -> None:
    """A register that took facts in by its own vocabulary asks an older catalogue: names it does not know pass."""
    verdict = judge(small(), "giant", {"注册区": "杨浦区", "后来才有的": True}, DAY, checked=True)
    assert verdict.eligible is None


def test_a_day_is_a_date() -> None:
    for wrong in ("2022-06-24", dt.datetime(2022, 6, 24)):
        with pytest.raises(FactsError, match=r"核算日应是 datetime\.date"):
            judge_all(small(), {}, wrong)  # type: ignore[arg-type]


def test_answers_are_of_conditions_a_person_judges() -> None:
    good = {"注册区": "杨浦区", "企业规模": "小型", "高新技术企业": True, "失信被执行": False}
    assert judge(small(), "giant", good, DAY, {"market": True}).eligible is True
    with pytest.raises(FactsError, match="没有由人判断的条件“markt”，是不是“market”？"):
        judge(small(), "giant", good, DAY, {"markt": True})
    with pytest.raises(FactsError, match="没有由人判断的条件“size”"):
        judge_under(small(), "giant", SINCE, good, DAY, {"size": True})
    with pytest.raises(FactsError, match="回答应是 True 或 False，写的是文字“是”"):
        judge(small(), "giant", good, DAY, {"market": "是"})  # type: ignore[dict-item]


def test_a_mistyped_slug_gets_a_suggestion() -> None:
    with pytest.raises(NotInForce, match="没有生效的项目“gaint”，是不是“giant”？"):
        judge(small(), "gaint", {}, DAY)
    with pytest.raises(NotInForce, match="是不是“giant”"):
        judge_under(small(), "gigant", SINCE, {}, DAY)
    with pytest.raises(NotInForce, match="没有从 2020-01-02 起的版本"):
        judge_under(small(), "giant", dt.date(2020, 1, 2), {}, DAY)
    with pytest.raises(NotInForce, match="2019-01-01 没有生效的项目“giant”"):
        judge(small(), "giant", {}, dt.date(2019, 1, 1))
    with pytest.raises(NotInForce, match="是不是“social”"):
        package(small(), {}, DAY, before={"socal": Before(Decimal(1))})
    with pytest.raises(KeyError, match="没有梯队“growth”"):
        climb(small(), "growth", {}, DAY)


@pytest.mark.parametrize("command", ["explain", "package"])
def test_the_command_line_says_it_and_leaves_the_fact_unknown(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, text in files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    given = tmp_path / "one.json"
    given.write_text(json.dumps({"注册区": "扬浦区", "注册地": "x", "从业人员": "许多"}), encoding="utf-8")
    assert main([command, str(tmp_path / "town"), "--facts", str(given), "--as-of", "2022-06-24", "--json"]) == 0
    shown = capsys.readouterr()
    assert "没有名为“注册地”的事实，是不是“注册区”？" in shown.err
    assert "“注册区”没有“扬浦区”这个取值，是不是“杨浦区”？，按未知处理。" not in shown.err
    assert "“注册区”没有“扬浦区”这个取值，是不是“杨浦区”？按未知处理。" in shown.err
    assert "“从业人员”应是数字，写的是“许多”，按未知处理。" in shown.err
    if command == "explain":
        giant = next(each for each in json.loads(shown.out) if each["programme"] == "giant")
        assert giant["eligible"] is None and "注册区" in giant["missing"]
