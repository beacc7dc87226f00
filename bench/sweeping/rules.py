"""Forty programmes written four times from one list: FEEL, SQL as one writes it by hand, OpenFisca, ZEN."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

AS_OF = dt.date(2022, 6, 24)
SIZES = (("小型", 20, 3_000_000), ("中型", 300, 20_000_000), ("大型", 1000, 400_000_000))
VOCABULARY = """
subject: enterprise
facts:
  注册区: {type: string}
  成立日期: {type: date}
  从业人员: {type: number, unit: 人, places: 0}
  参保人数: {type: number, unit: 人, places: 0}
  营业收入: {type: number, unit: 元, places: 2}
  研发费用: {type: number, unit: 元, places: 2}
  发明专利数: {type: number, unit: 件, places: 0}
  高新技术企业: {type: boolean}
  失信被执行: {type: boolean}
derived:
  成立月数: {type: number, unit: 月, is: 'years and months duration(成立日期, 核算日) / duration("P1M")'}
  企业规模: {type: string, is: table size}
"""
TABLE = "inputs: [从业人员, 营业收入]\noutputs: [{name: 企业规模, type: string}]\nhit: F\nrows:\n" + "".join(
    f"  - ['>= {staff}', '>= {revenue}', '\"{name}\"']\n" for name, staff, revenue in reversed(SIZES)
) + "  - ['-', '-', '\"微型\"']\n"  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One programme's numbers; which of them count follows from `number`."""

    number: int

    @property
    def months(self) -> int:
        return 12 + 3 * self.number

    @property
    def staff(self) -> int:
        return 3 + self.number % 17

    @property
    def revenue(self) -> int:
        return 500_000 * (1 + self.number % 11)

    @property
    def patents(self) -> int:
        return 1 + self.number % 5

    @property
    def rate(self) -> int:
        """Yuan a head, or per mille of research expense."""
        return 100 + 50 * (self.number % 9)

    @property
    def cap(self) -> int:
        return 20_000 * (1 + self.number % 10)

    @property
    def young(self) -> bool:
        return self.number % 2 == 0

    @property
    def sized(self) -> bool:
        return self.number % 3 == 0

    @property
    def inventive(self) -> bool:
        return self.number % 4 == 1

    @property
    def by_head(self) -> bool:
        return self.number % 5 < 3


RULES = tuple(Rule(number) for number in range(40))


def programme(rule: Rule) -> str:
    """The rule in the catalogue's own form."""
    age = "<" if rule.young else ">="
    lines = [
        "  - {id: here, say: 在区内, when: '注册区 = \"杨浦区\"'}",
        f"  - {{id: age, say: 年限, when: 成立月数 {age} {rule.months}}}",
        f"  - {{id: staff, say: 人数, when: 从业人员 >= {rule.staff}}}",
        f"  - {{id: revenue, say: 收入, when: 营业收入 >= {rule.revenue}}}",
        "  - none:\n      - {id: dishonest, say: 失信, when: 失信被执行 = true}",
    ]
    if rule.sized:
        lines.append('  - {id: size, say: 小微, when: \'企业规模 in ("小型", "微型")\'}')
    if rule.inventive:
        lines.append(
            "  - any:\n      - {id: tech, say: 高新, when: 高新技术企业 = true}\n"
            f"      - {{id: patents, say: 专利, when: 发明专利数 >= {rule.patents}}}"
        )
    amount = f"参保人数 * {rule.rate}.55" if rule.by_head else f"round half up(研发费用 * {rule.rate} / 7000, 2)"
    return "conditions:\n" + "\n".join(lines) + f"\nbenefit: {{amount: 'min({amount}, {rule.cap})', pay: once}}\n"


