"""Parameters tried at several values over one register: what each costs, and who gains and loses by it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rulebook.catalogue.catalogue import Catalogue, digest
from rulebook.catalogue.faults import near
from rulebook.catalogue.model import Parameter, Programme, Version
from rulebook.catalogue.scalars import parse_value
from rulebook.judging.verdict import plain
from rulebook.plan import nodes as p
from rulebook.plan.types import TYPE_NAMES, Value
from rulebook.simulating.compare import Sides, changed_programmes, changes, costs, winners

MOST = 200  # combinations tried in one go


class BadVary(ValueError):
    """What was asked to be varied cannot be; the message says why."""


@dataclass(frozen=True)
class Vary:
    """One parameter, and the values to try in the place of the one in force."""

    name: str
    values: tuple[Value, ...]


def asked(catalogue: Catalogue, written: Sequence[str], as_of: dt.date) -> tuple[Vary, ...]:
    """From `参数=a,b,c`, one text a parameter. Raises BadVary."""
    found: dict[str, Vary] = {}
    for text in written:
        name, mark, values = (each.strip() for each in text.replace("，", ",").replace("＝", "=").partition("="))
        if not mark or not name:
            raise BadVary(f"“{text}”应写成 参数=值,值,值，例如 单位缴费比例=0.2,0.25,0.3。")
        if name in found:
            raise BadVary(f"参数“{name}”写了两次。")
        found[name] = _one(catalogue, name, values, as_of)
    combinations = 1
    for each in found.values():
        combinations *= len(each.values)
    if combinations > MOST:
        raise BadVary(f"共 {combinations} 种组合，一次至多试 {MOST} 种。")
    return tuple(found.values())


def _one(catalogue: Catalogue, name: str, values: str, as_of: dt.date) -> Vary:
    parameter = catalogue.parameters.get(name)
    if parameter is None:
        raise BadVary(f"没有参数“{name}”{near(name, catalogue.parameters)}")
    if parameter.on(as_of) is None:
        raise BadVary(f"参数“{name}”从 {parameter.values[0][0]} 起才有值，核算日是 {as_of}。")
    if not any(name in version.uses for _, version in catalogue.in_force(as_of)):
        raise BadVary(f"核算日 {as_of} 施行的规则没有一条用到参数“{name}”。")
    parsed = []
    for each in dict.fromkeys(part.strip() for part in values.split(",")):
        value = parse_value(each, parameter.type)
        if value is None or each == "":
            raise BadVary(f"参数“{name}”应是{TYPE_NAMES[parameter.type]}，写的是“{each}”。")
        if isinstance(value, Decimal) and value < 0 and _pays(catalogue, name, as_of):
            raise BadVary(f"参数“{name}”用在金额里，不能小于 0，写的是“{each}”。")
        parsed.append(value)
    return Vary(name, tuple(dict.fromkeys(parsed)))


def _pays(catalogue: Catalogue, name: str, as_of: dt.date) -> bool:
    """Whether an amount in force is made of this parameter: then less than nought is a mistake, as `check` says."""
    amounts = (version.benefit.amount for _, version in catalogue.in_force(as_of))
    return any(amount is not None and name in p.names(amount) for amount in amounts)


def with_values(catalogue: Catalogue, values: Mapping[str, Value], as_of: dt.date) -> Catalogue:
    """The catalogue with other values in the place of those in force on a day; what rests on them has another hash."""
    other = {name: value for name, value in values.items() if catalogue.parameters[name].on(as_of) != value}
    if not other:
        return catalogue
    parameters = {name: _replaced(catalogue.parameters[name], value, as_of) for name, value in other.items()}

    def turned(version: Version) -> Version:
        mine = {name: plain(value) for name, value in other.items() if name in version.uses}
        return dataclasses.replace(version, hash=digest([version.hash, as_of, mine])) if mine else version

    programmes = {
        slug: dataclasses.replace(each, versions=tuple(turned(version) for version in each.versions))
        for slug, each in catalogue.programmes.items()
    }
    return dataclasses.replace(
        catalogue, parameters={**catalogue.parameters, **parameters}, programmes=programmes,
        hash=digest([catalogue.hash, as_of, {name: plain(value) for name, value in other.items()}]),
    )  # fmt: skip


def _replaced(parameter: Parameter, value: Value, as_of: dt.date) -> Parameter:
    begun = max(since for since, _ in parameter.values if since <= as_of)
    values = tuple((since, value if since == begun else each) for since, each in parameter.values)
    return dataclasses.replace(parameter, values=values)


def only(catalogue: Catalogue, slugs: frozenset[str]) -> Catalogue:
    """The catalogue with these programmes alone."""
    programmes: dict[str, Programme] = {slug: each for slug, each in catalogue.programmes.items() if slug in slugs}
    return dataclasses.replace(catalogue, programmes=programmes, hash=digest([catalogue.hash, sorted(slugs)]))


def touched(base: Catalogue, reform: Catalogue, varies: Sequence[Vary], as_of: dt.date) -> frozenset[str]:
    """Programmes whose outcome the parameters, or the reform, may change on a day."""
    named = {each.name for each in varies}
    used = {programme.slug for programme, version in reform.in_force(as_of) if version.uses & named}
    return frozenset(used | set(changed_programmes(base, reform, as_of)))


def combinations(varies: Sequence[Vary]) -> Iterator[dict[str, Value]]:
    """Every way to choose a value of each, the last turning fastest."""
    for values in itertools.product(*[each.values for each in varies]):
        yield {each.name: value for each, value in zip(varies, values, strict=True)}


def variations(
    sides: Sides,
    reform: Catalogue,
    varies: Sequence[Vary],
    slugs: frozenset[str],
    progress: Callable[[float], object] = lambda share: None,
) -> list[dict[str, Any]]:
    """Per combination {values, in_force, subjects, cost, programmes} beside what `sides` began with.

    `in_force`: whether these are the reform's own values. Costs are of the programmes in `slugs`.
    """
    every, found = list(combinations(varies)), []
    for number, values in enumerate(every):
        changed = with_values(reform, values, sides.as_of)
        made = sides.beside(only(changed, slugs), lambda share, n=number: progress((n + share) / len(every)))  # type: ignore[misc]
        each = changes(made)
        found.append({
            "values": {name: plain(value) for name, value in values.items()}, "in_force": changed is reform,
            "subjects": winners(made), "cost": costs(each), "programmes": [one.as_json() for one in each],
        })  # fmt: skip
    return found


def as_rows(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row a combination and programme, for a table: parameters first."""
    return [{**each["values"], **line} for each in found for line in each["programmes"]]
