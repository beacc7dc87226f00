"""The two engines say the same: every verdict, amount and missing fact, thresholds and boundary values included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rulebook import Catalogue, CatalogueError, read_files
from rulebook.columns.functions import MAKERS, ROUNDINGS
from rulebook.columns.programme import check_columns
from rulebook.feel.builtins.registry import FUNCTIONS as WHOLE_FEEL
from rulebook.feel.evaluate import evaluate
from rulebook.feel.temporal import YearsMonths
from rulebook.feel.values import to_python
from rulebook.plan.build import Scope, Symbol, build
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.functions import FUNCTIONS, MEMBERS
from rulebook.plan.types import Months, Value
from rulebook.sweeping.cells.whole import TWINS
from rulebook.sweeping.sweep import sweep
from tests import turns
from tests.rulebook.small import files, small
from tests.rulebook.test_yangpu import yangpu

DAY = dt.date(2022, 6, 24)
SLOW = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))

NAMES: dict[str, tuple[str, st.SearchStrategy[Value]]] = {
    # dates at the ends of months, numbers at and beside the constants that expressions use
    "数": ("number, places: 2", st.sampled_from([Decimal(each) / 100 for each in (-100, 0, 1, 99, 100, 101, 250)])),
    "量": ("number, places: 0", st.sampled_from([Decimal(each) for each in (-7, 0, 1, 2, 3, 6, 12, 10**9)])),
    "字": ("string", st.sampled_from(
        ["甲", "乙", "甲乙", "a'b", "%", "01", "06", "甲\n", "１２", "A_b", "😀", "2020-02-29", "20210229"]
    )),
    "词": ("string", st.sampled_from(["甲", "丙", "a_b"])),
    "是": ("boolean", st.booleans()),
    "否": ("boolean", st.booleans()),
    "日": ("date", st.sampled_from([dt.date(2020, 2, 29), dt.date(2021, 1, 31), dt.date(2022, 6, 24)])),
    "期": ("date", st.sampled_from([dt.date(2020, 2, 28), dt.date(2021, 2, 28), dt.date(2022, 6, 25)])),
}  # fmt: skip


EDGES: dict[object, list[str]] = {
    "number": ["数", "量", "0", "-2.5", "(数 / 3)", "(数 / 量)", "(日 - 期).days"],
    "string": ["字", "词", '"甲"', '""', "(字 + 词)"],
    "date": ["日", "期", "核算日", 'date("2020-02-29")', '(日 + duration("P1M"))', '(期 - duration("PT36H"))'],
    "days": ["(日 - 期)", "((期 - 日) / 7)", 'duration("-PT36H")', '((日 - 期) * 数)'],
    "months": ["years and months duration(日, 期)", 'duration("P13M")', '(duration("P1M") * 数)'],
}  # fmt: skip
PATTERNS = [
    r"^\\w+$", r"\\d", r"\\s", r"甲$", r"^[乙-甲]+$", r"\\W|^$", r"[a-z-[b]]", r"甲.乙", r"\\p{Lu}",
    r"(甲|乙){2}", "a_b",
    "(甲+)+$",
]  # fmt: skip


def of_calls(gives: str) -> st.SearchStrategy[str]:
    """A call of any function of the registry that gives such a value, over edge arguments."""
    return st.sampled_from(sorted(name for name, each in FUNCTIONS.items() if each.gives == gives)).flatmap(call_of)


@st.composite
def call_of(draw: st.DrawFn, name: str) -> str:
    function = FUNCTIONS[name]
    count = len(function.takes) + draw(st.integers(0, 2)) if function.variadic else len(function.takes)
    if function.optional:
        count -= draw(st.integers(0, function.optional))
    takes = [function.takes[min(place, len(function.takes) - 1)] for place in range(count)]
    args = [draw(st.sampled_from(EDGES[type_])) for type_ in takes]
    if name in ROUNDINGS and count == 2:
        args[1] = draw(st.sampled_from(["0", "1", "2", "-1", "-3", "5"]))
    if name == "date":
        args[0] = draw(st.sampled_from(["字", "词", "(字 + 词)"]))
    if name == "matches":
        args[1] = '"' + draw(st.sampled_from(PATTERNS)) + '"'
    members = {member for each in MEMBERS.values() for member in each}
    return f"({args[0]}).{name}" if name in members else f"{name}({', '.join(args)})"


def of_numbers(depth: int) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(["数", "量", "0", "1", "2.5", "3", "日.year", "(日 - 期).days"])
    if not depth:
        return leaf
    inner = of_numbers(depth - 1)
    two = st.tuples(inner, inner)
    rounding = st.sampled_from(
        ["round half up", "round half down", "decimal", "round up", "round down", "floor", "ceiling"]
    )
    return st.one_of(
        leaf,
        st.tuples(inner, st.sampled_from("+-*/"), inner).map("({0[0]} {0[1]} {0[2]})".format),
        st.tuples(rounding, inner, st.sampled_from(["0", "1", "2"])).map("{0[0]}({0[1]}, {0[2]})".format),
        st.tuples(st.sampled_from(["min", "max"]), two).map("{0[0]}({0[1][0]}, {0[1][1]})".format),
        inner.map("abs({})".format),
        st.tuples(of_booleans(depth - 1), two).map("(if {0[0]} then {0[1][0]} else {0[1][1]})".format),
        st.just('(years and months duration(日, 期) / duration("P1M"))'),
        st.just('((期 - 日) / duration("P7D"))'),
        inner.map("({} ** 2)".format),
        st.tuples(inner, st.sampled_from(["0", "3", "5", "-1", "-2"])).map("({0[0]} ** {0[1]})".format),
        of_calls("number"),
        st.tuples(of_durations(), of_durations()).map("({0[0]} / {0[1]})".format),
    )


def of_durations() -> st.SearchStrategy[str]:
    return st.sampled_from(EDGES["days"])


def of_booleans(depth: int) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(
        ["是", "否", 'contains(字, "甲")', 'starts with(字, "%")', 'ends with(字, 词)', 'matches(字, "^[乙-甲]$")',
         '词 in ("甲", "丙")', '字 in ["01".."06")', "日 < 期", "日 = 期", '日 + duration("P1M") >= 期',
         '期 - duration("P13M") < 日', '日 + duration("P30D") <= 期', "字 != 词", '字 + 词 = "甲甲"',
         'years and months duration(日, 期) >= duration("P12M")', '期 - 日 > duration("P365D")']
    )  # fmt: skip
    if not depth:
        return leaf
    inner, number = of_booleans(depth - 1), of_numbers(depth - 1)
    date = st.sampled_from(EDGES["date"])
    return st.one_of(
        leaf,
        of_calls("boolean"),
        st.tuples(of_calls("date"), st.sampled_from(["<", ">=", "="]), date).map(" ".join).map("({})".format),
        st.tuples(of_calls("months"), st.sampled_from(["<", ">="]), of_calls("months"))
        .map(" ".join)
        .map("({})".format),
        st.tuples(
            date,
            st.sampled_from("+-"),
            st.sampled_from(["P1M", "P30D", "P12M", "P365D", "PT36H", "P8000Y"]),
            st.sampled_from(["<", ">=", "="]),
            date,
        ).map('({0[0]} {0[1]} duration("{0[2]}") {0[3]} {0[4]})'.format),
        st.tuples(inner, inner).map(" and ".join).map("({})".format),
        st.tuples(inner, inner).map(" or ".join).map("({})".format),
        inner.map("not({})".format),
        st.tuples(number, st.sampled_from([">=", ">", "<", "<=", "=", "!="]), number).map(" ".join).map("({})".format),
        st.tuples(number, number, number).map("({0[0]} between {0[1]} and {0[2]})".format),
        st.tuples(number, number).map("({0[0]} in ({0[1]}, > 1, [2..3)))".format),
        st.tuples(inner, inner, inner).map("(if {0[0]} then {0[1]} else {0[2]})".format),
    )


def catalogue_of(when: str, amount: str, between: str) -> Catalogue:
    """One programme with one condition, one amount, one derived fact."""
    facts = "\n".join(f"  {name}: {{type: {kind}}}" for name, (kind, _) in NAMES.items())
    return read_files(
        {
            "t/layer.yaml": "name: 甲\n",
            "t/vocabulary.yaml": f"facts:\n{facts}\nderived:\n  中: {{type: boolean, is: '{_quoted(between)}'}}\n",
            "t/programmes/p/programme.yaml": "name: 甲\noffice: 乙\n",
            "t/programmes/p/2020-01-01.yaml": (
                f"conditions:\n  - {{id: a, say: 甲, when: '{_quoted(when)}'}}\n  - any:\n"
                "      - {id: b, say: 乙, when: 中}\n      - {id: c, say: 丙, when: 量 > 0}\n"
                f"benefit: {{amount: '{_quoted(amount)}'}}\n"
            ),
        },
        "t",
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def written(path: Path, rows: list[dict[str, Value]], types: dict[str, str]) -> Path:
    """A Parquet file of facts, one row a subject; an absent fact is null."""
    kinds = {"string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE", "number": "DECIMAL(18, 2)"}
    columns = ", ".join(f'"{name}" {kinds[type_]}' for name, type_ in types.items())
    with duckdb.connect() as connection:
        connection.execute(f'CREATE TABLE facts ("统一社会信用代码" VARCHAR, {columns})')
        marks = ", ".join("?" * (len(types) + 1))
        values = [[f"K{place:05}", *(row.get(name) for name in types)] for place, row in enumerate(rows)]
        connection.executemany(f"INSERT INTO facts VALUES ({marks})", values)
        connection.execute(f"COPY facts TO '{path}' (FORMAT parquet)")
    return path


def swept(catalogue: Catalogue, facts: Path, engine: str, as_of: dt.date = DAY) -> list[tuple[object, ...]]:
    out = facts.with_name(f"{engine}.parquet")
    sweep(catalogue, facts, out, as_of, engine=engine, everything=True)
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM '{out}' ORDER BY key, programme").fetchall()
    *_, missing, notes = range(len(rows[0]))
    assert [row for row in rows if row[3] is None and not row[missing] and not row[notes]] == [], engine
    return rows


def rows_of(strategies: dict[str, st.SearchStrategy[Value]], count: int) -> st.SearchStrategy[list[dict[str, Value]]]:
    one = st.fixed_dictionaries({}, optional=strategies)
    return st.lists(one, min_size=count, max_size=count)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("columns")


RULES = st.lists(st.tuples(of_booleans(2), of_numbers(2), of_booleans(1)), min_size=16, max_size=16)
FACTS = {name: strategy for name, (_, strategy) in NAMES.items()}
KINDS = {name: kind.split(",")[0] for name, (kind, _) in NAMES.items()}


def sensible(rule: tuple[str, str, str]) -> Catalogue:
    """The rule's catalogue; a plain one in place of what reading refuses (a condition no subject can meet, …)."""
    try:
        return catalogue_of(*rule)
    except CatalogueError:
        return catalogue_of("量 > 0", "量 + 1", "量 > 0")


