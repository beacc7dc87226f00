"""The few questions of a subject as officers write them, line by line, as `surveys` asks them.

[单选] 多急 | How urgent * #when
- 这几天就要定 | To be decided within days #now
- 先了解 #later
[多行文字] 为什么急
如果 when = "now"

A star: has to be answered. `#` names what conditions speak of; without it a line keeps the name it had, or gets one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from district.ground.surveys.checking import checked
from district.ground.surveys.questions import KINDS, LISTED, Choice, Content, Kind, Question, Words, one_page

MOST, LONGEST, CHOICES = 8, 200, 12
WRITABLE = (Kind.TEXT, Kind.LONG, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.YES_NO, Kind.CHOICE, Kind.SEVERAL)
KIND = re.compile(r"^[\[［【](?P<kind>[^\]］】]+)[\]］】]\s*(?P<rest>.+)$")
NAME = re.compile(r"\s[#＃](?P<key>[a-z][a-z0-9_]{0,30})$")
IF = "如果"


class BadLines(ValueError):
    """What was written is no list of questions; `str()` says which line, and why."""


@dataclass
class _Line:
    words: Words
    key: str
    required: bool
    kind: Kind = Kind.CHOICE
    when: str = ""
    choices: list[_Line] = field(default_factory=list)


def kinds() -> dict[str, Kind]:
    """What a kind is called in brackets, in Chinese whatever the page speaks."""
    with override("zh-hans"):
        return {str(KINDS[each]): each for each in WRITABLE}


def read(text: str, before: Content | None = None) -> Content:
    """The questions of a text; what a question of `before` says besides its line is kept. Raises BadLines."""
    found: list[_Line] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if said := line.strip():
            _take(found, said, number)
    if len(found) > MOST:
        raise BadLines(_("最多 %(n)d 个问题：先问的越少越好。") % {"n": MOST})
    known = {each.label.zh: each for each in before or ()}
    keys = _keys(found, [known[each.words.zh].key if each.words.zh in known else "" for each in found], "q")
    asked = [_question(each, key, known.get(each.words.zh)) for each, key in zip(found, keys, strict=True)]
    read_ = checked(one_page(*asked))
    if read_.faults:
        raise BadLines("；".join(f"{each.question}：{each.why}" for each in read_.faults[:3]))
    return read_.content


def _take(found: list[_Line], said: str, number: int) -> None:
    if match := KIND.match(said):
        if (kind := kinds().get(match["kind"].strip())) is None:
            raise BadLines(_("第 %(n)d 行：没有“%(kind)s”这种问题，可以写 %(kinds)s。") % {
                "n": number, "kind": match["kind"].strip(), "kinds": "、".join(kinds())})  # fmt: skip
        found.append(replace(_line(match["rest"], number), kind=kind))
    elif not found:
        raise BadLines(_("第 %(n)d 行：先写问题，前面用方括号写是哪一种，例如 [单选]。") % {"n": number})
    elif said[0] in "-－":
        if found[-1].kind not in LISTED or len(found[-1].choices) >= CHOICES:
            raise BadLines(_("第 %(n)d 行：单选和多选才有选项，最多 %(most)d 个。") % {"n": number, "most": CHOICES})
        found[-1].choices.append(_line(said[1:], number))
    elif said.startswith(IF):
        found[-1].when = said.removeprefix(IF).strip()
    else:
        raise BadLines(_("第 %(n)d 行没有读懂：问题以 [种类] 开头，选项以 - 开头，条件以“如果”开头。") % {"n": number})


def _line(said: str, number: int) -> _Line:
    said = f" {said.strip()}"
    match = NAME.search(said)
    key, said = (match["key"], said[: match.start()]) if match else ("", said)
    required = said.rstrip()[-1:] in ("*", "＊")
    chinese, _bar, english = said.strip().rstrip("*＊").replace("｜", "|").partition("|")
    words = Words(chinese.strip(), english.strip())
    if not words.zh or len(words.zh) > LONGEST or len(words.en) > LONGEST:
        raise BadLines(_("第 %(n)d 行要有文字，不超过 %(most)d 字。") % {"n": number, "most": LONGEST})
    return _Line(words, key, required)


def _keys(lines: Sequence[_Line], had: Iterable[str], mark: str) -> list[str]:
    """A name for each: as written, as it was, or the next free one."""
    found = [line.key or key for line, key in zip(lines, had, strict=True)]
    free = (f"{mark}{n}" for n in range(1, 100) if f"{mark}{n}" not in found)
    return [each or next(free) for each in found]


def _question(line: _Line, key: str, before: Question | None) -> Question:
    if line.kind in LISTED and len(line.choices) < 2:
        raise BadLines(_("“%(name)s”至少要有两个选项。") % {"name": line.words.zh})
    had = {each.label.zh: each.key for each in before.choices} if before else {}
    names = _keys(line.choices, [had.get(each.words.zh, "") for each in line.choices], "c")
    choices = tuple(Choice(name, each.words) for name, each in zip(names, line.choices, strict=True))
    kept = before if before is not None and before.kind == line.kind else Question(key, line.kind)
    return replace(kept, key=key, label=line.words, required=line.required, when=line.when, choices=choices)


def written(content: Content) -> str:
    """The questions as somebody would type them."""
    named = {kind: words for words, kind in kinds().items()}
    lines = []
    for each in content.asked.values():
        lines.append(f"[{named.get(each.kind, each.kind)}] {_said(each.label, each.key, required=each.required)}")
        lines += [f"- {_said(choice.label, choice.key)}" for choice in each.choices]
        if each.when:
            lines.append(f"{IF} {each.when}")
    return "\n".join(lines)


def _said(words: Words, key: str, *, required: bool = False) -> str:
    english = f" | {words.en}" if words.en else ""
    return f"{words.zh}{english}{' *' if required else ''} #{key}"
