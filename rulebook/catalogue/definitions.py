"""What the files of a catalogue define: layers, facts, derived facts, parameters, tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from rulebook import feel
from rulebook.catalogue import scalars
from rulebook.catalogue.asking import read_asking
from rulebook.catalogue.axes import Domain
from rulebook.catalogue.dmn_tables import read_dmn
from rulebook.catalogue.english import English, Text, read_texts, read_words
from rulebook.catalogue.faults import Fault, near
from rulebook.catalogue.format import DERIVED_TYPES, kind_of
from rulebook.catalogue.model import Derived, FactKind, Layer, Parameter, Place
from rulebook.catalogue.source import Faults, Item, read_yaml
from rulebook.catalogue.synonyms import Synonyms
from rulebook.catalogue.tables import Table, table_words
from rulebook.catalogue.vocabulary import AS_OF, read_facts, read_groups
from rulebook.plan.build import PlanFault, Scope, Symbol
from rulebook.plan.lookalikes import difference, folded
from rulebook.plan.nodes import Const, Plan, Ref, leaves
from rulebook.plan.types import DATE, STRING, type_name
from rulebook.plan.units import COUNTS, alike, named, unit_of
from rulebook.saying import say

WHAT = {"fact": "事实", "derived": "派生事实", "parameter": "参数"}


REACH = ("phone", "address", "hours", "page", "email", "reconsideration", "court")


class Definitions:
    """The files by path, and what has been read of them so far."""

    def __init__(self, files: Mapping[str, str], layer: str) -> None:
        self.files, self.layer, self.faults = files, layer, Faults()
        self.items: dict[str, Item | None] = {}
        self.folders: dict[str, list[str]] = {}
        for path in sorted(files):
            self.folders.setdefault(path.rpartition("/")[0], []).append(path)
        self.facts: dict[str, FactKind] = {}
        self.written_derived: dict[str, tuple[Item, Item]] = {}
        self.offered: dict[str, tuple[str, ...]] = {}  # derived fact → its `one_of`
        self.parameters: dict[str, Parameter] = {}
        self.tables: dict[str, Table] = {}
        self.synonyms = Synonyms()
        self.slugs: set[str] = set()
        self.texts: list[Text] = []
        self.english_words: dict[str, str] = {}
        self.places: dict[tuple[str, str], Place] = {}  # (kind, name) → where it is defined
        self.meanings: dict[str, tuple[str, Place]] = {}
        self.seen: dict[str, str] = {}  # what a reader sees of a name → the name

    # files

    def item(self, path: str) -> Item | None:
        """The file as YAML, its shape checked once; None when it cannot be read at all."""
        if path not in self.items:
            self.items[path] = self.read(path, self.files[path])
        return self.items[path]

    def read(self, path: str, text: str) -> Item | None:
        found = read_dmn(text, path, self.faults) if path.endswith(".dmn") else read_yaml(text, path, self.faults)
        kind = kind_of(path.partition("/")[2])
        if found is not None and not found.is_map:
            self.faults.add(found, say("文件最外层应是“名称: 内容”的对照，不是列表或单个值。"))
            found = None
        if kind is not None and found is not None and kind.shape is not None:
            before = len(self.faults.found)
            kind.shape.check(found, kind.path, self.faults)
            wrong = [each for each in self.faults.found[before:] if not each.warning]
            if wrong:
                self.faults.unshaped.add(path)
                self.faults.stand(wrong)
            self.texts += read_texts(kind.shape, found, self.faults)
            tops = {at.line for _, *both in found.items() for at in both if at is both[0] or not at.is_map}
            defines = kind.name == "layer" or (kind.name == "vocabulary" and any(each.line in tops for each in wrong))
            self.faults.partial |= bool(wrong) and defines
        elif kind is not None and kind.name in ("vocabulary", "parameters", "layer"):
            self.faults.partial = True
        return found

    def english(self) -> English:
        return English(tuple(self.texts), self.english_words)

    def under(self, layer: str, folder: str) -> list[Item]:
        """The YAML files directly in one folder of a layer, in order; of tables the .dmn files too."""
        ends = (".yaml", ".dmn") if folder == "tables" else (".yaml",)
        paths = [path for path in self.folders.get(f"{layer}/{folder}", ()) if path.endswith(ends)]
        return [item for path in paths if (item := self.item(path)) is not None]

    def named(self, layers: list[Layer], folder: str, kind: str) -> dict[str, Item]:
        """The files of a folder in all layers by their name; the lowest layer's where it says that it replaces."""
        found: dict[str, Item] = {}
        for layer in layers:
            for item in self.under(layer.folder, folder):
                stem = PurePosixPath(item.file).stem
                if self.defined(kind, stem, item, item):
                    found[stem] = item
        return found

    def defined(self, kind: str, name: str, at: Item, entry: Item | None) -> bool:
        """Whether a definition counts; what was there before is replaced only where the new one says so."""
        before = self.places.get((kind, name))
        replaces = entry is not None and scalars.flag(entry.get("replaces"))
        if before is None and replaces and not self.faults.partial and not self.lost(at, name):
            self.faults.add(at, say("“{name}”写了 replaces，可是上级层没有同名的内容。", name=name))
        elif before is not None and before.file.partition("/")[0] == at.file.partition("/")[0]:
            self.faults.add(at, say("“{name}”已经在 {file} 第 {line} 行写过。", name=name, file=before.file,
                                    line=before.line))  # fmt: skip
        elif before is not None and not replaces:
            self.faults.add(at, say(
                "“{name}”会替换上级层 {file} 第 {line} 行的同名内容；有意替换就写 replaces: true。", name=name,
                file=before.file, line=before.line,
            ))  # fmt: skip
        if before is not None and not replaces:
            return False
        self.places[(kind, name)] = scalars.place(at)
        return True

    def lost(self, at: Item, name: str) -> bool:
        """Whether what is replaced may stand where it could not be read."""
        folder = at.file.partition("/")[2].partition("/")[0]
        alike = (path for path, item in self.items.items() if item is None and path.split("/")[1] == folder)
        return name in self.faults.doubtful or any(alike)

    def layers(self) -> list[Layer]:
        found: list[Layer] = []
        name, at = self.layer, Place(f"{self.layer}/layer.yaml", 1)
        while name:
            if name in (layer.folder for layer in found):
                circle = " → ".join([*(layer.folder for layer in found), name])
                said = say("上级层绕成一圈：{circle}。", circle=circle)
                self.faults.found.append(Fault(at.file, at.line, at.column, said))
                self.faults.partial = True
                break
            path = f"{name}/layer.yaml"
            item = self.item(path) if path in self.files else None
            if item is None:
                if path not in self.files:
                    known = {each.partition("/")[0] for each in self.files} - {layer.folder for layer in found}
                    self.faults.found.append(Fault(at.file, at.line, at.column, say(
                        "找不到上级文件夹“{name}”的 layer.yaml{near}", name=name, near=near(name, known))))  # fmt: skip
                self.faults.partial = True
                break
            found.append(self.read_layer(item, name))
            name, at = found[-1].parent, scalars.place(item.get("parent") or item)
        return found[::-1]

    def read_layer(self, item: Item, folder: str) -> Layer:
        self.english_words = {**read_words(item), **self.english_words}  # read from the lowest layer up
        listed = item.get("offices")
        offices: list[tuple[str, str]] = []
        reach: dict[str, dict[str, str]] = {}
        for each in listed.list() if listed else []:
            short = scalars.text(each.get("name")) if each.is_map else each.text
            if short and short in (known for known, _ in offices):
                self.faults.add(each, say("部门“{name}”写了两次。", name=short))
            offices.append((short, scalars.text(each.get("full")) or short))
            said = {key: each.get(key) for key in REACH if each.is_map}
            reach[short] = {key: found.text for key, found in said.items() if found is not None}
        return Layer(
            folder, scalars.text(item.get("name")), scalars.text(item.get("code")),
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
        facts = item.get("facts")
        for name, kind in read_facts(item, layer, self.faults).items():
            if facts is not None and self.defined("fact", name, facts.pairs[name][0], facts.get(name)):
                self.facts[name] = kind
        for kind in list(read_asking(item.get("asking"), self.facts, self.faults)):
            self.facts[kind.name] = kind
        for kind in list(read_groups(item.get("groups"), self.facts, self.faults)):
            self.facts[kind.name] = kind
        section = item.get("derived")
        for name, at, entry in section.items() if section else ():
            if self.defined("derived", name, at, entry):
                self.written_derived[name] = (at, entry)

    def choices(self, table_items: Mapping[str, Item]) -> None:
        """The words of facts and derived facts that say `one_of`."""
        for name, kind in list(self.facts.items()):
            item = self.item(kind.place.file)
            section = item.get("facts") if item else None
            entry = section.get(name) if section else None
            one_of = entry.get("one_of") if entry else None
            if one_of is not None and not (one_of.is_list or one_of.is_null):
                self.facts[name] = dataclasses.replace(kind, choices=self.listed(name, one_of, table_items))
        for name, (_, entry) in self.written_derived.items():
            one_of = entry.get("one_of")
            if one_of is not None and not one_of.is_null:
                listed = one_of.is_list
                self.offered[name] = scalars.texts(one_of) if listed else self.listed(name, one_of, table_items)

    def listed(self, name: str, one_of: Item, table_items: Mapping[str, Item]) -> tuple[str, ...]:
        """The words of `one_of: table …`; () with a fault where there are none."""
        table = one_of.text.removeprefix("table").strip()
        found = table_items.get(table)
        if found is None or one_of.is_map or found.file in self.faults.unshaped:
            if not one_of.is_map and not self.written("tables", table):
                self.faults.add(one_of, say("没有决策表“{table}”{near}", table=table, near=near(table, table_items)))
            self.faults.doubtful.add(name)
            return ()
        words = table_words(found)
        if not words and found.get("inputs") is not None and found.get("values") is None:
            self.faults.add(one_of, say("决策表“{table}”没有可选的文字。", table=table))
        return words

    def written(self, folder: str, name: str) -> bool:
        """Whether a file of this name stands in some layer, readable or not."""
        paths = {f"{folder}/{name}{end}" for end in (".yaml", ".dmn")}
        return any(path.partition("/")[2] in paths for path in self.files)

    def symbols(self) -> dict[str, Symbol]:
        symbols = {AS_OF: Symbol(AS_OF, "as-of", DATE)}
        for name, kind in self.facts.items():
            self.one_name("fact", name)
            symbols[name] = Symbol(name, "fact", kind.type, frozenset(kind.choices), kind.unit)
        for name, (_, entry) in self.written_derived.items():
            type_ = scalars.word(entry.get("type"), DERIVED_TYPES)
            if not type_:
                self.faults.doubtful.add(name)
            self.one_name("derived", name)
            words, unit = frozenset(self.offered.get(name, ())), scalars.text(entry.get("unit"))
            symbols[name] = Symbol(name, "derived", type_ or "number", words, unit)
        for name, parameter in self.parameters.items():
            self.one_name("parameter", name)
            symbols[name] = Symbol(name, "parameter", parameter.type, unit=parameter.unit)
        return symbols

    def one_name(self, kind: str, name: str) -> None:
        """A name means one thing, can be written in an expression, and looks like no other."""
        at = self.places[(kind, name)]
        said = None
        if name == AS_OF:
            said = say("“{name}”是系统给的核算日，不能另作他用。", name=name)
        elif not nameable(name):
            said = say("“{name}”不能作名称：表达式里写不出来。", name=name)
        elif name in self.meanings:
            other = self.meanings[name]
            said = say("“{name}”已经是{kind}（{file} 第 {line} 行），不能再作{again}。", name=name,
                       kind=say(WHAT[other[0]]), file=other[1].file, line=other[1].line,
                       again=say(WHAT[kind]))  # fmt: skip
            self.faults.doubtful.add(name)
        elif (twin := self.seen.get(folded(name))) is not None:
            said = say("“{name}”看起来和“{twin}”一样，但{difference}。", name=name, twin=twin,
                       difference=difference(name, twin))  # fmt: skip
        if said is not None:
            self.faults.found.append(Fault(at.file, at.line, at.column, said))
        self.meanings.setdefault(name, (kind, at))
        self.seen.setdefault(folded(name), name)

    def derived(self, scope: Scope) -> dict[str, Derived]:
        found = {}
        for name, (at, entry) in self.written_derived.items():
            rule = entry.get("is")
            if rule is None or not rule.text.strip():
                continue
            type_ = scope.symbols[name].type
            if rule.text.startswith("table "):
                plan, table = self.table_output(rule)
            else:
                plan, table = scalars.expression(rule, scope, None, self.faults), ""
            if plan is None:
                continue
            if plan.type != type_ and name not in self.faults.doubtful:
                self.faults.doubtful.add(name)
                self.faults.add(rule, say("派生事实“{name}”写的类型是{type}，算出来的是{found}。", name=name,
                                          type=say(type_name(type_)), found=say(type_name(plan.type))))  # fmt: skip
            self.one_unit(name, rule, plan, scope)
            self.one_of(name, rule, plan)
            words = self.offered.get(name) or self.words(table)
            found[name] = Derived(name, str(type_), scalars.place(at), plan, scalars.text(entry.get("unit")),
                                  words, table)  # fmt: skip
        return found

    def one_of(self, name: str, rule: Item, plan: Plan) -> None:
        """A derived fact that lists its words gives no other."""
        words = self.offered.get(name)
        given = [str(each.value) for each in leaves(plan) if isinstance(each, Const)] if words else []
        for word in dict.fromkeys(each for each in given if words and each not in words):
            self.faults.add(rule, say("派生事实“{name}”的 one_of 里没有“{value}”，算出来的可能是它{near}", name=name,
                                      value=word, near=near(word, words or ())))  # fmt: skip

    def one_unit(self, name: str, rule: Item, plan: Plan, scope: Scope) -> None:
        """A derived fact is counted in what its expression gives."""
        try:
            given, declared = unit_of(plan, scope.units), named(scope.units.get(name, ""))
        except PlanFault:
            return  # said where the expression was read
        if given.name and declared.name and not alike(given, declared) and not {given.name, declared.name} & {"%"}:
            self.faults.add(rule, say("派生事实“{name}”写的单位是{declared}，算出来的是{given}。", name=name,
                                      declared=declared.name, given=given.name))  # fmt: skip

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
            if not self.written("tables", name):
                self.faults.add(rule, say("没有决策表“{table}”{near}", table=name, near=near(name, self.tables)))
            return None, ""
        if output and output not in table.outputs:
            self.faults.add(rule, say("决策表“{table}”没有输出“{output}”{near}", table=name, output=output,
                                      near=near(output, table.outputs)))  # fmt: skip
            return None, ""
        if not table.outputs:
            self.faults.add(rule, say("“{table}”只是一份名单，算不出值。", table=name))
            return None, ""
        return table.outputs[output] if output else next(iter(table.outputs.values())), name

    def domain(self, derived: Mapping[str, Derived]) -> Callable[[Plan], Domain]:
        """What the input of a table may be."""

        def of(plan: Plan) -> Domain:
            if isinstance(plan, Ref) and plan.name in self.facts:
                fact = self.facts[plan.name]
                return Domain(fact.choices, fact.places, Decimal(0) if fact.unit in COUNTS else None)
            return Domain(derived[plan.name].choices) if isinstance(plan, Ref) and plan.name in derived else Domain()

        return of


def nameable(name: str) -> bool:
    """Whether an expression can name this."""
    try:
        found = feel.parse(name, feel.NameIndex([name]))
    except feel.FeelSyntaxError:
        return False
    return isinstance(found, feel.Name) and found.name == name
