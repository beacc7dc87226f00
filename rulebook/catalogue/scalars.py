"""Single values out of YAML items: texts, numbers, dates, choices; and expressions with their place in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from rulebook.catalogue.faults import Fault
from rulebook.catalogue.feel_words import syntax_said
from rulebook.catalogue.model import Place
from rulebook.catalogue.source import NO, WHOLE, YES, Faults, Item
from rulebook.feel.lexer import FeelSyntaxError
from rulebook.feel.nodes import Span
from rulebook.plan.build import PlanFault, Scope, UnknownName, build, build_test
from rulebook.plan.functions import read_date
from rulebook.plan.nodes import Plan, names
from rulebook.plan.types import BOOLEAN, DATE, NUMBER, STRING, TYPE_NAMES, Type, Value
from rulebook.plan.units import unit_of
from rulebook.saying import say

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


def word(item: Item | None, allowed: Iterable[str], default: str = "") -> str:
    """One of a few words; `default` for none, and for what the shape has reported already."""
    found = text(item)
    return found if found in allowed else default


def date(item: Item | None) -> dt.date | None:
    """A day, or None for none and for what is not one."""
    try:
        return read_date(text(item)) if text(item) else None
    except ValueError:
        return None


def whole(item: Item | None) -> int | None:
    written = text(item)
    return int(written) if WHOLE.fullmatch(written) else None


def flag(item: Item | None) -> bool:
    return text(item).lower() in YES


def value(item: Item, type_: Type, what: str, faults: Faults) -> Value | None:
    """A fact's or parameter's value of the wanted type, or None with a fault."""
    found = parse_value(item.text.strip(), str(type_)) if not (item.is_map or item.is_list) else None
    if found is None:
        faults.add(item, say("{what}应是{type}，写的是“{text}”。", what=what, type=say(TYPE_NAMES[str(type_)]),
                             text=item.text))  # fmt: skip
    return found


def parse_value(written: str, type_: str) -> Value | None:
    """`written` as a value of a rule type, or None when it is not one."""
    if type_ == BOOLEAN:
        word = written.lower()
        return True if word in YES else False if word in NO else None
    try:
        if type_ == NUMBER and written.isascii():
            number = Decimal(written.replace("_", ""))
            exponent = number.as_tuple().exponent
            fits = isinstance(exponent, int) and exponent >= -MOST_PLACES and abs(number) < BEYOND
            return number if fits else None
        if type_ == DATE:
            return read_date(written)
    except (InvalidOperation, ValueError):
        return None
    return written if type_ == STRING else None


def expression(item: Item | None, scope: Scope, expected: Type | None, faults: Faults) -> Plan | None:
    """The plan of an expression, or None with a fault at the very column; None for none, which its shape reports."""
    if item is None or not item.text.strip():
        return None
    try:
        plan = build(item.text, scope, expected)
        unit_of(plan, scope.units)
        return plan
    except (FeelSyntaxError, PlanFault) as error:
        _fault_in(item, error, faults)
        return None


def cell(item: Item, input_: Plan, scope: Scope, faults: Faults) -> Plan | None:
    """A decision-table cell as a condition on its input, or None with a fault."""
    try:
        plan = build_test(item.text.strip() or "-", input_, scope)
        unit_of(plan, scope.units)
        return plan
    except (FeelSyntaxError, PlanFault) as error:
        _fault_in(item, error, faults, names(input_))
        return None


def _fault_in(item: Item, error: FeelSyntaxError | PlanFault, faults: Faults, beside: Iterable[str] = ()) -> None:
    """The fault where the expression stands in the file; `beside` are names it is about and does not say."""
    if isinstance(error, UnknownName):
        error = error.written(item.text)
    message = syntax_said(error) if isinstance(error, FeelSyntaxError) else error.message
    line, column = _where(item, error.span, faults.texts.get(item.file, "").splitlines())
    unknown = isinstance(error, UnknownName)
    text = " ".join([item.text, *beside])
    faults.in_expressions.append((Fault(item.file, line, column, message), text, unknown))


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
