"""What a rule file asks an applicant to hand in: papers, a list of people or things, and whose heads are counted.

Judging needs none of it, so it stays plain data in `Version.rest`; what is wrong with it is a fault like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from rulebook.catalogue import scalars
from rulebook.catalogue.faults import near
from rulebook.catalogue.format_rules import COLUMN_TYPES
from rulebook.catalogue.model import FactKind
from rulebook.catalogue.source import Faults, Item
from rulebook.saying import Parts, say

FORMS = {
    "number": re.compile(r"-?\d+(\.\d+)?"), "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "month": re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
}  # fmt: skip
OF_COLUMN = re.compile(r"(sum|min)\((.+)\)")


def check_intake(item: Item, faults: Faults, facts: Mapping[str, FactKind]) -> None:
    """Add a fault for every paper or list that could not be asked for as written. Shapes are checked before."""
    names: set[str] = set()
    evidence = item.get("evidence")
    for each in evidence.list() if evidence is not None else ():
        name = scalars.text(each.get("name"))
        if name in names:
            faults.add(each, say("材料“{name}”写了两次。", name=name))
        names.add(name)
        if (later := each.get("deferrable")) is not None and not scalars.flag(each.get("needed")):
            faults.add(later, say("材料“{name}”不是必需的，不用写 deferrable。", name=name))
    listed = item.get("items")
    columns: dict[str, str] = {}
    if listed is not None and listed.is_map:
        columns = _columns(listed, faults)
        gives = listed.get("gives")
        for fact, key, how in gives.items() if gives is not None else ():
            _gives(fact, key, how, columns, faults, facts)
    workers = item.get("workers")
    if workers is not None and workers.is_map:
        _workers(workers, columns, faults)


def _workers(workers: Item, columns: Mapping[str, str], faults: Faults) -> None:
    """A per-head scheme: one worker counts once a month within a group; which columns of the list say who and when."""
    named = [key for key in ("number", "name", "from", "to") if workers.get(key) is not None]
    if not columns:
        if named:
            faults.add(workers, say("workers 说了看名单的哪几列，可是没有 items 名单。"))
        return
    for key, types in (("number", ("id_number",)), ("from", ("date", "month"))):
        if workers.get(key) is None:
            faults.add(workers, say("有 items 名单时，workers 要写 {key}: 哪一列（{types}）。", key=key,
                                    types=Parts("、", list(types))))  # fmt: skip
    kinds = {"number": ("id_number",), "name": ("string",), "from": ("date", "month"), "to": ("date", "month")}
    for key in named:
        _names_column(workers, key, kinds[key], columns, faults)
    if workers.get("months") is not None and workers.get("to") is not None:
        faults.add(workers, say("workers 的 to 和 months 只能写一个。"))


def _names_column(workers: Item, key: str, types: tuple[str, ...], columns: Mapping[str, str], faults: Faults) -> None:
    at = workers.get(key)
    if at is not None and columns.get(at.text) not in types:
        fitting = [name for name, type_ in columns.items() if type_ in types]
        faults.add(at, say("workers 的 {key} 写的是“{text}”，应是名单里 {types} 的一列{near}", key=key, text=at.text,
                           types=Parts("、", list(types)), near=near(at.text, fitting)))  # fmt: skip


def _columns(listed: Item, faults: Faults) -> dict[str, str]:
    """Column name → type."""
    found: dict[str, str] = {}
    columns = listed.get("columns")
    for each in columns.list() if columns is not None else ():
        name, type_ = scalars.text(each.get("name")), scalars.word(each.get("type"), COLUMN_TYPES, "string")
        if name in found:
            faults.add(each, say("名单里“{name}”这一列写了两次。", name=name))
        _bounds(each, type_, faults)
        if type_ == "id_number" and not scalars.flag(each.get("personal")):
            faults.add(each, say("“{name}”是身份证号，要写 personal: true。", name=name))
        found[name] = type_
    return found


def _bounds(column: Item, type_: str, faults: Faults) -> None:
    """`one_of` for words; `from` and `to`, both inclusive, for numbers, dates and months."""
    choices = column.get("one_of")
    if choices is not None and type_ != "string":
        faults.add(choices, say("one_of 应是文字列的可选内容，例如 one_of: [应届毕业生, 登记失业人员]。"))
    ends = [(key, at) for key in ("from", "to") if (at := column.get(key)) is not None]
    if ends and type_ not in FORMS:
        faults.add(ends[0][1], say("from、to 只能写在 number、date、month 的列里。"))
    for key, at in ends:
        if type_ in FORMS and not FORMS[type_].fullmatch(at.text):
            faults.add(at, say("{key} 写的是“{text}”，应像 100、2022-03-01 或 2022-03，与列的类型一致。", key=key,
                               text=at.text))  # fmt: skip
    if len(ends) == 2 and all(type_ in FORMS and FORMS[type_].fullmatch(at.text) for _, at in ends):
        low, high = (Decimal(at.text) if type_ == "number" else at.text for _, at in ends)
        if low > high:  # type: ignore[operator]  # both of one type
            faults.add(ends[1][1], say("to 在 from 之前：没有一个值合适。"))


def _gives(
    fact: str, key: Item, how: Item, columns: Mapping[str, str], faults: Faults, facts: Mapping[str, FactKind]
) -> None:
    if fact not in facts or fact in faults.doubtful:
        return
    if facts[fact].type != "number":
        faults.add(key, say("“{fact}”不是数字，名单不能给出它。", fact=fact))
    match = OF_COLUMN.fullmatch(how.text)
    if match and columns.get(match[2]) != "number":
        numbers = [name for name, type_ in columns.items() if type_ == "number"]
        faults.add(how, say("{how} 里的“{name}”不是名单里的数字列{near}", how=match[1], name=match[2],
                            near=near(match[2], numbers)))  # fmt: skip
