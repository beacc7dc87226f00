"""The form of a catalogue file: which fields it has, their values read from the YAML, and what was typed put back.

A field's name in the form is its path in the file, parts joined by `/`: `conditions/3/any/0/when`. Only fields whose
value is another than shown are touched. `new/<list>/<key>` begins a new entry, `remove` names entries to take out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from district.authoring import document as doc
from district.authoring import texts
from district.authoring.specs import (
    CONDITION,
    EXAMPLE,
    GROUPS,
    PARAMETER,
    PROGRAMME,
    TOLD,
    VERSION,
    WORDING,
    Part,
    Spec,
    Text,
)


@dataclass(frozen=True)
class Field:
    """A field as shown: `name` in the form, `value` as its control holds it."""

    name: str
    label: Text
    kind: str
    value: str
    choices: tuple[str, ...] = ()
    hint: Text = ""

    @property
    def id(self) -> str:
        return "id-" + self.name.replace("/", "-")

    @property
    def english(self) -> bool:
        return "/en/" in f"/{self.name}"


@dataclass(frozen=True)
class Entry:
    """One of a list: a condition, a paper, an example. A group of conditions holds entries of its own."""

    name: str
    title: str
    fields: tuple[Field, ...]
    code: str = ""
    group: str = ""
    entries: tuple[Entry, ...] = ()
    added: tuple[Field, ...] = ()
    fixed: bool = False  # its words may change; the entry stays


@dataclass(frozen=True)
class Section:
    """A heading with fields, or with entries and a blank one to add."""

    key: str
    label: Text
    fields: tuple[Field, ...] = ()
    entries: tuple[Entry, ...] = ()
    added: tuple[Field, ...] = ()
    add_label: Text = ""


@dataclass(frozen=True)
class Sheet:
    """The whole form of a file; `beyond` names what stands in the file and is changed as text only."""

    sections: tuple[Section, ...]
    beyond: tuple[str, ...] = ()


def parts_of(path: str) -> tuple[Part, ...]:
    """The form's parts for a file; none for what has no form (tables have an editor of their own)."""
    if texts.day_of(path):
        return VERSION
    if wording := WORDING.get(path.split("/", 1)[-1]):
        return wording
    return PROGRAMME if path.endswith("/programme.yaml") and texts.slug_of(path) else ()


def has_form(path: str) -> bool:
    return bool(parts_of(path)) or "/parameters/" in path


def sheet(path: str, text: str) -> Sheet:
    """The form of a file's text. Raises document.NotYaml."""
    document = doc.load(text)
    if "/parameters/" in path:
        return Sheet(tuple(_parameter(str(name), entry) for name, entry in document.items()))
    parts = parts_of(path)
    seen = {spec.key.split("/")[0] for part in parts if not part.many for spec in part.specs}
    seen |= {part.key for part in parts if part.many} | {"slug", "en"}
    return Sheet(tuple(_section(document, part) for part in parts), tuple(key for key in document if key not in seen))


def _section(document: CommentedMap, part: Part) -> Section:
    if not part.many:
        return Section(part.key, part.label, _fields(document, "", part.specs))
    if not part.add_label:
        return Section(part.key, part.label, (), tuple(_worded(document, part)))
    return Section(part.key, part.label, (), _entries(document, part.key, part.specs),
                   _blank(part.key, part.specs), part.add_label)  # fmt: skip


def _worded(document: CommentedMap, part: Part) -> Iterator[Entry]:
    """The entries of a list or a map whose words may change: each under its name."""
    found = document.get(part.key)
    for step, value in found.items() if isinstance(found, CommentedMap) else enumerate(found or ()):
        if isinstance(value, CommentedMap):
            name, prefix = str(value.get("name", step)), f"{part.key}/{step}"
            named = _english(document, f"{prefix}/name", Spec("name", _("名称"))) if name == step else ()
            yield Entry(prefix, name, (*named, *_fields(document, f"{prefix}/", part.specs)), fixed=True)