def together(rules: list[tuple[str, str, str]]) -> Catalogue:
    """One catalogue of many one-rule programmes, so that they can disturb each other."""
    files: dict[str, str] = {}
    for place, rule in enumerate(rules):
        for path, text in sensible(rule).files.items():
            if "/programmes/p/" in path:
                named = text.replace("when: 中}", f"when: 中{place}}}")
                files[path.replace("/programmes/p/", f"/programmes/p{place:02}/")] = named
            elif path.endswith("vocabulary.yaml"):
                base, derived = text.split("derived:\n")
                files.setdefault(path, base + "derived:\n")
                files[path] += derived.replace("  中:", f"  中{place}:")
            else:
                files[path] = text
    return read_files(files, "t")


def first_difference(
    rules: list[tuple[str, str, str]], rows: list[dict[str, Value]], a: list[Any], b: list[Any]
) -> str:
    """The rule and the facts of the first verdict that is not the same."""
    for one, other in zip(a, b, strict=True):
        if one != other:
            return f"{one} is not {other}: {rules[int(one[1][1:])]} over {rows[int(one[0][1:])]}"
    return ""


@settings(SLOW, max_examples=turns.times(2, 4), phases=[Phase.explicit, Phase.generate])
@given(rules=RULES, rows=rows_of(FACTS, 20))
def test_any_rules_together_over_any_facts(
    place: Path, rules: list[tuple[str, str, str]], rows: list[dict[str, Value]]
) -> None:
    """All rules of a run in one catalogue: rows by columns and by closures, totals by cells too."""
    catalogue = together(rules)
    facts = written(place / "facts.parquet", rows, KINDS)
    by_columns, by_rows = swept(catalogue, facts, "duckdb"), swept(catalogue, facts, "python")
    assert first_difference(rules, rows, by_columns, by_rows) == ""
    sums = [sweep(catalogue, facts, None, DAY, engine=engine).totals for engine in ("cells", "duckdb", "python")]
    assert sums[0] == sums[1] == sums[2]