def write_catalogue(folder: Path) -> Path:
    """The forty as a catalogue folder."""
    layer = folder / "forty"
    (layer / "tables").mkdir(parents=True)
    (layer / "layer.yaml").write_text("name: 甲\noffices: [{name: 乙}]\n", encoding="utf-8")
    (layer / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (layer / "tables" / "size.yaml").write_text(TABLE, encoding="utf-8")
    for rule in RULES:
        home = layer / "programmes" / f"p{rule.number:02}"
        home.mkdir(parents=True)
        (home / "programme.yaml").write_text(f"name: 项目{rule.number}\noffice: 乙\nkind: subsidy\n", encoding="utf-8")
        (home / "2020-01-01.yaml").write_text(programme(rule), encoding="utf-8")
    return layer


def months_sql() -> str:
    """Whole months from a founding day to the as-of day, as one writes it in SQL."""
    return (
        f"(({AS_OF.year} - year(成立日期)) * 12 + {AS_OF.month} - month(成立日期) - "
        f"CASE WHEN day(成立日期) > {AS_OF.day} THEN 1 ELSE 0 END)"
    )


def size_sql() -> str:
    cases = " ".join(f"WHEN 从业人员 >= {staff} AND 营业收入 >= {revenue} THEN '{name}'" for name, staff, revenue in
                     reversed(SIZES))  # fmt: skip
    return f"CASE {cases} ELSE '微型' END"


def condition_sql(rule: Rule) -> str:
    parts = ["注册区 = '杨浦区'", f"months {'<' if rule.young else '>='} {rule.months}", f"从业人员 >= {rule.staff}",
             f"营业收入 >= {rule.revenue}", "NOT 失信被执行"]  # fmt: skip
    if rule.sized:
        parts.append("size IN ('小型', '微型')")
    if rule.inventive:
        parts.append(f"(高新技术企业 OR 发明专利数 >= {rule.patents})")
    return " AND ".join(parts)


def amount_sql(rule: Rule) -> str:
    if rule.by_head:
        return f"least(参保人数 * {rule.rate}.55, {rule.cap})"
    # whole fen, because DuckDB divides decimals into floats and a sum of them is some yuan off
    fen = f"(CAST(研发费用 * 100 AS BIGINT) * {2 * rule.rate} + 7000) // 14000"
    return f"least(CAST({fen} AS DECIMAL(16, 0)) * 0.01, {rule.cap})"


def totals_sql(facts: str) -> str:
    """One pass, forty counts and sums, written as an analyst would."""
    columns = ", ".join(
        f"count(*) FILTER ({condition_sql(rule)}), sum({amount_sql(rule)}) FILTER ({condition_sql(rule)})"
        for rule in RULES
    )
    source = f"(SELECT *, {months_sql()} AS months, {size_sql()} AS size FROM read_parquet('{facts}'))"
    return f"SELECT {columns} FROM {source}"


def rows_sql(facts: str, out: str) -> str:
    """The verdict rows of those eligible, as an analyst would write them."""
    source = f"(SELECT *, {months_sql()} AS months, {size_sql()} AS size FROM read_parquet('{facts}'))"
    parts = " UNION ALL ".join(
        f"SELECT 统一社会信用代码 AS key, 'p{rule.number:02}' AS programme, '2020-01-01' AS version, true AS eligible, "
        f"CAST({amount_sql(rule)} AS DECIMAL(18, 2)) AS amount, CAST([] AS VARCHAR[]) AS missing, "
        "CAST([] AS VARCHAR[]) AS notes "
        f"FROM firms WHERE {condition_sql(rule)}"
        for rule in RULES
    )
    return f"COPY (WITH firms AS {source} {parts}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)"


def zen_json(rule: Rule) -> str:
    """The rule as a ZEN decision: one expression node for the conditions and one for the amount."""
    age = "<" if rule.young else ">="
    parts = ["district == '杨浦区'", f"months {age} {rule.months}", f"staff >= {rule.staff}",
             f"revenue >= {rule.revenue}", "not dishonest"]  # fmt: skip
    if rule.sized:
        parts.append("(staff < 300 or revenue < 20000000)")
    if rule.inventive:
        parts.append(f"(hitech or patents >= {rule.patents})")
    amount = f"insured * {rule.rate}.55" if rule.by_head else f"research * {rule.rate} / 7000"
    node = {"id": "e", "name": "e", "type": "expressionNode", "content": {"expressions": [
        {"id": "1", "key": "eligible", "value": " and ".join(parts)},
        {"id": "2", "key": "amount", "value": f"min([{amount}, {rule.cap}])"},
    ]}}  # fmt: skip
    start = {"id": "i", "name": "i", "type": "inputNode", "content": {}}
    end = {"id": "o", "name": "o", "type": "outputNode", "content": {}}
    edges = [{"id": "a", "sourceId": "i", "targetId": "e"}, {"id": "b", "sourceId": "e", "targetId": "o"}]
    return json.dumps({"nodes": [start, node, end], "edges": edges})
