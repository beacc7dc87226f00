"""What an application stands on: the facts as frozen, the verdict judged from them, what is in dispute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from district.cases.core.checks import NotPossible
from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise
from district.policies import queries as policies
from district.policies.queries import ProgrammeVersion
from district.policies.reading import read_by

Value = Decimal | bool | dt.date | str
Frozen = dict[str, dict[str, Any]]  # name → {value, type, unit, grade, source, valid_from, expired}
VerdictJson = dict[str, Any]
FEN = Decimal("0.01")


def text_of(value: Value) -> str | bool:
    """A value as JSON keeps it: decimals plain, dates ISO, truth as it is."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date) else value


def value_of(text: str | bool, type_: str) -> Value:
    """The reverse of `text_of`, by the fact's type."""
    if type_ == "boolean":
        return text if isinstance(text, bool) else text == "true"
    if type_ == "number":
        return Decimal(text)
    return dt.date.fromisoformat(str(text)) if type_ == "date" else str(text)


def freeze(enterprise: Enterprise, as_of: dt.date) -> Frozen:
    """Everything known of the enterprise on a day, as text, with where it comes from; expired values marked."""
    return {
        name: {
            "value": text_of(known.value), "type": known.kind.type, "unit": known.unit, "grade": known.grade,
            "source": known.source, "valid_from": known.valid_from.isoformat(), "expired": known.expired,
        }
        for name, known in enterprises.facts_of(enterprise, as_of).items()
    }  # fmt: skip


def needed(version: ProgrammeVersion, frozen: Frozen, besides: Iterable[str] = ()) -> Frozen:
    """Of what is known, what the version reads, and `besides`: more than that is no business of a case."""
    names = read_by(version) | set(besides)
    return {name: fact for name, fact in frozen.items() if name in names}


def digest(frozen: Frozen) -> str:
    """SHA-256 of frozen facts, as the log keeps it and an audit bundle repeats it."""
    return policies.digest_of(frozen)


def thaw(frozen: Frozen) -> dict[str, Value]:
    """Frozen facts as rule values; what had expired is unknown."""
    return {name: value_of(each["value"], each["type"]) for name, each in frozen.items() if not each.get("expired")}


def judge(
    version: ProgrammeVersion, frozen: Frozen, as_of: dt.date, answers: Mapping[str, bool] | None = None
) -> VerdictJson:
    """The verdict, as JSON, on frozen facts under one stored version. Raises NotPossible where a parameter lacks."""
    try:
        return policies.judge(version, thaw(frozen), as_of, answers or {}).as_json()
    except policies.NoValueYet as early:
        raise NotPossible(str(early)) from early


def with_declared(frozen: Frozen, declared: Mapping[str, Value], kinds: Mapping[str, Any], today: dt.date) -> Frozen:
    """`frozen` as it would be if what the enterprise says stood, where its word is proof: for the live verdict."""
    said: Frozen = {
        name: {
            "value": text_of(value), "type": kinds[name].type, "unit": kinds[name].unit, "grade": "declared",
            "source": "", "valid_from": today.isoformat(), "expired": False,
        }
        for name, value in declared.items() if name in kinds and kinds[name].asked
    }  # fmt: skip
    return {**frozen, **said}


def contested(enterprise: Enterprise, frozen: Frozen) -> dict[str, dict[str, Any]]:
    """Facts of which the enterprise says otherwise than a better source: name → {known, declared, note}."""
    said = enterprise.facts.filter(known_until=None, grade="declared").select_related("kind")
    found: dict[str, dict[str, Any]] = {}
    for fact in said:
        known = frozen.get(fact.kind_id)
        if known is None or known["grade"] == "declared" or known.get("expired"):
            continue
        declared = text_of(value_of(fact.value, fact.kind.type))
        if value_of(known["value"], known["type"]) != value_of(declared, fact.kind.type):
            found[fact.kind_id] = {"known": known["value"], "declared": declared, "unit": known["unit"],
                                   "type": known["type"], "note": fact.note}  # fmt: skip
    return found


def may_stand(
    version: ProgrammeVersion,
    frozen: Frozen,
    disputes: Mapping[str, Mapping[str, Any]],
    as_of: dt.date,
    verdict: VerdictJson,
) -> bool:
    """Whether an application may be handed in on this verdict.

    Yes and unknown may. No may only where a person is to judge what fails, or where the verdict would not be no
    if the enterprise were right about a fact it disputes: a rule must not silence somebody the register has wrong.
    """
    if verdict["eligible"] is not False:
        return True
    people = {each["id"] for each in conditions(verdict) if each.get("person")}
    if verdict["because"] and set(verdict["because"]) <= people:
        return True
    if not disputes:
        return False
    other = {**frozen, **{name: {**frozen[name], "value": each["declared"]} for name, each in disputes.items()}}
    return judge(version, other, as_of)["eligible"] is not False


def conditions(verdict: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every condition of a verdict's JSON, groups opened."""

    def walk(clauses: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for clause in clauses:
            if clause.get("children"):
                yield from walk(clause["children"])
            elif clause.get("kind", "condition") == "condition":
                yield clause

    yield from walk(verdict.get("conditions") or [])


def amount(verdict: VerdictJson) -> Decimal | None:
    """The verdict's amount as it is decided: yuan, half up to the fen."""
    written = verdict.get("amount")
    return None if written is None else Decimal(written).quantize(FEN, ROUND_HALF_UP)


def shown(name: str, fact: Mapping[str, Any]) -> dict[str, Any]:
    """A frozen fact for a page: typed value and date, so that filters can write them the reader's way."""
    return {
        **fact, "name": name, "kind": {"name": name, "unit": fact["unit"]},
        "value": value_of(fact["value"], fact["type"]), "valid_from": dt.date.fromisoformat(fact["valid_from"]),
    }  # fmt: skip