def test_every_function_has_all_its_twins() -> None:
    """Types and closure stand in the registry; columns and cells must name each, whole FEEL must know it."""
    assert set(MAKERS) == set(FUNCTIONS)
    assert set(TWINS) == set(FUNCTIONS)
    members = {member for each in MEMBERS.values() for member in each}
    assert set(FUNCTIONS) - members <= set(WHOLE_FEEL)


@settings(SLOW, max_examples=300, phases=[Phase.explicit, Phase.generate])
@given(call=st.sampled_from(sorted(FUNCTIONS)).flatmap(call_of), facts=st.fixed_dictionaries(FACTS))
def test_a_function_says_what_whole_feel_says(call: str, facts: dict[str, Value]) -> None:
    symbols = {name: Symbol(name, "fact", KINDS[name]) for name in KINDS} | {
        "核算日": Symbol("核算日", "as-of", "date")
    }
    ours = Closures().of(build(call, Scope(symbols)))(Environment({**facts, "核算日": DAY}, {}))
    theirs = evaluate(call, {**facts, "核算日": DAY}).value
    if isinstance(ours, Decimal | Fraction) and isinstance(theirs, Decimal):
        assert abs(Fraction(ours) - Fraction(theirs)) <= abs(Fraction(theirs)) / 10**20, call
    else:
        assert ours == (Months(theirs.months) if isinstance(theirs, YearsMonths) else to_python(theirs)), call


