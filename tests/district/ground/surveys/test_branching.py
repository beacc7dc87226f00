"""Branching against a reading of the same conditions by hand: which questions are asked, whatever was answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from district.ground import clock
from district.ground.surveys.answering import read
from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.checking import checked
from district.ground.surveys.conditions.reading import read as read_condition
from district.ground.surveys.conditions.scope import Scope, Wrong
from district.ground.surveys.questions import Choice, Content, Kind, Page, Question, Words, one_page
from rulebook.feel import And, Arith, Between, BoolLit, Call, Compare, In, Name, Neg, NullLit, Or, Path, RangeLit, parse
from tests.district.ground.surveys.generated import answers, contents

DAY = dt.date(2022, 6, 24)
OPS = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}
SUMS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}


def kleene(node: Any, known: dict[str, Any]) -> Any:
    """Three-valued truth of a condition as it was written, read from its syntax tree alone."""
    match node:
        case And(terms=terms):
            found = [kleene(each, known) for each in terms]
            return False if False in found else None if None in found else True
        case Or(terms=terms):
            found = [kleene(each, known) for each in terms]
            return True if True in found else None if None in found else False
        case Call(function=Name(name="not"), args=(inner,)):
            found = kleene(inner, known)
            return None if found is None else not found
        case Compare(op=op, left=left, right=right):
            a, b = value(left, known), value(right, known)
            if op in {"=", "!="}:
                same = (a or None) == (b or None) if isinstance(a, list) else a == b
                return same if op == "=" else not same
            return None if a is None or b is None else OPS[op](a, b)
        case Between(value=inner, low=low, high=high):
            return kleene(And((Compare(">=", inner, low), Compare("<=", inner, high))), known)
        case In(value=inner, tests=(RangeLit(low=low, high=high, high_included=to),)):
            return kleene(And((Compare(">=", inner, low), Compare("<=" if to else "<", inner, high))), known)
        case In(value=inner, tests=tests):
            return any(value(inner, known) == value(each, known) for each in tests)
        case Call(function=Name(name="list contains"), args=(several, chosen)):
            return value(chosen, known) in value(several, known)
        case Name(name=name):  # a yes-or-no by itself is a yes: `not(q)` holds while it is unanswered, as in XLSForm
            return known[name] is True
        case BoolLit(value=found):
            return found
    raise AssertionError(node)


def value(node: Any, known: dict[str, Any]) -> Any:
    match node:
        case Name(name=name):
            return known[name]
        case Neg(operand=inner):
            return -value(inner, known)
        case Arith(op=op, left=left, right=right):
            a, b = value(left, known), value(right, known)
            return None if a is None or b is None else SUMS[op](a, b)
        case Path(source=source, member=member):
            return [row[member] for row in value(source, known)]
        case NullLit():
            return None
        case Call(function=Name(name=name), args=args):
            given = [value(each, known) for each in args]
            if name == "today":
                return DAY
            if name == "date":
                return dt.date.fromisoformat(given[0])
            if name == "sum":
                return sum(given[0]) if given[0] else None
            return None if given[0] is None else len(given[0])
    return node.value


def by_hand(content: Content, typed: dict[str, Any]) -> list[str]:
    """Keys asked: conditions as written, over answers that can be read, hidden ones empty."""
    known: dict[str, Any] = {}
    names, shown = [each.key for each in content], []
    for page in content.pages:
        here = not page.when or kleene(parse(page.when, names), known) is True
        for each in page.questions:
            known[each.key] = [] if each.kind in {Kind.SEVERAL, Kind.TABLE} else None
            if here and (not each.when or kleene(parse(each.when, names), known) is True):
                shown.append(each.key)
                one = read(one_page(each_alone(each)), {each.key: typed[each.key]}).values.get(each.key)
                if one is not None:
                    known[each.key] = list(one) if isinstance(one, tuple) else one
    return shown


def each_alone(question: Question) -> Question:
    from dataclasses import replace

    return replace(question, when="", required=False)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_branching_is_what_the_conditions_say(data: Any) -> None:
    with clock.at(DAY):
        content = data.draw(contents())
        found = checked(content)
        assert found.faults == ()
        typed = answers(data.draw, content)
        assert list(read(found.content, typed).shown) == by_hand(content, typed)


@settings(max_examples=50, deadline=None)
@given(contents())
def test_conditions_are_written_in_one_way_and_content_is_kept_whole(content: Content) -> None:
    once = checked(content).content
    assert checked(once).content == once
    assert Content.kept(once.plain()) == once


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_an_answer_is_the_same_after_it_was_kept(data: Any) -> None:
    content = data.draw(contents())
    typed = answers(data.draw, content)
    for key, one in read(content, typed).values.items():
        kind, question = asked(content.asked[key]), content.asked[key]
        assert kind.value(question, kind.kept(question, one)) == one
        assert kind.read(question, kind.raw(question, one)) == one


N = Question("n", Kind.NUMBER, Words("数"))
C = Question("c", Kind.CHOICE, Words("选"), choices=(Choice("a", Words("甲")),))
M = Question("m", Kind.SEVERAL, Words("多"), choices=(Choice("a", Words("甲")),))


@pytest.mark.parametrize(
    "text, why",
    [
        ("x > 1", "没有“x”"),
        ('n = "1"', "数字和文字"),
        ('c = "b"', "没有选项“b”"),
        ("c > 1", "两个数字"),
        ("n + 1", "成立或不成立"),
        ("n >", "写法不对"),
        ('list contains(c, "a")', "多选"),
        ("m = c", "多选"),
        ("some x in m satisfies x", "写法"),
        ('matches(c, "(a+)+$")', "不能用"),
        ("n > " * 600 + "1", "太长"),
        ("not(" * 60 + "n > 1" + ")" * 60, "太深|嵌套"),
        ("-" * 900 + "n > 1", "嵌套"),
        (" + ".join("n" * 400) + " > 1", "嵌套"),
        ("later > 1", "后面才问"),
        ('n = date("2022-13-01")', "不是日期"),
    ],
)
def test_conditions_that_cannot_stand_say_why(text: str, why: str) -> None:
    with pytest.raises(Wrong, match=why):
        read_condition(text, Scope.of([N, C, M], later=["later"]))


def faults(*questions: Question) -> list[str]:
    return [str(each) for each in checked(one_page(*questions)).faults]


def test_a_circle_is_told_of_its_questions() -> None:
    told = faults(
        Question("a", Kind.NUMBER, Words("甲"), when="b > 1"), Question("b", Kind.NUMBER, Words("乙"), when="a > 1")
    )
    assert told == [
        "“a”：条件互相依赖，绕成了一圈：a → b → a。",
    ]  # b asks only what stands before it


@pytest.mark.parametrize(
    "question, why",
    [
        (Question("a b", Kind.TEXT, Words("甲")), "不含空格"),
        (Question("and", Kind.TEXT, Words("甲")), "保留字"),
        (Question("c", Kind.CHOICE, Words("甲")), "要有选项"),
        (Question("t", Kind.TABLE, Words("甲")), "要有列"),
        (Question("q", Kind.TEXT), "还没有写问题"),
        (Question("t", Kind.TABLE, Words("甲"), columns=(Question("f", Kind.FILE, Words("乙")),)), "不能再放"),
        (Question("s", Kind.SCALE, Words("甲"), choices=(Choice("2", Words("二")),)), "连续数字"),
    ],
)
def test_questions_that_cannot_stand_say_why(question: Question, why: str) -> None:
    assert any(why in each and question.columns in ((), question.columns) for each in faults(question))


def test_a_name_twice_is_told() -> None:
    page = Page("p", Words("页"), (N,))
    assert "用了 2 次" in str(checked(Content((page, Page("n", Words("页"), (C,))))).faults[0])
