"""What a rule file asks an applicant to hand in: papers, a list of people or things, and whose heads are counted.

Judging needs none of it, so it stays plain data in `Version.rest`; what is wrong with it is a fault like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rulebook.catalogue import scalars
from rulebook.catalogue.faults import near
from rulebook.catalogue.model import FactKind
from rulebook.catalogue.source import Faults, Item, known_keys

EVIDENCE_KEYS = frozenset(["name", "type", "needed", "proves", "keep", "status", "cite", "note"])
LIST_KEYS = frozenset(["name", "columns", "most", "needed", "gives", "status", "cite", "note"])
COLUMN_KEYS = frozenset(["name", "type", "unit", "required", "personal", "one_of", "from", "to", "note"])
COLUMN_TYPES = ("string", "number", "date", "month", "id_number")
WORKERS_KEYS = frozenset(["group", "number", "name", "from", "to", "months", "status", "cite", "note"])
MONTHS = 36  # a worker is claimed for at most
MOST = 2000  # rows of a list
TERM = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+D)?")
NUMBER, DAY, MONTH = (re.compile(each) for each in (r"-?\d+(\.\d+)?", r"\d{4}-\d{2}-\d{2}", r"\d{4}-\d{2}"))
SUM = re.compile(r"sum\((.+)\)")


def check_intake(item: Item, faults: Faults, facts: Mapping[str, FactKind]) -> None:
    """Add a fault for every paper or list that could not be asked for as written."""
    evidence = item.get("evidence")
    if evidence is not None and not evidence.is_null:
        _evidence(evidence, faults)
    listed = item.get("items")
    columns: dict[str, str] = {}
    if listed is not None and not listed.is_null:
        columns = _list(listed, faults, facts)
    workers = item.get("workers")
    if workers is not None and not workers.is_null:
        _workers(workers, columns, faults)


def _evidence(evidence: Item, faults: Faults) -> None:
    if not evidence.is_list:
        faults.add(evidence, "evidence 应是列表，每条写成 {name: 材料名, needed: 是否必需, keep: 有效多久}。")
        return
    names: set[str] = set()
    for each in evidence.list():
        if not each.is_map:
            faults.add(each, "evidence 的一条应写成 {name: 材料名, needed: 是否必需, keep: 有效多久}。")
            continue
        known_keys(each, EVIDENCE_KEYS, "evidence ", faults)
        name = scalars.required(each, "name", "evidence ", faults)
        if name in names:
            faults.add(each, f"材料“{name}”写了两次。")
        names.add(name)
        scalars.flag(each.get("needed"), faults)
        keep = each.get("keep")
        if keep is not None and not TERM.fullmatch(keep.text):
            faults.add(keep, f"keep 写的是“{keep.text}”，应是时长，例如 P1Y、P6M、P90D。")


def _list(listed: Item, faults: Faults, facts: Mapping[str, FactKind]) -> dict[str, str]:
    """Column name → type."""
    if not listed.is_map:
        faults.add(listed, "items 应写成 {name: 名单名, columns: [列…], most: 至多几行, gives: {事实: count}}。")
        return {}
    known_keys(listed, LIST_KEYS, "items ", faults)
    scalars.required(listed, "name", "items ", faults)
    most = scalars.whole(listed.get("most"), faults)
    if most is not None and not 1 <= most <= MOST:
        faults.add(listed.get("most") or listed, f"items 的 most 应在 1 到 {MOST} 之间。")
    scalars.flag(listed.get("needed"), faults)
    columns = _columns(listed, faults)
    gives = listed.get("gives")
    if gives is None or gives.is_null:
        return columns
    if not gives.is_map:
        faults.add(gives, "items 的 gives 应写成 {事实: count} 或 {事实: sum(列名)}。")
        return columns
    for fact, key, how in gives.items():
        _gives(fact, key, how, columns, faults, facts)
    return columns


def _workers(workers: Item, columns: Mapping[str, str], faults: Faults) -> None:
    """A per-head scheme: one worker counts once a month within a group; which columns of the list say who and when."""
    if not (workers.is_map and scalars.text(workers.get("group"))):
        faults.add(workers, "workers 应写成 {group: 组名}：同组各项，一名职工一个月只算一次。")
        return
    known_keys(workers, WORKERS_KEYS, "workers ", faults)
    named = [key for key in ("number", "name", "from", "to") if workers.get(key) is not None]
    if not columns:
        if named:
            faults.add(workers, "workers 说了看名单的哪几列，可是没有 items 名单。")
        return
    for key, types in (("number", ("id_number",)), ("from", ("date", "month"))):
        if workers.get(key) is None:
            faults.add(workers, f"有 items 名单时，workers 要写 {key}: 哪一列（{'、'.join(types)}）。")
    kinds = {"number": ("id_number",), "name": ("string",), "from": ("date", "month"), "to": ("date", "month")}
    for key in named:
        _names_column(workers, key, kinds[key], columns, faults)
    months = scalars.whole(workers.get("months"), faults)
    if months is not None and not 1 <= months <= MONTHS:
        faults.add(workers.get("months") or workers, f"workers 的 months 应在 1 到 {MONTHS} 之间。")
    if months is not None and workers.get("to") is not None:
        faults.add(workers, "workers 的 to 和 months 只能写一个。")


def _names_column(workers: Item, key: str, types: tuple[str, ...], columns: Mapping[str, str], faults: Faults) -> None:
    at = workers.get(key)
    if at is not None and columns.get(at.text) not in types:
        fitting = [name for name, type_ in columns.items() if type_ in types]
        words = "、".join(types)
        faults.add(at, f"workers 的 {key} 写的是“{at.text}”，应是名单里 {words} 的一列{near(at.text, fitting)}")


def _columns(listed: Item, faults: Faults) -> dict[str, str]:
    """Column name → type."""
    found: dict[str, str] = {}
    columns = listed.get("columns")
    if columns is None or not columns.is_list or not columns.list():
        faults.add(columns or listed, "items 要写 columns，每列写成 {name: 列名, type: 类型, required: 是否必填}。")
        return found
    for each in columns.list():
        if not each.is_map:
            faults.add(each, "columns 的一列应写成 {name: 列名, type: 类型, required: 是否必填}。")
            continue
        known_keys(each, COLUMN_KEYS, "columns ", faults)
        name = scalars.required(each, "name", "columns ", faults)
        type_ = scalars.choice(each.get("type"), COLUMN_TYPES, "columns 的 type ", "string", faults)
        for key in ("required", "personal"):
            scalars.flag(each.get(key), faults)
        if name in found:
            faults.add(each, f"名单里“{name}”这一列写了两次。")
        _bounds(each, type_, faults)
        if type_ == "id_number" and scalars.text(each.get("personal")) not in {"true", "yes"}:
            faults.add(each, f"“{name}”是身份证号，要写 personal: true。")
        found[name] = type_
    return found


def _bounds(column: Item, type_: str, faults: Faults) -> None:
    """`one_of` for words; `from` and `to`, both inclusive, for numbers, dates and months."""
    choices = column.get("one_of")
    if choices is not None and (type_ != "string" or not choices.is_list or not choices.list()):
        faults.add(choices, "one_of 应是文字列的可选内容，例如 one_of: [应届毕业生, 登记失业人员]。")
    ends = [column.get("from"), column.get("to")]
    forms = {"number": NUMBER, "date": DAY, "month": MONTH}
    for at in ends:
        if at is None:
            continue
        if type_ not in forms:
            faults.add(at, "from、to 只能写在 number、date、month 的列里。")
        elif not forms[type_].fullmatch(at.text):
            faults.add(at, f"from、to 写的是“{at.text}”，应像 100、2022-03-01 或 2022-03，与列的类型一致。")


def _gives(
    fact: str, key: Item, how: Item, columns: Mapping[str, str], faults: Faults, facts: Mapping[str, FactKind]
) -> None:
    if fact not in facts:
        faults.add(key, f"事实表里没有“{fact}”{near(fact, facts)}")
    elif facts[fact].type != "number":
        faults.add(key, f"“{fact}”不是数字，名单不能给出它。")
    if how.text == "count":
        return
    match = SUM.fullmatch(how.text)
    if not match:
        faults.add(how, f"gives 写的是“{how.text}”，应是 count 或 sum(列名)。")
    elif columns.get(match[1]) != "number":
        numbers = [name for name, type_ in columns.items() if type_ == "number"]
        faults.add(how, f"sum 里的“{match[1]}”不是名单里的数字列{near(match[1], numbers)}")
