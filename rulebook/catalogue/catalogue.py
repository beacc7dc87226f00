"""A catalogue that has been read: what rules rest on, hashes, and the checks that need to see the whole."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from rulebook.catalogue.english import English
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.holidays import WorkCalendar
from rulebook.catalogue.ladders import Ladder
from rulebook.catalogue.model import Derived, FactKind, Layer, Parameter, Place, Programme, Version, flat
from rulebook.catalogue.source import Faults
from rulebook.catalogue.synonyms import Synonyms
from rulebook.catalogue.tables import Table
from rulebook.plan import nodes as p
from rulebook.plan.tables import chain
from rulebook.plan.types import Months
from rulebook.saying import say


@dataclass(frozen=True, repr=False)
class Catalogue:
    """A layer with all it sees. `programmes` by slug; `files` are the texts it was read from."""

    layer: Layer
    layers: tuple[Layer, ...]
    facts: Mapping[str, FactKind]
    derived: Mapping[str, Derived]
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, Table]
    programmes: Mapping[str, Programme]
    packages: Mapping[str, Any]
    ladders: Mapping[str, Ladder]
    holidays: Mapping[int, WorkCalendar]
    answers: Mapping[str, str]
    english: English
    files: Mapping[str, str]
    hash: str
    synonyms: Synonyms = field(default_factory=Synonyms)
    warnings: tuple[Fault, ...] = ()
    documents: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Catalogue({self.layer.folder!r}, {len(self.programmes)} programmes, hash {self.hash[:12]})"

    def in_force(self, day: dt.date) -> Iterator[tuple[Programme, Version]]:
        """Programmes with a version in force on `day`."""
        for programme in self.programmes.values():
            if version := programme.version_on(day):
                yield programme, version


class Read(Protocol):
    """What has been read, layer upon layer, before it is seen as a whole."""

    files: Mapping[str, str]
    layer: str
    faults: Faults
    facts: dict[str, FactKind]
    parameters: dict[str, Parameter]
    tables: dict[str, Table]
    synonyms: Synonyms

    def english(self) -> English: ...


def finish(
    reading: Read,
    layers: list[Layer],
    derived: Mapping[str, Derived],
    programmes: Mapping[str, Programme],
    extras: Mapping[str, Mapping[Any, Any]],
) -> Catalogue:
    """Everything that needs the whole: cycles, what each version rests on, hashes, references between programmes."""
    no_cycles(derived, reading.faults.found)
    definitions: dict[str, Any] = {**reading.facts, **derived, **reading.parameters}
    digests = {name: digest(each) for name, each in definitions.items()}
    illustrative = {name for name, each in reading.parameters.items() if each.status == "illustrative"}
    illustrative |= {name for name, each in derived.items() if _invented(each, reading.tables)}
    finished = {}
    for slug, programme in programmes.items():
        # the hash is of the version as written: a later version ends this one without changing it
        hashed = [_hashed(programme, each, derived, digests, illustrative) for each in programme.versions]
        versions = sorted(hashed, key=lambda each: each.since)
        ended = [_ended(each, versions[place + 1 :]) for place, each in enumerate(versions)]
        finished[slug] = dataclasses.replace(programme, versions=tuple(ended))
    answers, documents = (_texts(reading.files, folder) for folder in ("answers", "documents"))
    whole = digest([reading.layer, sorted(reading.files.items())])
    return Catalogue(
        layer=layers[-1] if layers else Layer("", "", "", "", (), {}, Place("", 1)),
        layers=tuple(layers), facts=reading.facts, derived=derived, parameters=reading.parameters,
        tables=reading.tables, programmes=finished, packages=extras["packages"], ladders=extras["ladders"],
        holidays=extras["holidays"], answers=answers, documents=documents, english=reading.english(),
        files=dict(reading.files), hash=whole, synonyms=reading.synonyms,
    )  # fmt: skip


def _texts(files: Mapping[str, str], folder: str) -> dict[str, str]:
    """Texts of one folder of any layer, by their file's name."""
    return {
        path.rsplit("/", 1)[1][:-3]: text
        for path, text in sorted(files.items())
        if f"/{folder}/" in path and path.endswith(".md") and not path.endswith(".en.md")
    }


def _ended(version: Version, later: list[Version]) -> Version:
    """A version ends the day before the next begins, or earlier if it says so."""
    if not later:
        return version
    last = later[0].since - dt.timedelta(days=1)
    return dataclasses.replace(version, until=min(last, version.until) if version.until else last)