def _fields(document: CommentedMap, prefix: str, specs: Sequence[Spec]) -> tuple[Field, ...]:
    return tuple(each for spec in specs for each in (
        _field(document, f"{prefix}{spec.key}", spec), *_english(document, f"{prefix}{spec.key}", spec)))  # fmt: skip


def _english(document: CommentedMap, name: str, spec: Spec) -> tuple[Field, ...]:
    """The English beside a text: where there is some, and where readers are owed some."""
    path, key = _beside(name), name.rsplit("/", 1)[-1]
    value = doc.at(document, steps(path))
    if value is None and (key not in TOLD or spec is EXAMPLE[0]):
        return ()
    kind, shown = _kind(spec, value)
    return (Field(path, _told(spec), kind, shown),)


def _beside(name: str) -> str:
    """`conditions/0/say` → conditions/0/en/say."""
    above, slash, key = name.rpartition("/")
    return f"{above}{slash}en/{key}"


def _told(spec: Spec) -> Text:
    return format_lazy(_("{label}（英文）"), label=spec.label)


def _field(document: CommentedMap, name: str, spec: Spec) -> Field:
    kind, value = _kind(spec, doc.at(document, steps(name)))
    choices = ("", *spec.choices) if spec.choices else ()
    if choices and value not in choices:
        choices = (*choices, value)
    return Field(name, spec.label, kind, value, choices, spec.hint)


def _kind(spec: Spec, value: Any) -> tuple[str, str]:
    """How the value is shown: as its kind, or as YAML where the file holds something else."""
    if spec.kind == "words":
        joined = doc.listed(value)
        return ("yaml", doc.shown(value)) if joined is None else ("words", joined)
    if spec.kind == "yaml" or value is None or isinstance(value, str):
        return spec.kind, doc.shown(value)
    return "yaml", doc.shown(value)


def _entries(document: CommentedMap, name: str, specs: Sequence[Spec]) -> tuple[Entry, ...]:
    found = doc.at(document, steps(name))
    if not isinstance(found, CommentedSeq):
        return ()
    return tuple(_entry(document, f"{name}/{place}", specs) for place in range(len(found)))


def _entry(document: CommentedMap, name: str, specs: Sequence[Spec]) -> Entry:
    value = doc.at(document, steps(name))
    group = next((kind for kind in GROUPS if isinstance(value, CommentedMap) and kind in value), "")
    if group and specs is CONDITION:
        inner = f"{name}/{group}"
        return Entry(name, "", (), "", group, _entries(document, inner, specs), _blank(inner, specs))
    if not isinstance(value, CommentedMap):
        return Entry(name, "", (Field(name, _("内容"), "yaml", doc.shown(value)),))
    title = str(value.get("say") or value.get("name") or value.get("title") or value.get("id") or "")
    code = str(value.get("when") or "") if specs is CONDITION else ""
    return Entry(name, title, _fields(document, f"{name}/", specs), code)


def _blank(name: str, specs: Sequence[Spec]) -> tuple[Field, ...]:
    found: list[Field] = []
    for spec in specs:
        choices = ("", *spec.choices) if spec.choices else ()
        found.append(Field(f"new/{name}/{spec.key}", spec.label, spec.kind, "", choices, spec.hint))
        if spec.key in TOLD and spec is not EXAMPLE[0]:
            found.append(Field(f"new/{name}/en/{spec.key}", _told(spec), spec.kind, ""))
    return tuple(found)


def _parameter(name: str, entry: Any) -> Section:
    if not isinstance(entry, CommentedMap):
        return Section(name, name, (Field(name, _("内容"), "yaml", doc.shown(entry)),))
    whole = CommentedMap({name: entry})
    values = entry.get("values")
    rows = [Field(f"{name}/values/{day}", str(day), "text", doc.shown(value)) for day, value in values.items()] \
        if isinstance(values, CommentedMap) else []  # fmt: skip
    added = (
        Field(f"new/{name}/values/day", _("新值自"), "day", ""),
        Field(f"new/{name}/values/value", _("新值"), "text", ""),
    )
    named = _english(whole, f"{name}/name", Spec("name", _("名称")))
    return Section(name, name, (*named, *rows, *_fields(whole, f"{name}/", PARAMETER)), (), added, _("新增一个值"))


