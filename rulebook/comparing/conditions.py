"""The conditions of two versions: which came, went or ask for something else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rulebook.catalogue.model import Clause, Condition, Group, Version
from rulebook.comparing.difference import ADDED, CHANGED, REMOVED, Difference, turned
from rulebook.comparing.meaning import meaning
from rulebook.plan.text import feel_text

GROUPS = {"any": "有一条即可", "all": "都要满足", "none": "都不能有"}
TEXTS = {"say": "说法", "cite": "依据", "person": "由谁判断", "status": "数值的来历"}
Path = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True)
class Placed:
    """A condition, and the groups it stands in: kind and the ids in each, from the outermost."""

    condition: Condition
    path: Path


def placed(clauses: tuple[Clause, ...], path: Path = ()) -> Iterator[Placed]:
    for clause in clauses:
        if isinstance(clause, Group):
            inside = frozenset(each.condition.id for each in placed(clause.terms))
            yield from placed(clause.terms, (*path, (clause.kind, inside)))
        else:
            yield Placed(clause, path)


def conditions(before: Version, after: Version) -> Iterator[Difference]:
    """Differences of conditions; programme, name and version are filled in by who asks."""
    was = {each.condition.id: each for each in placed(before.conditions)}
    now = {each.condition.id: each for each in placed(after.conditions)}
    renamed = dict(_renamed(was, now))
    for old, new in renamed.items():
        yield Difference("condition", CHANGED, new, f"条件“{old}”改编号为“{new}”（{now[new].condition.say}）", old, new)
    pairs = {each: each for each in was if each in now} | renamed
    for id_, each in now.items():
        if id_ not in pairs.values():
            yield Difference("condition", ADDED, id_, f"新增条件“{id_}”：{_whole(each)}", None, _rule(each.condition))
    for id_, each in was.items():
        if id_ not in pairs:
            yield Difference("condition", REMOVED, id_, f"取消条件“{id_}”：{_whole(each)}", _rule(each.condition), None)
    for old, new in pairs.items():
        yield from _changed(was[old].condition, now[new].condition)
    yield from _moved(was, now, pairs)


def _renamed(was: Mapping[str, Placed], now: Mapping[str, Placed]) -> Iterator[tuple[str, str]]:
    """Conditions that mean and say the same under another id."""
    fresh = {(meaning(each.condition.plan), each.condition.say): id_ for id_, each in now.items() if id_ not in was}
    for id_, each in was.items():
        key = (meaning(each.condition.plan), each.condition.say)
        if id_ not in now and key in fresh:
            yield id_, fresh.pop(key)


def _changed(before: Condition, after: Condition) -> Iterator[Difference]:
    if meaning(before.plan) != meaning(after.plan):
        was, now = _rule(before), _rule(after)
        yield Difference(
            "condition", CHANGED, after.id, f"条件“{after.id}”（{after.say}）改了：{was} → {now}", was, now
        )
    for name, label in TEXTS.items():
        old, new = getattr(before, name) or None, getattr(after, name) or None
        if old != new and not (name == "person" and (before.plan is None) != (after.plan is None)):
            say = turned(f"条件“{after.id}”的{label}", old, new)
            yield Difference("condition", CHANGED, f"{after.id}.{name}", say, old, new)


def _moved(was: Mapping[str, Placed], now: Mapping[str, Placed], pairs: Mapping[str, str]) -> Iterator[Difference]:
    """Conditions that stand in other groups than before; of a group only those in both versions count."""
    names = {new: old for old, new in pairs.items()}
    together: dict[tuple[Path, Path], list[str]] = {}
    for old, new in pairs.items():
        before = _narrowed(was[old].path, {each: each for each in pairs})
        after = _narrowed(now[new].path, names)
        if before != after:
            together.setdefault((before, after), []).append(new)
    for (before, after), ids in together.items():
        listed = "、".join(f"“{now[each].condition.say}”" for each in ids)
        say = f"条件{listed}：原来{_where(before)}，现在{_where(after)}"
        yield Difference("condition", CHANGED, " ".join(ids), say, _where(before), _where(after))


def _narrowed(path: Path, names: Mapping[str, str]) -> Path:
    """The groups with the conditions that both versions have, under their older ids, without those that say nothing:
    a group of one, and `all` where everything must hold anyway."""
    kept = [(kind, frozenset(names[each] for each in ids if each in names)) for kind, ids in path]
    kept = [(kind, ids) for kind, ids in kept if kind == "none" or len(ids) > 1]
    while kept and kept[0][0] == "all":
        kept.pop(0)
    return tuple(kept)


def _where(path: Path) -> str:
    return "里面".join(f"在“{GROUPS[kind]}”的一组" for kind, _ in path) or "必须满足"


def _rule(condition: Condition) -> str:
    return feel_text(condition.plan) if condition.plan is not None else f"由{condition.person}判断"


def _whole(each: Placed) -> str:
    where = f"，{_where(each.path)}" if each.path else ""
    return f"{each.condition.say}（{_rule(each.condition)}{where}）"


def within(found: Iterator[Difference], **where: object) -> Iterator[Difference]:
    """The same differences, with the programme and version they are of."""
    return (dataclasses.replace(each, **where) for each in found)  # type: ignore[arg-type]
