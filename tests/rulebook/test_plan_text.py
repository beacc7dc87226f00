"""A plan written as FEEL and read again is the same plan."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.catalogue.catalogue import plans_of
from rulebook.catalogue.reader import read_files
from rulebook.catalogue.scope import scope_of
from rulebook.plan import nodes as p
from rulebook.plan.build import Scope, Symbol, build
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.text import feel_text
from rulebook.plan.types import BOOLEAN, DATE, DAYS, MONTHS, NUMBER, STRING, Months
from tests.rulebook.small import small
from tests.rulebook.test_yangpu import yangpu

NAMES = {"数": NUMBER, "另 一-个数": NUMBER, "词": STRING, "真": BOOLEAN, "日": DATE, "年月": MONTHS, "天": DAYS}
SCOPE = Scope({name: Symbol(name, "fact", type_) for name, type_ in NAMES.items()})


VALUES: dict[str, st.SearchStrategy[object]] = {
    NUMBER: st.decimals(-1000, 1000, places=2), STRING: st.text("甲乙 \"'\\\n", max_size=4), BOOLEAN: st.booleans(),
    DATE: st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)), MONTHS: st.builds(Months, st.integers(-30, 30)),
    DAYS: st.builds(dt.timedelta, days=st.integers(-40, 40), seconds=st.integers(0, 86_399)),
}  # fmt: skip


@st.composite
def plans(draw: st.DrawFn, type_: str = "", depth: int = 4) -> p.Plan:
    type_ = type_ or draw(st.sampled_from(sorted(VALUES)))

    def part(kind: str) -> p.Plan:
        return draw(plans(kind, depth - 1))

    if depth == 0 or type_ not in (NUMBER, BOOLEAN) or draw(st.booleans()):
        names = [name for name, each in NAMES.items() if each == type_]
        if draw(st.booleans()):
            return p.Ref(type_, draw(st.sampled_from(names)), "fact")
        return p.Const(type_, draw(VALUES[type_]))  # type: ignore[arg-type]
    if type_ == NUMBER:
        kind = draw(st.sampled_from(["arith", "call", "member", "if"]))
        if kind == "arith":
            return p.Arith(NUMBER, draw(st.sampled_from(["+", "-", "*", "/", "**"])), part(NUMBER), part(NUMBER))
        if kind == "call":
            args = tuple(part(NUMBER) for _ in range(draw(st.integers(1, 3))))
            return p.Call(NUMBER, draw(st.sampled_from(["min", "max"])), args)
        return (
            p.Call(NUMBER, "year", (part(DATE),))
            if kind == "member"
            else p.If(NUMBER, part(BOOLEAN), part(NUMBER), part(NUMBER))
        )
    kind = draw(st.sampled_from(["compare", "and", "or", "not"]))
    if kind == "compare":
        both = draw(st.sampled_from([NUMBER, STRING, DATE, MONTHS, DAYS]))
        return p.Compare(BOOLEAN, draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="])), part(both), part(both))
    if kind == "not":
        return p.Not(BOOLEAN, part(BOOLEAN))
    return p.Logic(BOOLEAN, kind, tuple(part(BOOLEAN) for _ in range(draw(st.integers(2, 3)))))


@settings(max_examples=400, deadline=None)
@given(plans())
def test_read_back_it_is_the_same(plan: p.Plan) -> None:
    assert flat(build(feel_text(plan), SCOPE)) == flat(plan)


def flat(plan: p.Plan) -> object:
    """What the plan means, whichever way `and` and `or` of three were nested."""
    match plan:
        case p.Logic():
            parts: list[object] = []
            for each in map(flat, plan.terms):
                nested = isinstance(each, tuple) and each[0] == plan.op
                parts += each[1:] if nested else [each]  # type: ignore[index]
            return (plan.op, *parts)
        case p.Const():
            return ("const", plan.type, str(plan.value))
        case p.Ref():
            return ("ref", plan.name)
        case _:
            return (
                type(plan).__name__,
                getattr(plan, "op", getattr(plan, "function", "")),
                *map(flat, p.children(plan)),
            )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('词 in ("甲", "乙")', '词 in ("甲", "乙")'), ('词="甲" or 词 = "乙"', '词 in ("甲", "乙")'),
        ("数 between 1 and 另 一-个数+2", "数 in [1..另 一-个数 + 2]"), ("数 in (1..2]", "数 in (1..2]"),
        ("(数 + 1) * 2 - 3 - (4 - 5)", "(数 + 1) * 2 - 3 - (4 - 5)"), ("not(真 and 数 > -1)", "not(真 and 数 > -1)"),
        ('日 + duration("P1Y2M") > date("2022-01-31")', '日 + duration("P14M") > date("2022-01-31")'),
    ],
)  # fmt: skip
def test_it_reads_well(written: str, said: str) -> None:
    assert feel_text(build(written, SCOPE)) == said


def test_every_rule_of_the_catalogues() -> None:
    for catalogue in (small(), yangpu()):
        scope = scope_of(catalogue)
        for programme in catalogue.programmes.values():
            for version in programme.versions:
                for plan in plans_of(version):
                    assert build(feel_text(plan), scope) == plan


@pytest.mark.parametrize(("hit", "default"), [("F", "9"), ("F", ""), ("P", "3"), ("U", "9")])
def test_a_table_as_feel(hit: str, default: str) -> None:
    """FEEL that gives the same value, where a rule can say it; else the table by its name, as a rule writes it."""
    rows = "\n".join(f"  - ['{test}', {value}]" for test, value in (("< 5", 1), ("[5..8]", 2), ("> 10", 3)))
    values = ", values: [3, 2, 1]" if hit == "P" else ""
    texts = {
        "t/layer.yaml": "name: 甲\n",
        "t/vocabulary.yaml": "facts:\n  数: {type: number}\nderived:\n  分: {type: number, is: table t}\n",
        "t/tables/t.yaml": f"inputs: [数]\noutputs: [{{name: 分, type: number{values}}}]\nhit: {hit}\n"
                           + (f"default: {default}\n" if default else "") + f"rows:\n{rows}\n",
        "t/programmes/p/programme.yaml": "name: 甲\noffice: 乙\n",
        "t/programmes/p/2020-01-01.yaml": "conditions:\n  - {id: a, say: 甲, when: 分 > 1}\n",
    }  # fmt: skip
    catalogue = read_files(texts, "t")
    plan = catalogue.derived["分"].plan
    assert isinstance(plan, p.Table)
    text = feel_text(plan)
    if hit == "U" or not default:
        assert text == "table t"
        return
    again, closures = build(text, scope_of(catalogue)), Closures()
    for number in (4, 5, 8, 9, 11, None):
        env = Environment({} if number is None else {"数": Decimal(number)}, {})
        assert closures.of(again)(env) == closures.of(plan)(env), number
