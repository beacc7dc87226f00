"""Score sheets and entry forms as questions: a scale a criterion, each step worth its share of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from district.ground.acts.refusing import NotPossible
from district.ground.surveys.questions import Choice, Content, Kind, Question, Words, one_page

STEPS, WHY = 10, "why"
FULL = Decimal(100)
MOST_CRITERIA, MOST_QUESTIONS = 20, 30
LINE = re.compile(r"^(?P<name>[^：:|]{1,40}?)\s*[：:|\s]\s*(?P<most>\d{1,3})\s*分?(?:\s*[|｜]\s*(?P<say>.{0,200}))?$")
Criteria = Sequence[tuple[str, int, str]]


def criteria_of(text: str) -> list[tuple[str, int, str]]:
    """Lines as typed, `创新性 30 | 与已有做法的差别`. Raises NotPossible: unread, twice, not 100 in all."""
    found: list[tuple[str, int, str]] = []
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if len(lines) > MOST_CRITERIA:
        raise NotPossible(_("评分表最多 %(n)d 项。") % {"n": MOST_CRITERIA})
    for number, line in enumerate(lines, 1):
        match = LINE.match(line)
        if match is None:
            raise NotPossible(_("评分表第 %(n)d 行没有读懂，请写成“名称 分值 | 说明”。") % {"n": number})
        found.append((match["name"].strip(), int(match["most"]), (match["say"] or "").strip()))
    if len({name for name, _most, _say in found}) < len(found):
        raise NotPossible(_("评分表里有两项同名。"))
    if sum(most for _name, most, _say in found) != FULL:
        raise NotPossible(_("评分表各项加起来应为 100 分。"))
    if any(most == 0 for _name, most, _say in found):
        raise NotPossible(_("评分表每一项都要有分值。"))
    return found


def rubric(criteria: Criteria) -> Content:
    """A question a criterion, in ten steps, and the reasons, without which nobody marks."""
    asked = [
        Question(
            f"c{n}", Kind.SCALE, Words(f"{name}（{most} 分）", f"{name} ({most})"), Words(say), required=True,
            choices=tuple(
                Choice(str(step), Words(str(step)), Decimal(most) * step / STEPS) for step in range(1, STEPS + 1)
            ),
        )
        for n, (name, most, say) in enumerate(criteria, 1)
    ]  # fmt: skip
    why = Question(WHY, Kind.LONG, Words("评语和理由", "Comment and reasons"),
                   Words("参赛者在结果公布后看得到，看不到是谁写的", "Entrants read it later, not who wrote it"),
                   required=True)  # fmt: skip
    return one_page(*asked, why)


def written(content: Content) -> str:
    """The criteria as somebody would type them."""
    lines = []
    for each in content.asked.values():
        if each.kind == Kind.SCALE:
            name = each.label.zh.rsplit("（", 1)[0]
            lines.append(f"{name} {most_of(each)}" + (f" | {each.help.zh}" if each.help.zh else ""))
    return "\n".join(lines)


def most_of(question: Question) -> Decimal:
    """What a criterion counts at most."""
    return max((each.score or Decimal(0) for each in question.choices), default=Decimal(0)).quantize(Decimal(1))


def score_of(question: Question, kept: object) -> Decimal:
    """What one answer is worth."""
    choice = question.choice(str(kept))
    return choice.score if choice is not None and choice.score is not None else Decimal(0)


def questions_of(text: str) -> Content:
    """Lines of questions to entrants, one a line; a star at the end: has to be answered. Raises NotPossible."""
    asked = []
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if len(lines) > MOST_QUESTIONS:
        raise NotPossible(_("最多 %(n)d 个问题。") % {"n": MOST_QUESTIONS})
    for n, line in enumerate(lines, 1):
        name = line.rstrip("*＊ ").strip()
        if not name or len(name) > 100:
            raise NotPossible(_("第 %(n)d 个问题没有读懂：一行一个问题，不超过 100 个字。") % {"n": n})
        asked.append(Question(f"q{n}", Kind.LONG, Words(name), required=line[-1] in "*＊"))
    return one_page(*asked)


def questions_written(content: Content) -> str:
    return "\n".join(f"{each.label.zh}{' *' if each.required else ''}" for each in content.asked.values())