def plans_of(version: Version) -> Iterator[p.Plan]:
    for condition in flat(version.conditions):
        if condition.plan is not None:
            yield condition.plan
    for plan in (version.benefit.amount, version.benefit.cap):
        if plan is not None:
            yield plan


def uses(version: Version, derived: Mapping[str, Derived]) -> frozenset[str]:
    """All names a version rests on, through derived facts."""
    return rested_on(plans_of(version), derived)


def rested_on(plans: Iterable[p.Plan], derived: Mapping[str, Derived]) -> frozenset[str]:
    """All names some plans rest on, through derived facts."""
    found: set[str] = set()
    waiting = [name for plan in plans for name in p.names(plan)]
    while waiting:
        name = waiting.pop()
        if name and name not in found:
            found.add(name)
            if name in derived:
                waiting += p.names(derived[name].plan)
    return frozenset(found)


def _invented(derived: Derived, tables: Mapping[str, Table]) -> bool:
    return bool(derived.table) and tables[derived.table].status == "illustrative"


def _hashed(
    programme: Programme,
    version: Version,
    derived: Mapping[str, Derived],
    digests: Mapping[str, str],
    illustrative: set[str],
) -> Version:
    """The version with its hash, what judging it rests on, and whether any of that is illustrative.

    The hash also holds what ranking, the rules between programmes and the obligations rest on.
    """
    used = uses(version, derived)
    others = (version.rank, *(each.at_most for each in version.together), *(each.plan for each in version.obligations))
    beside = [plan for plan in others if plan is not None]
    named = used | rested_on(beside, derived)
    bare = dataclasses.replace(programme, versions=())
    statuses = {condition.status for condition in flat(version.conditions)} | {version.benefit.status}
    return dataclasses.replace(
        version, uses=used, hash=digest([bare, version, [digests.get(name, name) for name in sorted(named)]]),
        illustrative=version.illustrative or "illustrative" in statuses or bool(used & illustrative),
    )  # fmt: skip


def digest(value: Any) -> str:
    """SHA-256 over the canonical form, in hex."""
    text = json.dumps(canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# places in files; texts whose plan is taken instead; examples and what follows from the rest
SKIPPED = {"place", "span", "when", "amount_text", "cap_text", "examples"}
SKIPPED |= {"hash", "layer", "text", "uses", "illustrative", "expect_all", "expect_none"}
SKIPPED |= {"asking", "serves", "group", "group_english"}  # how it is asked and shown, and to whom, decides nothing


def canonical(value: Any) -> Any:
    """Plain data that is the same for the same meaning: no places in files, sets sorted, decimals without zeros.

    A field at its default is left out, so that a field added later leaves the hashes of what was published as they are.
    """
    if isinstance(value, p.Table) and (before := chain(value)) is not None:
        value = before
    kept = _kept(type(value))
    if kept is not None:
        shown: dict[str, Any] = {"": type(value).__name__}
        for name, default in kept:
            each = getattr(value, name)
            if not (type(default) is type(each) and default == each):
                shown[name] = canonical(each)
        return shown
    if isinstance(value, Mapping):
        return {str(key): canonical(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [canonical(each) for each in value]
    if isinstance(value, Decimal):
        return str(value.normalize())
    return str(value) if isinstance(value, dt.date | dt.timedelta | Months | float) else value


_FIELDS: dict[type, tuple[tuple[str, Any], ...] | None] = {}


def _kept(type_: type) -> tuple[tuple[str, Any], ...] | None:
    """The fields that are hashed, each with its default; None for what is no dataclass."""
    if type_ not in _FIELDS:
        missing = dataclasses.MISSING
        _FIELDS[type_] = tuple(
            (each.name, each.default_factory() if each.default_factory is not missing else each.default)
            for each in dataclasses.fields(type_) if each.name not in SKIPPED
        ) if dataclasses.is_dataclass(type_) else None  # fmt: skip
    return _FIELDS[type_]


def no_cycles(derived: Mapping[str, Derived], faults: list[Fault]) -> None:
    """A derived fact may not rest on itself."""
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            at = derived[name].place
            circle = " → ".join([*path[path.index(name) :], name])
            faults.append(
                Fault(at.file, at.line, at.column, say("派生事实互相依赖，绕成一圈：{circle}。", circle=circle))
            )
        elif name in derived and name not in done:
            for other in sorted(p.names(derived[name].plan)):
                visit(other, (*path, name))
        done.add(name)

    for name in derived:
        visit(name, ())
