"""Two catalogues: programmes and their versions, and what rules rest on."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.ladders import Ladder
from rulebook.catalogue.model import Derived, FactKind, Parameter, Programme, Version
from rulebook.comparing.conditions import within
from rulebook.comparing.difference import ADDED, CHANGED, REMOVED, Difference, changed, data, turned, value
from rulebook.comparing.meaning import meaning
from rulebook.comparing.tables import tables
from rulebook.comparing.versions import versions
from rulebook.plan.text import feel_text

PROGRAMME = {
    "name": "名称", "office": "主办部门", "with_offices": "会办部门", "kind": "种类", "subject": "对象",
    "for_whom": "给谁", "serves": "谁用得上", "topics": "主题", "basis": "依据", "summary": "摘要", "text": "官方原文",
}  # fmt: skip
FACT = {
    "type": "类型", "unit": "单位", "places": "小数位", "source": "来源", "fresh": "多久算旧", "personal": "个人信息",
    "ask": "怎么问", "per": "按什么期间", "choices": "可取的词", "vouched_by": "哪些来历的值作数",
    "asking": "怎么问、多大算错",
    "group": "分组", "subject": "说的是谁",
}  # fmt: skip


def differences(before: Catalogue, after: Catalogue, as_of: dt.date | None = None) -> list[Difference]:
    """What differs by meaning; with `as_of` only what is in force on that day."""
    beneath = [
        *parameters(before, after, as_of),
        *tables(before, after),
        *derived(before, after),
        *facts(before, after),
    ]
    names = set(_names(beneath, after))
    return [
        *programmes(before, after, as_of, names), *beneath, *ladders(before, after), *layers(before, after),
        *(each for kind, label in (("packages", "政策包"), ("holidays", "假日"), ("answers", "问答"),
                            ("documents", "文件原文"))
          for each in _plain(kind, label, getattr(before, kind), getattr(after, kind))),
        *_plain("synonyms", "近义词", _synonyms(before), _synonyms(after)),
    ]  # fmt: skip


def _synonyms(catalogue: Catalogue) -> dict[str, list[str]]:
    """A word → what it also asks for; of a group each word by itself."""
    found = {word: list(targets) for word, targets in catalogue.synonyms.means.items()}
    for group in catalogue.synonyms.same:
        for word in group:
            found[word] = [*found.get(word, ()), *(each for each in group if each != word)]
    return found


def _names(found: Sequence[Difference], after: Catalogue) -> Iterator[str]:
    """The facts, derived facts and parameters some differences are about; of a table what is derived by it."""
    for each in found:
        name = each.part.split(".")[0]
        yield from (one.name for one in after.derived.values() if each.kind == "table" and one.table == name)
        if each.kind != "table":
            yield name


def programmes(
    before: Catalogue, after: Catalogue, as_of: dt.date | None, names: Collection[str] = ()
) -> Iterator[Difference]:
    """Differences of programmes and their versions; `names` are what changed beneath them."""
    for slug in dict.fromkeys([*before.programmes, *after.programmes]):
        one, other = before.programmes.get(slug), after.programmes.get(slug)
        if as_of is not None:  # what is not in force plays no part
            one = one if one is not None and one.version_on(as_of) else None
            other = other if other is not None and other.version_on(as_of) else None
        found = other or one
        if found is None:
            continue
        if one is None or other is None:
            change = REMOVED if other is None else ADDED
            say = f"{'新增' if change == ADDED else '取消'}项目“{found.name}”：{found.summary or found.office}"
            yield Difference("programme", change, slug, say, programme=slug, name=found.name)
            continue
        made = [*_programme(one, other), *_versions(one, other, as_of), *_followed(other, names, as_of)]
        yield from within(iter(made), programme=slug, name=found.name)


def _programme(before: Programme, after: Programme) -> Iterator[Difference]:
    for name, label in PROGRAMME.items():
        was, now = (_listed(getattr(each, name)) for each in (before, after))
        if name == "text" and was != now:
            yield Difference("programme", changed(was or None, now or None), name, "官方原文（text.md）变了")
        elif name != "text":
            for part, old, new in data(label, was, now):
                yield Difference("programme", changed(old, new), name, turned(part, old, new), old, new)


def _listed(each: Any) -> Any:
    return list(each) if isinstance(each, tuple) else each


def _versions(before: Programme, after: Programme, as_of: dt.date | None) -> Iterator[Difference]:
    if as_of is not None:
        one, other = before.version_on(as_of), after.version_on(as_of)
        assert one is not None
        assert other is not None
        if one.since != other.since:
            yield Difference("version", CHANGED, str(other.since), f"施行的版本：{one.since} → {other.since}",
                             str(one.since), str(other.since), version=other.since)  # fmt: skip
        yield from within(versions(one, other), version=other.since)
        return
    was, now = ({each.since: each for each in programme.versions} for programme in (before, after))
    for since in sorted({*was, *now}):
        if since in was and since in now:
            made = [*versions(was[since], now[since]), *_until(before, after, since)]
            yield from within(iter(made), version=since)
        elif since in was:
            yield Difference("version", REMOVED, str(since), f"取消 {since} 起的版本", str(since), None, version=since)
        else:
            yield Difference("version", ADDED, str(since), f"新增 {since} 起的版本", None, str(since), version=since)
            if (earlier := _before(after, since)) is not None:
                yield from within(versions(earlier, now[since]), version=since)


def _until(before: Programme, after: Programme, since: dt.date) -> Iterator[Difference]:
    """The last day, where the rule file itself says it: that a later version ends it is told of that version."""
    was, now = (_last_day(each, since) for each in (before, after))
    if was != now:
        yield Difference("until", changed(was, now), "until", turned("施行到", was, now), was, now)


def _last_day(programme: Programme, since: dt.date) -> str | None:
    version = next(each for each in programme.versions if each.since == since)
    ended = any(each.since - dt.timedelta(days=1) == version.until for each in programme.versions)
    return str(version.until) if version.until is not None and not ended else None


def _before(programme: Programme, since: dt.date) -> Version | None:
    """The version that a new one follows."""
    return next((each for each in reversed(programme.versions) if each.since < since), None)


def _followed(programme: Programme, names: Collection[str], as_of: dt.date | None) -> Iterator[Difference]:
    """What a rule rests on and that changed beneath it."""
    for version in programme.versions:
        found = sorted(version.uses & set(names)) if as_of is None or version.in_force(as_of) else []
        if found:
            say = f"所依据的变了（{'、'.join(found)}）"
            yield Difference("follows", CHANGED, " ".join(found), say, version=version.since)


def parameters(before: Catalogue, after: Catalogue, as_of: dt.date | None) -> Iterator[Difference]:
    for name in dict.fromkeys([*before.parameters, *after.parameters]):
        one, other = before.parameters.get(name), after.parameters.get(name)
        if as_of is not None:
            was, now = (value(each.on(as_of), each.unit) if each else None for each in (one, other))
            if was != now:
                say = turned(f"参数“{name}”（{as_of}）", was, now)
                yield Difference("parameter", changed(was, now), name, say, was, now)
            continue
        yield from _parameter(name, one, other)


def _parameter(name: str, before: Parameter | None, after: Parameter | None) -> Iterator[Difference]:
    was, now = (dict(each.values) if each else {} for each in (before, after))
    for day in sorted({*was, *now}):
        old, new = was.get(day), now.get(day)
        if old != new:
            units = [each.unit if each else "" for each in (before, after)]
            texts = value(old, units[0]), value(new, units[1])
            say = turned(f"参数“{name}”自 {day} 起", *texts)
            yield Difference("parameter", changed(*texts), f"{name}.{day}", say, *texts)
    if before is None or after is None:
        return
    for key, label in (("unit", "单位"), ("source", "来源"), ("status", "来历"), ("type", "类型")):
        texts = getattr(before, key) or None, getattr(after, key) or None
        if texts[0] != texts[1]:
            say = turned(f"参数“{name}”的{label}", *texts)
            yield Difference("parameter", changed(*texts), f"{name}.{key}", say, *texts)


def derived(before: Catalogue, after: Catalogue) -> Iterator[Difference]:
    for name in dict.fromkeys([*before.derived, *after.derived]):
        one, other = before.derived.get(name), after.derived.get(name)
        was, now = (_computed(each) for each in (one, other))
        alike = one is not None and other is not None and one.table == other.table
        if alike and (one.table or meaning(one.plan) == meaning(other.plan)):  # type: ignore[union-attr]
            was = now  # a table's rows are said where the table stands
        if was != now:
            say = turned(f"派生事实“{name}”", was, now)
            yield Difference("derived", changed(was, now), name, say, was, now)
        if one is not None and other is not None:
            for key, label in (("type", "类型"), ("unit", "单位")):
                texts = getattr(one, key) or None, getattr(other, key) or None
                if texts[0] != texts[1]:
                    say = turned(f"派生事实“{name}”的{label}", *texts)
                    yield Difference("derived", changed(*texts), f"{name}.{key}", say, *texts)


def _computed(each: Derived | None) -> str | None:
    if each is None:
        return None
    return f"决策表“{each.table}”" if each.table else feel_text(each.plan)


def facts(before: Catalogue, after: Catalogue) -> Iterator[Difference]:
    for name in dict.fromkeys([*before.facts, *after.facts]):
        one, other = before.facts.get(name), after.facts.get(name)
        if one is None or other is None:
            change = REMOVED if other is None else ADDED
            yield Difference("fact", change, name, f"{'新增' if change == ADDED else '取消'}事实“{name}”")
            continue
        for key, label in FACT.items():
            for part, was, now in data(f"事实“{name}”的{label}", _part(one, key), _part(other, key)):
                yield Difference("fact", changed(was, now), f"{name}.{key}", turned(part, was, now), was, now)


def _part(fact: FactKind, key: str) -> Any:
    """One part of a fact as plain data."""
    found = getattr(fact, key)
    return _listed(dataclasses.asdict(found) if dataclasses.is_dataclass(found) else found)  # type: ignore[arg-type]


def ladders(before: Catalogue, after: Catalogue) -> Iterator[Difference]:
    yield from _plain("ladders", "梯队", *({slug: _ladder(each) for slug, each in catalogue.ladders.items()}
                                         for catalogue in (before, after)))  # fmt: skip


def _ladder(each: Ladder) -> dict[str, Any]:
    rungs = [
        {"id": rung.id, "name": rung.name, "say": rung.say, "programme": rung.programme, "cite": rung.cite,
         "when": feel_text(rung.plan) if rung.plan is not None else ""}
        for rung in each.rungs
    ]  # fmt: skip
    return {"name": each.name, "summary": each.summary, "office": each.office, "rungs": rungs}


def layers(before: Catalogue, after: Catalogue) -> Iterator[Difference]:
    """Names, codes, offices and whatever else the layer.yaml files say; of the layers both have."""
    yield from _plain("layer", "层级", *({each.folder: {"name": each.name, "code": each.code, "parent": each.parent,
                                                       "offices": [{"name": short, "full": full}
                                                                   for short, full in each.offices], **each.rest}
                                         for each in catalogue.layers} for catalogue in (before, after)))  # fmt: skip


def _plain(kind: str, label: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for slug in dict.fromkeys([*before, *after]):
        if slug not in before or slug not in after:
            change = ADDED if slug in after else REMOVED
            yield Difference(kind, change, slug, f"{'新增' if change == ADDED else '取消'}{label}“{slug}”")
        elif kind in ("answers", "documents"):
            if before[slug] != after[slug]:
                yield Difference(kind, CHANGED, slug, f"{label}“{slug}”的文字变了")
        else:
            for part, was, now in data(f"{label}“{slug}”", before[slug], after[slug]):
                yield Difference(kind, changed(was, now), part, turned(part, was, now), was, now)
