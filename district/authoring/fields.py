"""The form of a catalogue file: which fields it has, their values read from the YAML, and what was typed put back.

A field's name in the form is its path in the file, parts joined by `/`: `conditions/3/any/0/when`. Only fields whose
value is another than shown are touched. `new/<list>/<key>` begins a new entry, `remove` names entries to take out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from district.authoring import document as doc
from district.authoring import texts

Text = str | Promise
KINDS = ("subsidy", "award", "loan", "interest", "fee", "rent", "training", "place", "service", "recognition")
STATUS = ("seed", "official", "illustrative")


@dataclass(frozen=True)
class Spec:
    """One field: its key (or path) below the entry, its words, and how it is written.

    Kinds: text, long, feel, day, choice (of `choices`), words (a list as `a, b`), yaml (any value on one line).
    """

    key: str
    label: Text
    kind: str = "text"
    choices: tuple[str, ...] = ()
    hint: Text = ""


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


@dataclass(frozen=True)
class Part:
    """What a section is made of: single fields, or the specs of each entry of the list at `key`."""

    key: str
    label: Text
    specs: tuple[Spec, ...]
    many: bool = False
    add_label: Text = ""


CONDITION = (
    Spec("id", _("编号"), hint=_("英文小写和连字符")), Spec("say", _("说法")),
    Spec("when", _("判断（FEEL）"), "feel", hint=_("由人判断的条件留空，写明由谁判断")),
    Spec("person", _("由谁判断")), Spec("cite", _("依据")), Spec("status", _("来源"), "choice", STATUS),
)  # fmt: skip
PAPER = (
    Spec("name", _("材料名称")), Spec("needed", _("必需"), "choice", ("true", "false", "yes", "no")),
    Spec("proves", _("证明哪些事实"), "words"),
    Spec("deferrable", _("容缺受理：多久内补交"), hint="10 working days"),
)  # fmt: skip
EXAMPLE = (
    Spec("name", _("例子")), Spec("as_of", _("核算日"), "day"), Spec("given", _("已知事实"), "yaml"),
    Spec("answers", _("人的判断"), "yaml"), Spec("expect", _("应得结果"), "yaml"),
)  # fmt: skip
BENEFIT = (
    Spec("benefit/amount", _("金额（FEEL，元）"), "feel"), Spec("benefit/cap", _("上限（FEEL，元）"), "feel"),
    Spec("benefit/pay", _("支付"), hint="once, per period"), Spec("benefit/per", _("每"), hint="month"),
    Spec("benefit/times", _("次数")), Spec("benefit/round", _("取整"), "choice", ("fen", "yuan")),
    Spec("benefit/say", _("说明")), Spec("benefit/status", _("来源"), "choice", STATUS),
)  # fmt: skip
LIMITS = (
    Spec("until", _("施行到"), "day"), Spec("quota/count", _("名额")), Spec("quota/per", _("名额按")),
    Spec("rank", _("排序（FEEL）"), "feel"), Spec("budget", _("预算项目")),
    Spec("excludes", _("不能同时享受"), "words"), Spec("ceiling", _("单家上限"), "yaml"),
    Spec("together", _("合计上限"), "yaml"), Spec("repeat", _("能否再享"), "yaml"),
    Spec("recheck", _("每期重新核算"), "yaml"),
)  # fmt: skip
HANDLING = (
    Spec("intake/mode", _("受理方式"), "choice", ("rolling", "window", "automatic")),
    Spec("intake/from", _("申报期自"), hint=_("月-日")), Spec("intake/to", _("申报期至"), hint=_("月-日")),
    Spec("process", _("办理步骤"), "words"), Spec("deadlines/accept", _("受理期限"), hint="5 working days"),
    Spec("deadlines/correct", _("补正期限")), Spec("deadlines/lapse", _("补正逾期告知后几天视为撤回")),
    Spec("deadlines/joint", _("联审逾期后最长等几天")), Spec("deadlines/notice", _("公示期限")),
    Spec("deadlines/decide", _("决定期限")), Spec("note", _("备注")),
)  # fmt: skip
VERSION = (
    Part("conditions", _("条件"), CONDITION, many=True, add_label=_("新增一条条件")),
    Part("benefit", _("扶持内容"), BENEFIT), Part("limits", _("名额、排序和上限"), LIMITS),
    Part("handling", _("受理和办理"), HANDLING),
    Part("evidence", _("材料"), PAPER, many=True, add_label=_("新增一项材料")),
    Part("examples", _("例子"), EXAMPLE, many=True, add_label=_("新增一个例子")),
)  # fmt: skip
PROGRAMME = (
    Part("programme", _("项目"), (
        Spec("name", _("名称")), Spec("office", _("牵头部门")), Spec("with", _("会办部门"), "words"),
        Spec("kind", _("种类"), "choice", KINDS),
        Spec("subject", _("对象"), "choice", ("enterprise", "person", "base")), Spec("for", _("适用对象"), "words"),
        Spec("topics", _("主题"), "words"), Spec("summary", _("简介"), "long"), Spec("ends", _("结束日期"), "day"),
        Spec("checked_on", _("核对日期"), "day"), Spec("owner", _("联系岗位")), Spec("note", _("备注")),
    )),
    Part("basis", _("依据"), (
        Spec("number", _("文号")), Spec("title", _("文件名称")), Spec("status", _("来源"), "choice", STATUS),
    ), many=True, add_label=_("新增一份依据")),
)  # fmt: skip
PARAMETER = (
    Spec("unit", _("单位")), Spec("source", _("出处")), Spec("status", _("来源"), "choice", STATUS),
    Spec("checked_on", _("核对日期"), "day"),
)  # fmt: skip
GROUPS = ("any", "all", "none")


def parts_of(path: str) -> tuple[Part, ...]:
    """The form's parts for a file; none for what has no form (tables have an editor of their own)."""
    if texts.day_of(path):
        return VERSION
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
    seen |= {part.key for part in parts if part.many} | {"slug"}
    return Sheet(tuple(_section(document, part) for part in parts), tuple(key for key in document if key not in seen))


