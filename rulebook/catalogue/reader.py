"""From a folder, or a mapping of texts, to a Catalogue; every mistake is collected before anything is said."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from rulebook.catalogue.catalogue import Catalogue, finish
from rulebook.catalogue.definitions import Definitions
from rulebook.catalogue.english import read_answer
from rulebook.catalogue.faults import CatalogueError, Fault, near
from rulebook.catalogue.files import folder_files, unread
from rulebook.catalogue.holidays import WorkCalendar, read_holidays
from rulebook.catalogue.known import Known
from rulebook.catalogue.ladders import read_ladder
from rulebook.catalogue.model import Layer, Programme
from rulebook.catalogue.overlaps import table_faults
from rulebook.catalogue.programmes import read_programme, read_version
from rulebook.catalogue.sense import check_order, check_package, check_version
from rulebook.catalogue.services import check_act
from rulebook.catalogue.source import Item
from rulebook.catalogue.subjects import subject_faults
from rulebook.catalogue.synonyms import read_synonyms
from rulebook.catalogue.tables import read_table
from rulebook.catalogue.truths import truth_faults
from rulebook.catalogue.vocabulary import read_parameters
from rulebook.plan.build import Scope
from rulebook.saying import say

DATED = re.compile(r"\d{4}-\d{2}-\d{2}")
HEAD = re.compile(r"\A---[ \t]*\n(.*?\n)---", re.DOTALL)
MISSING = {
    "office": "layer.yaml 里没有部门“{name}”{near}", "programme": "没有名为“{name}”的项目{near}",
    "fact": "事实表里没有“{name}”{near}", "base fact": "没有名为“{name}”的事实{near}",
}  # fmt: skip


def read_catalogue(path: Path | str) -> Catalogue:
    """The catalogue of one layer's folder and its parents. Raises CatalogueError with every mistake found."""
    layer, files, beside = folder_files(path)
    return read_files(files, layer, beside)


def read_files(files: Mapping[str, str], layer: str, beside: Collection[str] = ()) -> Catalogue:
    """The catalogue out of texts by path ("yangpu/layer.yaml" → text). Raises CatalogueError.

    `beside` are files that stand in the folders and are not among the texts: each is named.
    """
    reading = Reading(files, layer)
    reading.faults.found += unread(files, beside)
    catalogue = reading.whole()
    found = list(dict.fromkeys(reading.faults.found))
    if any(not fault.warning for fault in found):
        raise CatalogueError(found)
    return dataclasses.replace(catalogue, warnings=tuple(sorted(found)))


