"""Why a decision is as it is: of every condition only what carried it, so that no reason contradicts the outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from district.ground.papers.letter import official_date

Clause = dict[str, Any]
Reason = dict[str, Any]  # {id, say, cite, value, words, facts, person}


def reasons(
    verdict: Mapping[str, Any], outcome: str, facts: Mapping[str, Mapping[str, Any]], notes: Mapping[str, str]
) -> list[Reason]:
    """What a decision says of the conditions.

    A grant: what carried each condition, of alternatives the first that holds. A refusal on a verdict of *no*: each
    condition that fails, nothing that speaks for the applicant. A refusal for another reason (a person's judgement, no
    place, no money) has none of them: its reason is the decider's own. `value` is whether a reason speaks for the
    applicant; `facts` are those as frozen: name → {value, unit, source, valid_from}; `notes` what was written with the
    answers to a person's conditions.
    """
    clauses = verdict.get("conditions") or []
    if outcome == "granted":
        found = [each for clause in clauses for each in _carriers(clause, wanted=True)]
    elif verdict.get("eligible") is False:
        found = [each for clause in clauses if clause["value"] is False for each in _carriers(clause, wanted=False)]
    else:
        found = []
    return [_said(leaf, against, facts, notes) for leaf, against in found]


def fact_in_words(name: str, fact: Any) -> str:
    """A fact as a person writes it: `从业人员8人`, `研发费用占比20.75%`, `“是中小微企业”为是`."""
    value, unit = (fact.get("value"), fact.get("unit") or "") if isinstance(fact, Mapping) else (fact, "")
    if value is None:
        return f"{name}未知"
    where = _source(fact) if isinstance(fact, Mapping) else ""
    said = value_in_words(value, unit, fact.get("type", "") if isinstance(fact, Mapping) else "")
    if value in (True, False, "true", "false"):
        return f"“{name}”为{said}{where}"
    return f"{name}{'' if unit else '为'}{said}{where}"


def value_in_words(value: Any, unit: str = "", type_: str = "") -> str:
    """`8人`, `1,000.00元`, `2022年6月24日`, `是`; of what is text by its type nothing is read as a number."""
    if type_ == "string":
        return f"{value}{unit}"
    if value in (True, False, "true", "false"):
        return "是" if value in (True, "true") else "否"
    return _value(str(value), unit)


def _carriers(clause: Clause, *, wanted: bool, against: bool = False) -> Iterator[tuple[Clause, bool]]:
    """The conditions that make a clause what it is, with whether each speaks by not holding."""
    children = clause.get("children")
    if not children:
        yield clause, against
        return
    kind = clause.get("kind")
    if kind == "none":
        needed = children if wanted else [each for each in children if each["value"] is True]
        for child in needed:
            yield from _carriers(child, wanted=not wanted, against=not against)
        return
    together = (kind != "any") == wanted  # all of a group that holds, every alternative of one that fails
    carrying = [child for child in children if child["value"] is wanted]
    for child in carrying if together else carrying[: 1 if wanted else None]:
        yield from _carriers(child, wanted=wanted, against=against)


def _said(leaf: Clause, against: bool, facts: Mapping[str, Mapping[str, Any]], notes: Mapping[str, str]) -> Reason:
    value = leaf["value"] if leaf["value"] is None or not against else not leaf["value"]
    used = {
        name: {**fact, **{key: facts[name].get(key, "") for key in ("source", "valid_from") if name in facts}}
        for name, fact in (leaf.get("facts") or {}).items()
    }  # fmt: skip
    gap = "" if against or value else (leaf.get("gap") or {}).get("words", "")
    person = leaf.get("person") or ""
    return {
        "id": leaf["id"], "say": f"没有“{leaf['say']}”的情形" if against else leaf["say"],  # official: in Chinese
        "cite": leaf.get("cite") or "", "value": value,
        "words": (person and notes.get(leaf["id"], "")) or gap, "facts": used, "person": person,
    }  # fmt: skip


def _value(text: str, unit: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return f"{_day(text) or text}{unit}"
    if unit == "元":
        return f"{number.quantize(Decimal('0.01'), ROUND_HALF_UP):,}元"
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        number = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{number.normalize() if number == number.to_integral() else number:,f}{unit}"


def _day(text: str) -> str:
    if len(text) != 10:
        return ""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return ""
    return official_date(day)


def _source(fact: Mapping[str, Any]) -> str:
    source, since = fact.get("source") or "", _day(str(fact.get("valid_from") or ""))
    said = "，".join(each for each in (source, f"{since}起" if since else "") if each)
    return f"（{said}）" if source else ""
