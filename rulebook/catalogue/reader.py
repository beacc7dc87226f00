"""From a folder, or a mapping of texts, to a Catalogue; every mistake is collected before anything is said."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from rulebook.catalogue import scalars
from rulebook.catalogue.catalogue import Catalogue, finish
from rulebook.catalogue.faults import CatalogueError, Fault, near
from rulebook.catalogue.known import Known
from rulebook.catalogue.ladders import read_ladder
from rulebook.catalogue.model import Derived, FactKind, Layer, Parameter, Place, Programme
from rulebook.catalogue.programmes import read_programme, read_version
from rulebook.catalogue.services import check_act
from rulebook.catalogue.source import Faults, Item, known_keys, read_yaml
from rulebook.catalogue.tables import Table, read_table, table_words
from rulebook.catalogue.vocabulary import AS_OF, DERIVED_TYPES, read_facts, read_parameters
from rulebook.plan.build import Scope, Symbol
from rulebook.plan.nodes import Const, Ref, leaves
from rulebook.plan.types import DATE, STRING

READ = {".yaml", ".md", ".dmn"}
DATED = re.compile(r"\d{4}-\d{2}-\d{2}")
DERIVED_KEYS = frozenset({"type", "unit", "is", "places", "note", "ask", "source", "one_of", "label", "group"})
REACH = ("phone", "address", "hours", "page")
MAX_FILE = 2_000_000  # bytes


def read_catalogue(path: Path | str) -> Catalogue:
    """The catalogue of one layer's folder and its parents. Raises CatalogueError with every mistake found."""
    folder = Path(path).resolve()
    if not (folder / "layer.yaml").is_file():
        raise CatalogueError([Fault(f"{Path(path)}/layer.yaml", 1, 1, "没有这个文件：目录文件夹里要有 layer.yaml。")])
    files: dict[str, str] = {}
    faults: list[Fault] = []
    names, waiting = set[str](), [folder.name]
    while waiting:
        name = waiting.pop()
        if name in names or not (folder.parent / name / "layer.yaml").is_file():
            continue
        names.add(name)
        _load(folder.parent, name, files, faults)
        parent = re.search(r"^parent:\s*(\S+)", files.get(f"{name}/layer.yaml", ""), re.MULTILINE)
        waiting += [parent[1].strip("\"'")] if parent else []
    if faults:
        raise CatalogueError(faults)
    return read_files(files, folder.name)


def _load(root: Path, name: str, files: dict[str, str], faults: list[Fault]) -> None:
    for path in sorted((root / name).rglob("*")):
        if path.suffix not in READ or not path.is_file():
            continue
        key = path.relative_to(root).as_posix()
        if path.stat().st_size > MAX_FILE:
            faults.append(Fault(key, 1, 1, "文件超过 2 MB，不像目录文件。"))
            continue
        try:
            files[key] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            faults.append(Fault(key, 1, 1, "不是 UTF-8 编码的文本。"))


def read_files(files: Mapping[str, str], layer: str) -> Catalogue:
    """The catalogue out of texts by path ("yangpu/layer.yaml" → text). Raises CatalogueError."""
    reading = Reading(files, layer)
    catalogue = reading.whole()
    wrong = [fault for fault in reading.faults.found if not fault.warning]
    if wrong:
        raise CatalogueError(reading.faults.found)
    return dataclasses.replace(catalogue, warnings=tuple(sorted(reading.faults.found)))


