"""What Python callers mistake, each answered with a sentence: never with an answer made of something else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import rulebook
from rulebook.cli.main import main
from rulebook.saying import told

MODEL = rulebook.Model(rulebook.example().parent / "rating.dmn")
GOOD = {"营业收入": 5_200_000, "失信": False, "成立日期": dt.date(2019, 5, 1)}
FACTS = {"注册区": "东区", "成立日期": dt.date(2022, 3, 15), "从业人员": 35, "失信": False}
DAY = dt.date(2024, 6, 1)
RING: list[object] = []
RING.append(RING)


def judged(facts: Any = FACTS, slug: Any = "start-up", day: Any = DAY) -> rulebook.Verdict:
    return rulebook.judge(rulebook.read_catalogue(rulebook.example()), slug, facts, day)


def evaluated(text: Any, given: Any = None, **more: Any) -> rulebook.Answer:
    return rulebook.evaluate(text, given, **more)


def decided(name: Any = "评级", given: Any = GOOD, **more: Any) -> rulebook.Answer:
    return MODEL.decide(name, given, **more)


WRONG: dict[str, tuple[Callable[[], object], type[Exception], str, str]] = {
    "no expression": (lambda: evaluated(None), TypeError, "表达式应是文字，给的是 NoneType", "must be a str"),
    "a number": (lambda: evaluated(1), TypeError, "表达式应是文字，给的是 int", "must be a str"),
    "names in one text": (lambda: rulebook.compile("a b", names="a b"), TypeError, "应是几个名字", "several names"),
    "variables as a list": (lambda: evaluated("x", [1]), TypeError, "变量要写成 dict", "must be a dict"),
    "an empty list too": (lambda: evaluated("1", []), TypeError, "变量要写成 dict", "must be a dict"),
    "a name that is none": (lambda: evaluated("1", {1: 2}), TypeError, "变量的名字应是文字，给的是 1", "must be a str"),
    "a set has no order": (lambda: evaluated("x[1]", {"x": {3, 1}}), TypeError, "没有 Python 的 set 这种值", ""),
    "a set inside": (lambda: evaluated("x", {"x": [{1}]}), TypeError, "没有 Python 的 set 这种值", ""),
    "a number without end": (lambda: evaluated("x", {"x": 10**7000}), ValueError, "这个数太大", "too large"),
    "too large by a little": (lambda: evaluated("x", {"x": Decimal("1E+6145")}), ValueError, "这个数太大", "too large"),
    "a list in itself": (lambda: evaluated("x", {"x": RING}), ValueError, "值嵌套太深", "nested too deep"),
    "a day for a moment": (lambda: evaluated("today()", now=DAY), TypeError, "now 应是 datetime.datetime", "must be"),
    "a decision without name": (lambda: decided(None), TypeError, "决策的名称应是文字", "must be a str"),
    "inputs that are none": (lambda: decided(given=None), TypeError, "变量要写成 dict", "must be a dict"),
    "a set as an input": (lambda: decided(given={**GOOD, "营业收入": {5}}), TypeError, "没有 Python 的 set", ""),
    "a moment as text": (lambda: decided(now="2024-01-01"), TypeError, "now 应是 datetime.datetime", "must be"),
    "facts that are none": (lambda: judged(None), rulebook.FactsError, "事实要写成 dict", "must be a dict"),
    "facts in pairs": (lambda: judged([("从业人员", 1)]), rulebook.FactsError, "事实要写成 dict", "must be a dict"),
    "no programme": (lambda: judged(slug=None), rulebook.NotInForce, "没有生效的项目“None”", "no programme"),
    "nearly a programme": (lambda: judged(slug="startup"), rulebook.NotInForce, "是不是“start-up”", "start-up"),
    "no number": (lambda: judged({**FACTS, "从业人员": float("nan")}), rulebook.FactsError, "请用 None", "use None"),
    "a count of 40 digits": (lambda: judged({**FACTS, "从业人员": 10**40}), rulebook.FactsError, "太大了", "too large"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_a_sentence_in_both_languages(case: str) -> None:
    ask, kind, chinese, english = WRONG[case]
    with pytest.raises(kind, match=chinese) as caught:
        ask()
    assert english in told(caught.value, "en")


def test_what_is_none_of_these_mistakes_passes() -> None:
    assert evaluated("x", {"x": 10**6000}).value == Decimal(10) ** 6000
    assert evaluated("x[2]", {"x": (3, 1)}).value == 1
    assert evaluated("1", {}).value == evaluated("1", None).value == 1
    assert evaluated("today()", now=dt.datetime(2024, 6, 1)).value == DAY
    assert judged({**FACTS, "从业人员": 10**20}).eligible is False


def test_a_catalogue_is_shown_in_one_line() -> None:
    shown = repr(rulebook.read_catalogue(rulebook.example()))
    assert shown.startswith("Catalogue('town', 2 programmes, hash ")
    assert len(shown) < 80


def test_the_command_line_gives_the_clock(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feel", "[today(), now().hour]", "--now", "2024-06-01T09:30"]) == 0
    assert capsys.readouterr().out == "[2024-06-01, 9]\n"
    assert main(["feel", "today() - today()"]) == 0
    assert capsys.readouterr().out == "PT0S\n"
    assert main(["feel", "now() - now()"]) == 0
    assert capsys.readouterr().out == "PT0S\n"
    for wrong in (["feel", "1", "--now", "soon"], ["diff", "a", "b", "--as-of", "2024-6-1"]):
        with pytest.raises(SystemExit) as ended:
            main(wrong)
        assert ended.value.code == 2
        said = capsys.readouterr().err
        assert "应是日期" in said or "不是日期" in said