class Reading(Definitions):
    """One reading of one set of files, layer by layer from the top."""

    def whole(self) -> Catalogue:
        layers = self.layers()
        for name in (layer.folder for layer in layers):
            self.vocabulary(name)
            for item in self.under(name, "parameters"):
                for parameter, (at, each) in read_parameters(item, self.faults).items():
                    if self.defined("parameter", parameter, at, item.get(parameter)):
                        self.parameters[parameter] = each
        if not self.facts and not self.faults.partial:
            self.faults.found.append(
                Fault(f"{self.layer}/layer.yaml", 1, 1, say("这一层和各上级层都没有 vocabulary.yaml。"))
            )
        table_items = self.named(layers, "tables", "table")
        self.choices(table_items)
        scope = Scope(self.symbols())
        for name, item in table_items.items():
            if item.file not in self.faults.unshaped and (table := read_table(item, name, scope, self.faults)):
                self.tables[name] = table
        derived = self.derived(scope)
        worded = {name: each.choices for name, each in derived.items() if each.choices}
        scope = Scope({name: each.offering(worded.get(name, ())) for name, each in scope.symbols.items()})
        derived_types = {name: str(scope.symbols[name].type) for name in self.written_derived}
        known = Known(scope, self.facts, derived_types)
        programmes = {slug: each for layer in layers for slug, each in self.programmes(layer.folder, known).items()}
        packages = self.named(layers, "packages", "packages")
        extras: dict[str, Mapping[Any, Any]] = {
            "packages": {slug: item.plain() for slug, item in packages.items()}, "holidays": self.holidays(layers),
        }  # fmt: skip
        ladders = self.named(layers, "ladders", "ladder")
        extras["ladders"] = {slug: read_ladder(item, slug, scope, self.faults) for slug, item in ladders.items()}
        for item in (each for layer in layers for each in self.under(layer.folder, "packages")):
            check_package(item, self.faults)
        self.answers(layers)
        self.documents(layers)
        written = [path for layer in layers if (path := f"{layer.folder}/synonyms.yaml") in self.files]
        self.synonyms = read_synonyms([found for path in written if (found := self.item(path))], self.faults)
        self.look_up(layers)
        self.faults.found += subject_faults(programmes.values(), extras["ladders"].values(), self.facts, derived)
        self.faults.settle()
        if not any(not fault.warning for fault in self.faults.found):
            domain = self.domain(derived)
            self.faults.found += table_faults(self.tables, domain)
            self.faults.found += truth_faults(list(programmes.values()), domain, derived, self.parameters)
        return finish(self, layers, derived, programmes, extras)

    # programmes and the rest

    def programmes(self, layer: str, known: Known) -> dict[str, Programme]:
        prefix = f"{layer}/programmes/"
        slugs = [folder[len(prefix) :] for folder in sorted(self.folders) if folder.startswith(prefix)]
        return {slug: found for slug in slugs if "/" not in slug
                and (found := self.programme(layer, slug, known)) is not None}  # fmt: skip

    def programme(self, layer: str, slug: str, known: Known) -> Programme | None:
        folder = f"{layer}/programmes/{slug}"
        self.slugs.add(slug)
        if f"{folder}/programme.yaml" not in self.files:
            if any(path.endswith(".yaml") for path in self.folders[folder]):
                message = say("没有这个文件：每个项目要有 programme.yaml。")
                self.faults.found.append(Fault(f"{folder}/programme.yaml", 1, 1, message))
            return None
        item = self.item(f"{folder}/programme.yaml")
        if item is None:
            return None
        self.defined("programme", slug, item, item)
        programme = read_programme(item, slug, layer, self.faults)
        versions = []
        for path in self.folders[folder]:
            stem = PurePosixPath(path).stem
            if not path.endswith(".yaml") or stem == "programme":
                continue
            since = _day(stem)
            if since is None:
                self.faults.found.append(Fault(path, 1, 1, say("规则文件名应是生效日期，例如 2022-01-01.yaml。")))
            elif rule := self.item(path):
                versions.append(read_version(rule, slug, since, known, self.faults))
                check_version(rule, programme, versions[-1], self.parameters, self.faults)
        if not versions and not any(each.file.startswith(f"{folder}/") for each in self.faults.found):
            self.faults.add(item, say("这个项目没有规则：要有一个以生效日期命名的文件，例如 2022-01-01.yaml。"))
        check_order(versions, self.faults)
        text = self.files.get(f"{folder}/text.md", "")
        found = dataclasses.replace(programme, versions=tuple(versions), text=text)
        check_act(found, self.faults, item)
        return found

    def holidays(self, layers: list[Layer]) -> dict[int, WorkCalendar]:
        """Work calendars by year."""
        found = (
            read_holidays(item, stem, self.faults) for stem, item in self.named(layers, "holidays", "holidays").items()
        )
        return {each.year: each for each in found if each is not None}

    def answers(self, layers: list[Layer]) -> None:
        """The heads of questions and answers, between two lines of ---, with the English file beside."""
        for path in (path for layer in layers for path in self.folders.get(f"{layer.folder}/answers", ())):
            found = self.headed(path) if path.endswith(".md") else None
            beside = f"{path.removesuffix('.md')}.en.md"
            if path.endswith(".en.md"):
                if f"{path.removesuffix('.en.md')}.md" not in self.files:
                    self.faults.found.append(Fault(path, 1, 1, say("旁边没有同名的中文问答。")))
            elif found is not None:
                self.defined("answer", PurePosixPath(path).stem, found[0], found[0])
                english = self.headed(beside) if beside in self.files else None
                self.texts += read_answer(*found, english, self.faults)

    def documents(self, layers: list[Layer]) -> None:
        """The heads of official documents that may be quoted."""
        for path in (path for layer in layers for path in self.folders.get(f"{layer.folder}/documents", ())):
            if path.endswith(".md") and (found := self.headed(path)) is not None:
                self.defined("document", PurePosixPath(path).stem, found[0], found[0])

    def headed(self, path: str) -> tuple[Item, str] | None:
        """A Markdown file's head, read once, and its body."""
        head = HEAD.match(self.files[path])
        if path not in self.items:
            self.items[path] = self.read(path, f"\n{head[1]}") if head else None
        item = self.items[path]
        return (item, self.files[path][head.end() :]) if head and item is not None else None

    def look_up(self, layers: list[Layer]) -> None:
        """Every name that a key of the format refers to."""
        names: dict[str, Collection[str]] = {
            "office": [short for layer in layers for short, _ in layer.offices],
            "programme": self.slugs | _outside(layers), "fact": [*self.facts, *self.written_derived],
            "base fact": list(self.facts),
        }  # fmt: skip
        if any(f"{layer.folder}/layer.yaml" in self.faults.unshaped for layer in layers):
            return  # what a layer names may be what is at fault
        for at, kind in self.faults.references:
            name = at.text.strip()
            skip = kind not in names or (self.faults.partial and kind != "programme") or not names[kind]
            skip = skip or "" in names[kind]  # one without a name has been reported
            if not skip and name not in names[kind] and name not in self.faults.doubtful:
                self.faults.add(at, say(MISSING[kind], name=name, near=near(name, names[kind])))
                self.faults.own.add(self.faults.found[-1])


def _outside(layers: list[Layer]) -> set[str]:
    """Codes of what others give: no programme of this catalogue, but a rule may exclude it or share a limit with it."""
    return {str(each["slug"]) for layer in layers for each in layer.rest.get("outside") or [] if "slug" in each}


def _day(stem: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(stem) if DATED.fullmatch(stem) else None
    except ValueError:
        return None
