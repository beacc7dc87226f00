"""The files of a model: one and those it imports from its own folder, with the names each knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rulebook.dmn.boxed import declared_names
from rulebook.dmn.definitions import Decision, Definitions, Knowledge, Part, read_definitions
from rulebook.dmn.itemtypes import Types, component_names
from rulebook.dmn.language import NotFeel
from rulebook.dmn.tablexml import input_text, is_name, words
from rulebook.dmn.xmltree import DmnError
from rulebook.feel import NameIndex
from rulebook.feel.compile import Code
from rulebook.saying import say

_NO_NAME = frozenset('<>=()[]{},"?:;')  # a heading with one of these is no name


@dataclass(eq=False)
class File:
    """One file of the model, compiled on demand."""

    definitions: Definitions
    types: Types
    imports: dict[str, File]  # by import name
    extra: frozenset[str]  # names that will be given though the file does not declare them
    nameless: list[File] = field(default_factory=list)
    merged: list[File] = field(default_factory=list)  # those that share this file's namespace, this one among them
    codes: dict[str, Code] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)  # what could not be compiled, by part

    def __post_init__(self) -> None:
        self.names = {part.name for part in self.definitions.parts.values()}
        self.headings = dict(_headings(self.definitions))

    @property
    def namespace(self) -> str:
        return self.definitions.namespace

    @cached_property
    def members(self) -> NameIndex:
        """Every name that stands for something in the file or in one it imports."""
        there = (*self.merged, *(each for home in self.merged for each in home.imports.values()))
        return NameIndex({name for each in there for name in _names(each.definitions)})

    def parts(self) -> Iterator[tuple[File, Part]]:
        """The parts of the file and of those it imports without a name, each with its home; first come by name."""
        seen: set[str] = set()
        for home in self.merged:
            yield from ((home, part) for part in home.definitions.parts.values() if part.name not in seen)
            seen |= home.names

    def standing(self, name: str) -> tuple[File, Part]:
        return next((home, part) for home, part in self.parts() if part.name == name)

    def prefix(self, home: File) -> str:
        """The name under which another file is imported; empty for this file, and for a nameless import."""
        return next((name for name, each in self.imports.items() if each is home), "")


class Files:
    """A file with everything it imports."""

    def __init__(self, path: Path, names: Iterable[str] = ()) -> None:
        """Read the file and, from the same folder, the files it imports. Raises DmnError."""
        self._folder = path.parent
        self._siblings: dict[str, Path] | None = None
        self._files: dict[str, File] = {}
        self._extra = frozenset(" ".join(name.split()) for name in names if not _NO_NAME & set(name))
        self.root = self._file(read_definitions(path), ())
        for file in (self.root, *self._files.values()):
            self._merge(file)

    def _file(self, definitions: Definitions, above: tuple[str, ...]) -> File:
        """A file with what it imports. `above`: those that import it; a name cannot lead back to them."""
        if definitions.namespace in self._files:
            return self._files[definitions.namespace]
        above = (*above, definitions.namespace)
        if set(above) & set(definitions.imports.values()):
            raise DmnError(say("{path}: 模型引入了自己。", path=definitions.source))
        imports = {
            name: self._file(self._import(namespace, definitions), above)
            for name, namespace in definitions.imports.items()
        }
        types = Types(definitions, {name: each.types for name, each in imports.items()})
        file = self._files[definitions.namespace] = File(definitions, types, imports, self._extra)
        file.nameless += (self._file(self._import(each, definitions), above) for each in definitions.nameless)
        return file

    def _merge(self, file: File) -> None:
        """Let a file and all it imports without a name share one namespace; what is imported first comes first."""
        if file.merged:
            return
        stack, found = [file], dict[str, File]()
        while stack:
            current = stack.pop()
            if current.namespace not in found and not current.merged:
                found[current.namespace] = current
                stack += reversed(current.nameless)
        for each in found.values():
            each.merged = list(found.values())
            each.types.merged = [home.types for home in each.merged]

    def _import(self, namespace: str, by: Definitions) -> Definitions:
        if self._siblings is None:
            self._siblings = {}
            for path in sorted(self._folder.glob("*.dmn")):
                try:
                    self._siblings.setdefault(read_definitions(path).namespace, path)
                except DmnError:
                    continue  # a broken neighbour matters only if it is imported
        if namespace not in self._siblings and (there := self._located(by.locations.get(namespace, ""))):
            definitions = read_definitions(there)
            if definitions.namespace == namespace:
                return definitions
        if namespace not in self._siblings:
            raise DmnError(say("{path}: 要引入 {space}，同一文件夹里没有这个命名空间的文件。", path=by.source,
                               space=namespace))  # fmt: skip
        return read_definitions(self._siblings[namespace])

    def _located(self, location: str) -> Path | None:
        """The file an import says it is in, where that is below the model's own folder."""
        there = (self._folder / location).resolve()
        inside = bool(location) and there.is_relative_to(self._folder.resolve())
        return there if inside and there.suffix == ".dmn" and there.is_file() else None

    def paths(self, file: File) -> list[str]:
        """The names under which the model reaches an imported file, such as `lib` or `lib.base`; none for its own."""
        found: list[str] = []
        stack = [(self.root, "")]
        while stack:
            home, path = stack.pop()
            for name, each in ((name, each) for merged in home.merged for name, each in merged.imports.items()):
                below = f"{path}.{name}".strip(".")
                if file in each.merged:
                    found.append(below)
                stack.append((each, below))
        return found

    def target(self, file: File, href: str) -> tuple[File, Part] | None:
        """The part an href leads to, and its file; None for a dangling one.

        Where files share a namespace, the first that has a part of that name stands for the others.
        """
        namespace, _, identity = href.rpartition("#")
        home = self._files.get(namespace) if namespace and namespace != file.namespace else file
        for each in () if home is None else (home, *home.merged):
            part = each.definitions.parts.get(identity)
            if part is not None:
                return (each, part) if len(each.merged) == 1 else each.standing(part.name)
        return None

    def required(self, file: File, part: Decision | Knowledge) -> list[tuple[File, Part]]:
        """What a part requires directly, dangling references left out."""
        return [found for href in part.requires if (found := self.target(file, href)) is not None]

    def below(self, file: File, part: Part) -> Iterator[tuple[File, Part]]:
        """A part and everything it requires, at any depth, each once."""
        stack, seen = [(file, part)], {id(part)}
        while stack:
            home, current = stack.pop()
            yield home, current
            for found in self.required(home, current) if isinstance(current, Decision | Knowledge) else ():
                if id(found[1]) not in seen:
                    seen.add(id(found[1]))
                    stack.append(found)

    def circles(self, file: File, part: Part) -> list[Part]:
        """The decisions at and below a part that require themselves, over others or at once."""
        found: list[Part] = []
        open_, done = {id(part)}, set[int]()
        stack = [(part, iter(self._decisions_of(file, part)))]
        while stack:
            current, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                open_.discard(id(current))
                done.add(id(current))
            elif id(following[1]) in open_:
                found.append(following[1])
            elif id(following[1]) not in done:
                open_.add(id(following[1]))
                stack.append((following[1], iter(self._decisions_of(*following))))
        return found

    def _decisions_of(self, file: File, part: Part) -> list[tuple[File, Part]]:
        required = self.required(file, part) if isinstance(part, Decision) else []
        return [found for found in required if isinstance(found[1], Decision)]

    def visible(self, file: File, part: Decision | Knowledge) -> set[str]:
        """The names a part's expressions may use beyond those they declare themselves."""
        found = {part.name, *file.imports, *file.extra, *file.headings.values()}
        for _, each in self.required(file, part):
            found.update((each.name, *getattr(each, "aliases", ())))
        return found


def _names(definitions: Definitions) -> Iterator[str]:
    """Every name that stands for something somewhere in a file."""
    yield from component_names(definitions.items)
    for part in definitions.parts.values():
        yield part.name
        if isinstance(part, Decision | Knowledge) and part.logic is not None:
            yield from declared_names(part.logic)


def _headings(definitions: Definitions) -> Iterator[tuple[str, str]]:
    """The headings of table inputs, each with the variable under it: `Season` → `season`."""
    for part in definitions.parts.values():
        logic = part.logic if isinstance(part, Decision | Knowledge) else None
        for element in () if logic is None else logic.walk():
            if element.tag != "input":
                continue
            try:
                text = " ".join(input_text(element, definitions.language).split())
            except NotFeel:
                continue  # said where the table is compiled
            heading = words(element, "label")
            if text and heading and is_name(text):
                yield heading, text
