"""What a rule file asks an applicant to hand in: papers, and a list of people or things. Checked when it is read.

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
LIST_KEYS = frozenset(["name", "columns", "most", "gives", "status", "cite", "note"])
COLUMN_KEYS = frozenset(["name", "type", "unit", "required", "personal", "note"])
COLUMN_TYPES = ("string", "number", "date", "id_number")
MOST = 2000  # rows of a list
TERM = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+D)?")
SUM = re.compile(r"sum\((.+)\)")


def check_intake(item: Item, faults: Faults, facts: Mapping[str, FactKind]) -> None:
    """Add a fault for every paper or list that could not be asked for as written."""
    evidence = item.get("evidence")
    if evidence is not None and not evidence.is_null:
        _evidence(evidence, faults)
    listed = item.get("items")
    if listed is not None and not listed.is_null:
        _list(listed, faults, facts)


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


def _list(listed: Item, faults: Faults, facts: Mapping[str, FactKind]) -> None:
    if not listed.is_map:
        faults.add(listed, "items 应写成 {name: 名单名, columns: [列…], most: 至多几行, gives: {事实: count}}。")
        return
    known_keys(listed, LIST_KEYS, "items ", faults)
    scalars.required(listed, "name", "items ", faults)
    most = scalars.whole(listed.get("most"), faults)
    if most is not None and not 1 <= most <= MOST:
        faults.add(listed.get("most") or listed, f"items 的 most 应在 1 到 {MOST} 之间。")
    columns = _columns(listed, faults)
    gives = listed.get("gives")
    if gives is None or gives.is_null:
        return
    if not gives.is_map:
        faults.add(gives, "items 的 gives 应写成 {事实: count} 或 {事实: sum(列名)}。")
        return
    for fact, key, how in gives.items():
        _gives(fact, key, how, columns, faults, facts)


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
        if type_ == "id_number" and scalars.text(each.get("personal")) not in {"true", "yes"}:
            faults.add(each, f"“{name}”是身份证号，要写 personal: true。")
        found[name] = type_
    return found


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