def steps(name: str) -> doc.Path:
    """`conditions/3/when` → ("conditions", 3, "when"); a number is a place in a list."""
    return tuple(int(part) if part.isascii() and part.isdecimal() else part for part in name.split("/"))


# Writing back


def apply(path: str, text: str, typed: Mapping[str, str], removed: Sequence[str] = ()) -> str:
    """The text with what was typed in its place. Fields left as shown leave their bytes alone. Raises NotYaml."""
    document = doc.load(text)
    before = sheet(path, text)
    changed = False
    for each in _every(before):
        if not each.name.startswith("new/") and each.name in typed and _plain(typed[each.name]) != _plain(each.value):
            doc.put(document, steps(each.name), _value(each.kind, typed[each.name]))
            if not each.english and not _plain(typed[each.name]):
                doc.put(document, steps(_beside(each.name)), None)  # no text, no English of it
            changed = True
    changed |= _add(document, before, typed)  # at the ends of lists, so places of the entries to take out still hold
    for name in _last_first(removed):
        doc.remove(document, steps(name))
        changed = True
    return doc.dump(document) if changed else text


def _add(document: CommentedMap, before: Sheet, typed: Mapping[str, str]) -> bool:
    added = False
    for blank in _blanks(before):
        name = blank[0].name.removeprefix("new/").rsplit("/", 1)[0]
        keys = {each.name.removeprefix(f"new/{name}/"): each for each in blank}
        values = {key: _value(each.kind, typed.get(each.name, "")) for key, each in keys.items()}
        entry = {key: value for key, value in values.items() if value is not None and not key.startswith("en/")}
        if not entry:
            continue
        english = {key[3:]: value for key, value in values.items() if value is not None and key.startswith("en/")}
        if english:
            entry["en"] = doc.on_one_line(english)
        if set(keys) == {"day", "value"}:
            if "day" in entry and "value" in entry:
                doc.put(document, (*name.split("/"), str(entry["day"])), entry["value"])
                added = True
            continue
        doc.append(document, steps(name), entry)
        added = True
    return added


def _every(found: Sheet) -> Iterator[Field]:
    for section in found.sections:
        yield from section.fields
        yield from _of_entries(section.entries)


def _of_entries(entries: Sequence[Entry]) -> Iterator[Field]:
    for entry in entries:
        yield from entry.fields
        yield from _of_entries(entry.entries)


def _blanks(found: Sheet) -> Iterator[tuple[Field, ...]]:
    for section in found.sections:
        if section.added:
            yield section.added
        yield from _inner_blanks(section.entries)


def _inner_blanks(entries: Sequence[Entry]) -> Iterator[tuple[Field, ...]]:
    for entry in entries:
        if entry.added:
            yield entry.added
        yield from _inner_blanks(entry.entries)


def _plain(value: str) -> str:
    return " ".join(value.split())


WRITE: dict[str, Callable[[str], Any]] = {"yaml": doc.flow, "words": doc.words}


def _value(kind: str, typed: str) -> Any:
    plain = _plain(typed)
    return WRITE.get(kind, str)(plain) if plain else None


def _last_first(names: Sequence[str]) -> list[str]:
    """Entries in an order in which taking one out moves none of the others."""
    return sorted(names, key=steps_key, reverse=True)


def steps_key(name: str) -> list[tuple[int, int, str]]:
    return [(0, each, "") if isinstance(each, int) else (1, 0, each) for each in steps(name)]


__all__ = ["Entry", "Field", "Section", "Sheet", "apply", "has_form", "parts_of", "sheet", "steps"]