def _section(document: CommentedMap, part: Part) -> Section:
    if not part.many:
        return Section(part.key, part.label, _fields(document, "", part.specs))
    return Section(part.key, part.label, (), _entries(document, part.key, part.specs),
                   _blank(part.key, part.specs), part.add_label)  # fmt: skip


def _fields(document: CommentedMap, prefix: str, specs: Sequence[Spec]) -> tuple[Field, ...]:
    return tuple(_field(document, f"{prefix}{spec.key}", spec) for spec in specs)


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
    return tuple(Field(f"new/{name}/{spec.key}", spec.label, spec.kind, "", ("", *spec.choices) if spec.choices else (),
                       spec.hint) for spec in specs)  # fmt: skip


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
    return Section(name, name, (*rows, *_fields(whole, f"{name}/", PARAMETER)), (), added, _("新增一个值"))


def steps(name: str) -> doc.Path:
    """`conditions/3/when` → ("conditions", 3, "when"); a number is a place in a list."""
    return tuple(int(part) if part.isdigit() else part for part in name.split("/"))


# Writing back


def apply(path: str, text: str, typed: Mapping[str, str], removed: Sequence[str] = ()) -> str:
    """The text with what was typed in its place. Fields left as shown leave their bytes alone. Raises NotYaml."""
    document = doc.load(text)
    before = sheet(path, text)
    changed = False
    for each in _every(before):
        if not each.name.startswith("new/") and each.name in typed and _plain(typed[each.name]) != _plain(each.value):
            doc.put(document, steps(each.name), _value(each.kind, typed[each.name]))
            changed = True
    changed |= _add(document, before, typed)  # at the ends of lists, so places of the entries to take out still hold
    for name in _last_first(removed):
        doc.remove(document, steps(name))
        changed = True
    return doc.dump(document) if changed else text


def _add(document: CommentedMap, before: Sheet, typed: Mapping[str, str]) -> bool:
    added = False
    for blank in _blanks(before):
        keys = {each.name.rsplit("/", 1)[1]: each for each in blank}
        values = {key: _value(each.kind, typed.get(each.name, "")) for key, each in keys.items()}
        entry = {key: value for key, value in values.items() if value is not None}
        if not entry:
            continue
        name = blank[0].name.removeprefix("new/").rsplit("/", 1)[0]
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
