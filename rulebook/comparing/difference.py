"""One difference, and how values and expressions are said in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rulebook.catalogue.catalogue import canonical
from rulebook.judging.verdict import plain
from rulebook.plan.types import Value
from rulebook.spelled import spelled

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
NOTHING = "没有"
KEYS = {  # of what stands in a rule file as data, in words
    "count": "数量", "per": "按", "by": "分配办法", "carry": "结转", "waiting": "候补", "budget": "总额",
    "amount": "金额", "mode": "方式", "from": "起", "to": "止", "after": "满多久", "needed": "必需", "proves": "证明",
    "keep": "有效", "number": "文号", "title": "标题", "columns": "列", "most": "至多", "gives": "得出",
    "ask": "要答的问题", "veto": "可否决", "term": "期限", "silence": "逾期未答", "experts": "专家人数",
    "least": "至少几人", "pass": "通过线",
    "name": "名称", "type": "类型", "status": "来历", "cite": "依据", "note": "说明", "say": "说法",
    "rungs": "各级", "hint": "问题下的说明", "founder": "怎么问创业者", "ease": "好不好答", "usual": "多数的情形",
    "public": "向社会公示",
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """`kind` says what differs (programme, version, condition, benefit, quota, parameter, table …), `part` which of it.

    `programme` and `version` where it is part of a rule; `before` and `after` as they read, None where there is none.
    """

    kind: str
    change: str
    part: str
    say: str
    before: str | None = None
    after: str | None = None
    programme: str = ""
    name: str = ""
    version: dt.date | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "change": self.change, "programme": self.programme or None, "name": self.name or None,
            "version": self.version.isoformat() if self.version else None, "part": self.part, "before": self.before,
            "after": self.after, "say": self.say,
        }  # fmt: skip


def changed(before: str | None, after: str | None) -> str:
    """Which of the three it is."""
    return ADDED if before is None else REMOVED if after is None else CHANGED


def turned(what: str, before: str | None, after: str | None) -> str:
    """The sentence of a value that differs, the format's own words as people say them."""
    before, after = (None if each is None else spelled(each) for each in (before, after))
    if before is None:
        return f"{what}：新增 {after}"
    if after is None:
        return f"{what}：取消（原为 {before}）"
    return f"{what}：{before} {'改为' if '→' in before + after else '→'} {after}"


def words(value: Any) -> str:
    """Plain data in words, on one line."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "，".join(f"{KEYS.get(str(key), key)} {words(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return "、".join(words(each) for each in value) or NOTHING
    return spelled(str(value))


def value(found: Value | None, unit: str = "") -> str | None:
    """A parameter's value with its unit."""
    if found is None:
        return None
    shown = plain(found)
    text = words(shown) if not isinstance(found, Decimal) else f"{found.normalize():f}"
    return f"{text} {unit}".strip()


def same(before: Any, after: Any) -> bool:
    """Whether plain data means the same: 1 and 1.0 do, true and 1 do not."""
    return bool(_leveled(canonical(before)) == _leveled(canonical(after)))


def _leveled(each: Any) -> Any:
    if isinstance(each, Mapping):
        return {key: _leveled(inner) for key, inner in each.items()}
    if isinstance(each, list):
        return [_leveled(inner) for inner in each]
    try:
        return (type(each) is bool, Decimal(str(each)).normalize()) if not isinstance(each, bool) else (True, each)
    except ArithmeticError:
        return each


def keyed(items: Sequence[Any]) -> dict[str, Any]:
    """Entries of a list by `name`, `id` or what they say, so that their order plays no part."""
    found: dict[str, Any] = {}
    for each in items:
        label = str(each.get("name") or each.get("id") or words(each)) if isinstance(each, Mapping) else words(each)
        found[label] = each
    return found


def data(what: str, before: Any, after: Any) -> Iterator[tuple[str, str | None, str | None]]:
    """(what, before, after) of every part of plain data that differs, as deep as both sides have the same shape."""
    if same(before, after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            yield from data(f"{what}·{KEYS.get(str(key), key)}", before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list):
        was, now = keyed(before), keyed(after)
        for key in dict.fromkeys([*was, *now]):
            one, other = was.get(key), now.get(key)
            if isinstance(one, Mapping) and isinstance(other, Mapping):
                yield from data(f"{what}“{key}”", one, other)
            elif key not in was or key not in now:
                yield what, (words(one) if key in was else None), (words(other) if key in now else None)
        if list(was) != list(now) and set(was) == set(now):
            yield f"{what}的先后", words(list(was)), words(list(now))
    else:
        yield what, _worded(before), _worded(after)


def _worded(each: Any) -> str | None:
    return None if each is None else words(each)
