"""What a page shows of a version, as plain data stored with it: conditions, money, papers, terms, provenance."""

from __future__ import annotations

from typing import Any

from rulebook import Catalogue, Condition, Group, Parameter, Programme, Version
from rulebook.catalogue.model import Obligation
from rulebook.judging.examples import coverage
from rulebook.judging.verdict import plain

Described = dict[str, Any]


def describe(catalogue: Catalogue, programme: Programme, version: Version) -> Described:
    """The description of one version, whatever the day. Amounts are FEEL as written."""
    judged, clauses = coverage(version)
    rest = version.rest
    return {
        "name": programme.name, "summary": programme.summary, "office": programme.office,
        "with": list(programme.with_offices), "for": list(programme.for_whom), "topics": list(programme.topics),
        "basis": [dict(each) for each in programme.basis],
        "conditions": [_clause(each) for each in version.conditions], "judged": judged, "clauses": clauses,
        "benefit": _benefit(version), "illustrative": version.illustrative,
        "parameters": [_parameter(catalogue.parameters[name], version) for name in sorted(version.uses)
                       if name in catalogue.parameters],
        "quota": rest.get("quota"), "excludes": rest.get("excludes") or [], "repeat": rest.get("repeat") or "",
        "ceiling": rest.get("ceiling"), "intake": rest.get("intake") or {"mode": "rolling"},
        "evidence": rest.get("evidence") or [], "items": _list(rest.get("items")),
        "process": rest.get("process") or [], "joint": rest.get("joint") or {},
        "rubric": rest.get("rubric") or [], "scoring": rest.get("scoring") or {}, "results": rest.get("results") or "",
        "approval": [{**each, **({"above": str(each["above"])} if each.get("above") else {})}
                     for each in rest.get("approval") or []],
        "deadlines": rest.get("deadlines") or {}, "budget": rest.get("budget") or "",
        "facts": [name for name in catalogue.facts if name in version.uses], "text": programme.text,
        "obligations": [_obligation(each) for each in version.obligations], "workers": rest.get("workers"),
        "recheck": (rest.get("recheck") or {}).get("as_of") or "due_date",
    }  # fmt: skip


def _clause(clause: Condition | Group) -> Described:
    if isinstance(clause, Group):
        return {"kind": clause.kind, "children": [_clause(each) for each in clause.terms]}
    return {
        "kind": "condition", "id": clause.id, "say": clause.say, "cite": clause.cite, "status": clause.status,
        "person": clause.person, "when": clause.when,
    }  # fmt: skip


def _list(asked: Any) -> Described | None:
    """The list asked for, with dates and truth values as they were written: it is kept as JSON."""
    if not asked:
        return None
    columns = [
        {key: [_word(one) for one in value] if key == "one_of" else str(value) if key in ("from", "to") else value
         for key, value in column.items()}
        for column in asked.get("columns") or []
    ]  # fmt: skip
    return {**asked, "columns": columns}


def _word(one: object) -> str:
    return {True: "是", False: "否"}[one] if isinstance(one, bool) else str(one)


def _obligation(each: Obligation) -> Described:
    return {
        "id": each.id, "say": each.say, "cite": each.cite, "status": each.status, "when": each.when,
        "months": each.months, "every": each.every, "on_breach": each.on_breach,
    }  # fmt: skip


def _benefit(version: Version) -> Described:
    benefit = version.benefit
    return {
        "amount": benefit.amount_text, "cap": benefit.cap_text, "pay": benefit.pay, "per": benefit.per,
        "times": benefit.times, "say": benefit.say, "status": benefit.status,
        "instalments": [{"share": str(share), "at": at} for share, at in benefit.instalments],
    }  # fmt: skip


def _parameter(parameter: Parameter, version: Version) -> Described:
    values = [{"from": since.isoformat(), "value": plain(value)} for since, value in parameter.values]
    return {
        "name": parameter.name, "unit": parameter.unit, "status": parameter.status, "source": parameter.source,
        "values": values, "checked_on": parameter.checked_on.isoformat() if parameter.checked_on else None,
    }  # fmt: skip
