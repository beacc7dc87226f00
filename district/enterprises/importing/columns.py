"""Which column is which fact: proposed from the headings, shown for confirmation, remembered by fingerprint."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from district.enterprises.models import ColumnMapping, FactKind
from district.enterprises.values import normal

CODE, NAME, SKIP = "__code", "__name", ""
SYNONYMS = {
    CODE: ("统一社会信用代码", "社会信用代码", "信用代码", "统一代码", "uscc"),
    NAME: ("企业名称", "单位名称", "公司名称", "名称", "商户名称"),
    "企业类型": ("企业类型", "类型", "经济类型", "市场主体类型"),
    "注册地址": ("注册地址", "住所", "地址", "经营场所"),
    "所属街道": ("所属街道", "街道", "街镇", "所在街道"),
    "成立日期": ("成立日期", "注册日期", "成立时间", "开业日期"),
    "注册资本": ("注册资本", "注册资金", "认缴资本"),
    "行业门类": ("行业门类", "门类", "所属行业", "行业"),
    "行业代码": ("行业代码", "国民经济行业代码", "行业小类代码"),
    "从业人员": ("从业人员", "从业人数", "职工人数", "员工人数", "期末从业人员"),
    "营业收入": ("营业收入", "主营业务收入", "年营业收入", "营收"),
    "资产总额": ("资产总额", "资产总计", "总资产"),
    "经营状态": ("经营状态", "登记状态", "企业状态", "状态"),
    "失信被执行": ("失信被执行", "失信被执行人", "是否失信被执行人", "是否被列为失信被执行人"),
    "参保人数": ("参保人数", "社保人数"),
    "净利润": ("净利润",),
    "研发费用": ("研发费用", "研发投入"),
}
UNITS: dict[str, Decimal] = {
    "元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000), "人": Decimal(1), "万人": Decimal(10_000),
}  # fmt: skip
HEADING = re.compile(r"(.*?)\s*[(\[（【]\s*(?:单位[:：])?\s*([^)\]）】]+?)\s*[)\]）】]\s*$")


@dataclass(frozen=True)
class Column:
    """One column of the file: heading, the fact it holds (or code, name, nothing), and the factor of its unit."""

    place: int
    heading: str
    fact: str
    unit: str
    factor: Decimal

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "factor": str(self.factor)}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Column:
        return Column(data["place"], data["heading"], data["fact"], data["unit"], Decimal(data["factor"]))


def propose(header: Sequence[str], fingerprint: str, kinds: Mapping[str, FactKind]) -> list[Column]:
    """The columns as remembered for this header, else as their headings suggest; a fact is taken once."""
    remembered = ColumnMapping.objects.filter(fingerprint=fingerprint).first()
    if remembered is not None:
        columns = [Column.from_json(each) for each in remembered.columns]
        return [each if each.fact in {CODE, NAME, *kinds} else _skipped(each) for each in columns]
    taken: set[str] = set()
    columns = []
    for place, heading in enumerate(header):
        name, unit = split_heading(heading)
        fact = next((each for each in _candidates(name, kinds) if each not in taken), SKIP)
        taken |= {fact} if fact else set()
        columns.append(column(place, heading, fact, unit, kinds))
    return columns


def _skipped(each: Column) -> Column:
    return Column(each.place, each.heading, SKIP, "", Decimal(1))


def column(place: int, heading: str, fact: str, unit: str, kinds: Mapping[str, FactKind]) -> Column:
    """A column with its unit's factor; a unit that is not the fact's own and not known is left out."""
    own = kinds[fact].unit if fact in kinds else ""
    factor = UNITS[unit] / UNITS[own] if unit in UNITS and own in UNITS else Decimal(1)
    return Column(place, heading, fact, unit if unit in UNITS else own, factor)


def split_heading(heading: str) -> tuple[str, str]:
    """`营业收入（万元）` → (营业收入, 万元)."""
    found = HEADING.fullmatch(normal(heading))
    return (found[1].strip(), found[2].strip()) if found else (normal(heading), "")


def _candidates(name: str, kinds: Mapping[str, FactKind]) -> list[str]:
    exact = [name] if name in kinds else []
    listed = [fact for fact, words in SYNONYMS.items() if name in words]
    return [fact for fact in [*exact, *listed] if fact in kinds or fact in (CODE, NAME)]
