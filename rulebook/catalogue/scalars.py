"""Single values out of YAML items: texts, numbers, dates, choices; and expressions with their place in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from rulebook.catalogue.faults import Fault, near
from rulebook.catalogue.model import Place
from rulebook.catalogue.source import NO, YES, Faults, Item
from rulebook.feel.lexer import FeelSyntaxError
from rulebook.feel.nodes import Span
from rulebook.plan.build import PlanFault, Scope, build, build_test
from rulebook.plan.nodes import Plan
from rulebook.plan.types import BOOLEAN, DATE, NUMBER, STRING, TYPE_NAMES, Type, Value

BEYOND, MOST_PLACES = Decimal("1E+24"), 24


def place(item: Item) -> Place:
    return Place(item.file, item.line, item.column)


def text(item: Item | None, default: str = "") -> str:
    return item.text.strip() if item is not None and not item.is_null else default


def texts(item: Item | None) -> tuple[str, ...]:
    """A list of texts; one text alone counts as a list of one."""
    if item is None or item.is_null:
        return ()
    return tuple(each.text.strip() for each in item.list()) if item.is_list else (item.text.strip(),)


def required(item: Item, key: str, what: str, faults: Faults) -> str:
    found = item.get(key)
    if found is None or not found.text.strip():
        faults.add(item if found is None else found, f"{what}缺“{key}”。")
        return ""
    return found.text.strip()


def choice(item: Item | None, allowed: Iterable[str], what: str, default: str, faults: Faults) -> str:
    """One of a few words."""
    if item is None:
        return default
    allowed = list(allowed)
    if item.text not in allowed:
        faults.add(item, f"{what}写的是“{item.text}”，应是 {'、'.join(allowed)} 之一{near(item.text, allowed)}")
        return default
    return item.text


def date(item: Item | None, faults: Faults) -> dt.date | None:
    if item is None or item.is_null:
        return None
    try:
        return dt.date.fromisoformat(item.text)
    except ValueError:
        faults.add(item, f"“{item.text}”不是日期，应写成 2022-06-24 这样。")
        return None


def whole(item: Item | None, faults: Faults) -> int | None:
    if item is None or item.is_null:
        return None
    if item.text.isdecimal():
        return int(item.text)
    faults.add(item, f"“{item.text}”不是整数。")
    return None


def flag(item: Item | None, faults: Faults) -> bool:
    if item is None or item.is_null:
        return False
    word = item.text.lower()
    if word not in YES | NO:
        faults.add(item, f"“{item.text}”应是 true 或 false。")
    return word in YES


def value(item: Item, type_: Type, what: str, faults: Faults) -> Value | None:
    """A fact's or parameter's value of the wanted type, or None with a fault."""
    found = parse_value(item.text.strip(), str(type_)) if not (item.is_map or item.is_list) else None
    if found is None:
        faults.add(item, f"{what}应是{TYPE_NAMES[str(type_)]}，写的是“{item.text}”。")
    return found


def parse_value(written: str, type_: str) -> Value | None:
    """`written` as a value of a rule type, or None when it is not one."""
    if type_ == BOOLEAN:
        word = written.lower()
        return True if word in YES else False if word in NO else None
    try:
        if type_ == NUMBER:
            number = Decimal(written.replace("_", ""))
            exponent = number.as_tuple().exponent
            fits = isinstance(exponent, int) and exponent >= -MOST_PLACES and abs(number) < BEYOND
            return number if fits else None
        if type_ == DATE:
            return dt.date.fromisoformat(written)
    except (InvalidOperation, ValueError):
        return None
    return written if type_ == STRING else None


def expression(item: Item, scope: Scope, expected: Type | None, faults: Faults) -> Plan | None:
    """The plan of an expression, or None with a fault at the very column."""
    try:
        return build(item.text, scope, expected)
    except (FeelSyntaxError, PlanFault) as error:
        faults.found.append(_fault_in(item, error, faults))
        return None


def cell(item: Item, input_: Plan, scope: Scope, faults: Faults) -> Plan | None:
    """A decision-table cell as a condition on its input, or None with a fault."""
    try:
        return build_test(item.text, input_, scope)
    except (FeelSyntaxError, PlanFault) as error:
        faults.found.append(_fault_in(item, error, faults))
        return None


def _fault_in(item: Item, error: FeelSyntaxError | PlanFault, faults: Faults) -> Fault:
    """The fault where the expression stands in the file."""
    message = f"表达式读不懂：{error.message}" if isinstance(error, FeelSyntaxError) else error.message
    line, column = _where(item, error.span, faults.texts.get(item.file, "").splitlines())
    return Fault(item.file, line, column, message)


def _where(item: Item, span: Span, lines: list[str]) -> tuple[int, int]:
    """Line and column in the file of a place in a scalar's text, as near as YAML's ways of writing allow."""
    style = getattr(item.node, "style", None)
    if style == "|":
        line = item.line + span.line
        inside = next((each for each in lines[item.line :] if each.strip()), "")
        return line, len(inside) - len(inside.lstrip()) + span.column
    if style == ">" or item.node.end_mark.line != item.node.start_mark.line:
        return item.line, item.column  # folded: lines were joined
    raw, at = lines[item.line - 1] if item.line <= len(lines) else "", item.column - 1 + item.quoted
    for _ in range(span.column - 1):
        at += 2 if (style == '"' and raw[at : at + 1] == "\\") or (style == "'" and raw[at : at + 2] == "''") else 1
    return item.line, at + 1