def test_days_and_months_in_one_catalogue(place: Path) -> None:
    """DuckDB holds INTERVAL 30 DAY and INTERVAL 1 MONTH for equal, and would make two such expressions one."""
    rules = [(f'(日 + duration("{span}")) = date("{day}")', "1", "true") for span, day in (
        ("P30D", "2021-03-02"), ("P1M", "2021-02-28"), ("P360D", "2022-01-26"), ("P12M", "2022-01-31"),
        ("P365D", "2022-01-31"), ("P1Y", "2022-01-31"))]  # fmt: skip
    facts = written(place / "facts.parquet", [{"日": dt.date(2021, 1, 31), "量": Decimal(1)}], KINDS)
    for turned in (rules, rules[::-1]):
        for engine in ("duckdb", "python"):
            assert [row[3] for row in swept(together(turned), facts, engine)] == [True] * len(rules), engine


@pytest.mark.parametrize(
    "amount",
    ["min(数 / 量, 100)", "max(数 / 3, 1)", "round half up(数 * 7, -1)", "2 ** 10", "数 ** -2",
     '((日 - 期) * 0.4).days', '(期 - 日) / duration("P1DT12H")', '(duration("P1M") * 数) / duration("P1M")'],
)  # fmt: skip
def test_natural_arithmetic_is_done_by_columns(place: Path, amount: str) -> None:
    catalogue = catalogue_of("true", amount, "true")
    assert check_columns(catalogue, catalogue.programmes["p"].versions[0]) is None
    rows: list[dict[str, Value]] = [
        {"数": Decimal(number) / 100, "量": Decimal(count), "日": day, "期": dt.date(2022, 6, 24)}
        for number in (-250, 0, 100, 1234) for count in (-3, 0, 7)
        for day in (dt.date(2021, 1, 31), dt.date(2022, 6, 25))
    ]  # fmt: skip
    facts = written(place / "facts.parquet", rows, KINDS)
    assert swept(catalogue, facts, "duckdb") == swept(catalogue, facts, "python")