class Reading:
    """One reading of one set of files, layer by layer from the top."""

    def __init__(self, files: Mapping[str, str], layer: str) -> None:
        self.files, self.layer, self.faults = files, layer, Faults()
        self.items: dict[str, Item] = {}
        self.folders: dict[str, list[str]] = {}
        for path in sorted(files):
            self.folders.setdefault(path.rpartition("/")[0], []).append(path)
        self.facts: dict[str, FactKind] = {}
        self.written_derived: dict[str, tuple[Item, Item]] = {}
        self.parameters: dict[str, Parameter] = {}
        self.tables: dict[str, Table] = {}

    def whole(self) -> Catalogue:
        layers = self.layers()
        for name in (layer.folder for layer in layers):
            self.vocabulary(name)
            for item in self.under(name, "parameters"):
                self.parameters |= read_parameters(item, self.faults)
        table_items = {
            PurePosixPath(item.file).stem: item for layer in layers for item in self.under(layer.folder, "tables")
        }
        self.choices(table_items)
        scope = Scope(self.symbols(table_items))
        for name, item in table_items.items():
            if table := read_table(item, name, scope, self.faults):
                self.tables[name] = table
        derived = self.derived(scope)
        worded = {name: each.choices for name, each in derived.items() if each.choices}
        scope = Scope({name: each.offering(worded.get(name, ())) for name, each in scope.symbols.items()})
        offices = frozenset(short for layer in layers for short, _ in layer.offices)
        derived_types = {name: str(scope.symbols[name].type) for name in self.written_derived}
        known = Known(scope, self.facts, derived_types, offices)
        programmes = {slug: each for layer in layers for slug, each in self.programmes(layer.folder, known).items()}
        extras = {kind: self.extras(layers, kind) for kind in ("packages", "holidays")}
        extras["ladders"] = {
            slug: read_ladder(item, slug, scope, programmes, self.faults)
            for layer in layers for item in self.under(layer.folder, "ladders")
            for slug in [PurePosixPath(item.file).stem]
        }  # fmt: skip
        return finish(self, layers, derived, programmes, extras)

    # files

    def item(self, path: str) -> Item | None:
        if path not in self.items:
            found = read_yaml(self.files[path], path, self.faults)
            if found is not None and not found.is_map:
                self.faults.add(found, "文件最外层应是“名称: 内容”的对照，不是列表或单个值。")
                found = None
            if found is None:
                return None
            self.items[path] = found
        return self.items[path]

    def under(self, layer: str, folder: str) -> list[Item]:
        """The YAML files directly in one folder of a layer, in order."""
        paths = [path for path in self.folders.get(f"{layer}/{folder}", ()) if path.endswith(".yaml")]
        return [item for path in paths if (item := self.item(path)) is not None]

    def layers(self) -> list[Layer]:
        found: list[Layer] = []
        name = self.layer
        while name and name not in {layer.folder for layer in found}:
            item = self.item(f"{name}/layer.yaml") if f"{name}/layer.yaml" in self.files else None
            if item is None:
                at = found[-1].place if found else Place(f"{name}/layer.yaml", 1)
                self.faults.found.append(Fault(at.file, at.line, at.column, f"找不到上级文件夹“{name}”的 layer.yaml。"))
                break
            found.append(self.read_layer(item, name))
            name = found[-1].parent
        return found[::-1]

    def read_layer(self, item: Item, folder: str) -> Layer:
        listed = item.get("offices")
        offices, reach = [], {}
        for each in listed.list() if listed else []:
            short = scalars.required(each, "name", "offices 的一项", self.faults) if each.is_map else each.text
            offices.append((short, scalars.text(each.get("full")) or short))
            given = ((key, each.get(key)) for key in REACH) if each.is_map else ()
            reach[short] = {key: value.text for key, value in given if value is not None}
        return Layer(
            folder, scalars.required(item, "name", "layer.yaml ", self.faults), scalars.text(item.get("code")),
            scalars.text(item.get("parent")), tuple(offices),
            {key: value.plain() for key, _, value in item.items() if key not in ("name", "code", "parent", "offices")},
            scalars.place(item), reach,
        )  # fmt: skip

    # vocabulary, tables, derived facts

    def vocabulary(self, layer: str) -> None:
        path = f"{layer}/vocabulary.yaml"
        item = self.item(path) if path in self.files else None
        if item is None:
            return
        known_keys(item, frozenset({"subject", "facts", "derived", "note"}), "vocabulary.yaml ", self.faults)
        for name, kind in read_facts(item, layer, self.faults).items():
            self.facts[name] = kind
        section = item.get("derived")
        for name, at, entry in section.items() if section else ():
            self.written_derived[name] = (at, entry)

    def choices(self, table_items: Mapping[str, Item]) -> None:
        """Fill in the words of facts declared `one_of: table …`."""
        for name, kind in list(self.facts.items()):
            item = self.item(kind.place.file)
            section = item.get("facts") if item else None
            entry = section.get(name) if section else None
            one_of = entry.get("one_of") if entry else None
            if one_of is None or one_of.is_list:
                continue
            table = one_of.text.removeprefix("table").strip()
            if table not in table_items:
                self.faults.add(one_of, f"没有决策表“{table}”{near(table, table_items)}")
                continue
            words = table_words(table_items[table])
            self.facts[name] = dataclasses.replace(kind, choices=words)

    def symbols(self, table_items: Mapping[str, Item]) -> dict[str, Symbol]:
        symbols = {AS_OF: Symbol(AS_OF, "as-of", DATE)}
        for name, kind in self.facts.items():
            symbols[name] = Symbol(name, "fact", kind.type, frozenset(kind.choices))
        for name, (at, entry) in self.written_derived.items():
            type_ = scalars.choice(entry.get("type"), DERIVED_TYPES, f"“{name}”的 type ", "number", self.faults)
            if name in symbols:
                self.faults.add(at, f"“{name}”已经是一个事实，不能再作派生事实。")
            symbols[name] = Symbol(name, "derived", type_, frozenset(scalars.texts(entry.get("one_of"))))
        for name, parameter in self.parameters.items():
            symbols[name] = Symbol(name, "parameter", parameter.type)
        return symbols

    def derived(self, scope: Scope) -> dict[str, Derived]:
        found = {}
        for name, (at, entry) in self.written_derived.items():
            known_keys(entry, DERIVED_KEYS, f"派生事实“{name}”", self.faults)
            rule = entry.get("is")
            if rule is None:
                self.faults.add(at, f"派生事实“{name}”缺 is（怎么算出来）。")
                continue
            type_ = scope.symbols[name].type
            if rule.text.startswith("table "):
                plan, table = self.table_output(rule)
            else:
                plan, table = scalars.expression(rule, scope, type_, self.faults), ""
            if plan is None:
                continue
            if plan.type != type_:
                self.faults.add(rule, f"派生事实“{name}”写的类型是 {type_}，算出来的是 {plan.type}。")
            found[name] = Derived(name, str(type_), scalars.place(at), plan, scalars.text(entry.get("unit")),
                                  self.words(table), table)  # fmt: skip
        return found

    def words(self, table: str) -> tuple[str, ...]:
        """The words a derived fact may be, when a table gives them."""
        plan = next(iter(self.tables[table].outputs.values())) if table else None
        ends = list(leaves(plan)) if plan is not None and plan.type == STRING else []
        if not all(isinstance(each, Const) or (isinstance(each, Ref) and not each.name) for each in ends):
            return ()  # an output computed from a fact may be any word
        return tuple(dict.fromkeys(str(each.value) for each in ends if isinstance(each, Const)))

    def table_output(self, rule: Item) -> tuple[Any, str]:
        """`table NAME` or `table NAME.output`."""
        name, _, output = rule.text.removeprefix("table ").strip().partition(".")
        table = self.tables.get(name)
        if table is None:
            if not any(fault.file.endswith(f"/{name}.yaml") for fault in self.faults.found):
                self.faults.add(rule, f"没有决策表“{name}”{near(name, self.tables)}")
            return None, ""
        if output and output not in table.outputs:
            self.faults.add(rule, f"决策表“{name}”没有输出“{output}”{near(output, table.outputs)}")
            return None, ""
        if not table.outputs:
            return None, ""
        return table.outputs[output] if output else next(iter(table.outputs.values())), name

    # programmes and the rest

    def programmes(self, layer: str, known: Known) -> dict[str, Programme]:
        prefix = f"{layer}/programmes/"
        slugs = [folder[len(prefix) :] for folder in sorted(self.folders) if folder.startswith(prefix)]
        return {slug: found for slug in slugs if (found := self.programme(layer, slug, known)) is not None}

    def programme(self, layer: str, slug: str, known: Known) -> Programme | None:
        folder = f"{layer}/programmes/{slug}"
        if f"{folder}/programme.yaml" not in self.files:
            message = "没有这个文件：每个项目要有 programme.yaml。"
            self.faults.found.append(Fault(f"{folder}/programme.yaml", 1, 1, message))
            return None
        item = self.item(f"{folder}/programme.yaml")
        if item is None:
            return None
        programme = read_programme(item, slug, layer, known, self.faults)
        versions = []
        for path in self.folders[folder]:
            stem = PurePosixPath(path).stem
            if not path.endswith(".yaml") or stem == "programme":
                continue
            since = _day(stem)
            if since is None:
                self.faults.found.append(Fault(path, 1, 1, "规则文件名应是生效日期，例如 2022-01-01.yaml。"))
            elif rule := self.item(path):
                versions.append(read_version(rule, slug, since, known, self.faults))
        text = self.files.get(f"{folder}/text.md", "")
        found = dataclasses.replace(programme, versions=tuple(versions), text=text)
        check_act(found, self.faults, item)
        return found

    def extras(self, layers: list[Layer], kind: str) -> dict[str, Any]:
        """Packages and holidays as plain data by file name."""
        return {
            PurePosixPath(item.file).stem: item.plain() for layer in layers for item in self.under(layer.folder, kind)
        }


def _day(stem: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(stem) if DATED.fullmatch(stem) else None
    except ValueError:
        return None