SMALL: dict[str, st.SearchStrategy[Value]] = {
    "注册区": st.sampled_from(["杨浦区", "虹口区"]),
    "成立日期": st.dates(dt.date(2018, 6, 1), dt.date(2022, 6, 24)),
    "从业人员": st.sampled_from([Decimal(each) for each in (9, 10, 19, 20, 299, 300, 1000)]),
    "营业收入": st.sampled_from([Decimal(each) for each in ("0", "499999.99", "500000", "2999999.99", "3000000")]),
    "行业": st.sampled_from(["工业", "软件业", "批发业"]),
    "失信被执行": st.booleans(),
    "高新技术企业": st.booleans(),
    "发明专利数": st.sampled_from([Decimal(each) for each in (0, 1, 2)]),
    "参保人数": st.sampled_from([Decimal(each) for each in (0, 1, 7, 8, 9)]),
}  # fmt: skip


@SLOW
@given(rows=rows_of(SMALL, 40))
def test_the_small_catalogue(place: Path, rows: list[dict[str, Value]]) -> None:
    types = {name: small().facts[name].type for name in SMALL}
    facts = written(place / "facts.parquet", rows, types)
    assert swept(small(), facts, "duckdb") == swept(small(), facts, "python")


def near_constants(catalogue: Catalogue, name: str) -> st.SearchStrategy[Value]:
    """Values a fact may have, those beside what rules compare it with among them."""
    kind = catalogue.facts[name]
    if kind.type == "boolean":
        return st.booleans()
    if kind.type == "date":
        return st.dates(dt.date(2017, 1, 1), dt.date(2022, 6, 24))
    if kind.type == "string":
        return st.sampled_from(
            kind.choices or ("杨浦区", "虹口区", "0111", "3911", "5911", "6513", "7010", "7310", "6620")
        )
    step = Decimal(1).scaleb(-(kind.places or 0))
    bounds = [
        Decimal(each)
        for each in (0, 1, 5, 6, 8, 10, 12, 20, 36, 100, 300, 1000, 3 * 10**6, 10**7, 2 * 10**7, 4 * 10**8)
    ]
    return st.sampled_from([each for bound in bounds for each in (bound - step, bound, bound + step) if each >= 0])


@settings(SLOW, max_examples=turns.times(2, 6))
@given(data=st.data())
def test_yangpus_catalogue(place: Path, data: st.DataObject) -> None:
    catalogue = yangpu()
    strategies = {name: near_constants(catalogue, name) for name in catalogue.facts}
    one = st.fixed_dictionaries({}, optional=strategies)
    whole = st.fixed_dictionaries(strategies)
    rows = data.draw(st.lists(st.one_of(one, whole), min_size=30, max_size=30))
    facts = written(place / "facts.parquet", rows, {name: each.type for name, each in catalogue.facts.items()})
    assert swept(catalogue, facts, "duckdb") == swept(catalogue, facts, "python")


def test_a_third_times_six_is_two(place: Path) -> None:
    """A twelfth of 100.01 times six is 50.005, which is 50.01 to the fen in both engines."""
    catalogue = catalogue_of("true", "数 / 12 * 6", "true")
    facts = written(place / "facts.parquet", [{"数": Decimal("100.01")}], {"数": "number"})
    for engine in ("duckdb", "python"):
        assert swept(catalogue, facts, engine)[0][4] == Decimal("50.01")


def test_what_columns_cannot_do_is_refused() -> None:
    catalogue = catalogue_of("数 ** 量 > 1", "1", "true")
    assert check_columns(catalogue, catalogue.programmes["p"].versions[0]) is not None
    assert check_columns(small(), small().programmes["giant"].versions[0]) is None


def test_a_sweep_that_fails_leaves_the_output_as_it_was(place: Path) -> None:
    out = place / "kept.parquet"
    out.write_bytes(b"as it was")
    catalogue = read_files(files(), "town")
    facts = place / "broken.csv"
    facts.write_text("统一社会信用代码,注册区\nA,杨浦区\nA,虹口区\n", encoding="utf-8")
    with pytest.raises(Exception, match="有重复"):
        sweep(catalogue, facts, out, DAY)
    assert out.read_bytes() == b"as it was"
    assert [each.name for each in place.iterdir() if each.name.startswith((".", "sweep-"))] == []
