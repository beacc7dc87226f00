"""Questions as officers write them, line by line, as `surveys` asks them; and the checks put within a lesson.

? 注册公司前先要做什么 | What comes first
+ 想清楚卖什么给谁 | Know what you sell to whom
- 印名片
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from district.ground.surveys.answering import score
from district.ground.surveys.questions import Choice, Content, Kind, Question, Words, one_page

ASKS, RIGHT, WRONG = ("?", "？"), ("+", "＋"), ("-", "－")
LONGEST, MOST, CHOICES = 200, 30, 8
Values = Mapping[str, Any]


class BadQuestions(ValueError):
    """What was written is no list of questions; `str()` says where."""


@dataclass
class _Written:
    words: Words
    line: int
    choices: list[tuple[bool, Words]]


def read(text: str) -> Content:
    """The questions of a text, each with one right answer. Raises BadQuestions."""
    found: list[_Written] = []
    for number, line in enumerate(text.splitlines(), start=1):
        mark, said = line.strip()[:1], line.strip()[1:].strip()
        if not mark:
            continue
        if not said or len(said) > LONGEST or mark not in (*ASKS, *RIGHT, *WRONG):
            raise BadQuestions(_("第 %(n)d 行要以 ?、+ 或 - 开头，后面写文字，不超过 200 字。") % {"n": number})
        if mark in ASKS:
            found.append(_Written(_words(said), number, []))
        elif not found:
            raise BadQuestions(_("第 %(n)d 行：先写题目（? 开头），再写选项。") % {"n": number})
        else:
            found[-1].choices.append((mark in RIGHT, _words(said)))
    return one_page(*(_question(n, each) for n, each in enumerate(_checked(found), start=1)))


def _words(said: str) -> Words:
    chinese, _bar, english = said.partition("|")
    return Words(chinese.strip(), english.strip())


def _checked(found: list[_Written]) -> list[_Written]:
    if len(found) > MOST:
        raise BadQuestions(_("最多 %(n)d 道题。") % {"n": MOST})
    for each in found:
        if sum(right for right, _words in each.choices) != 1 or not 2 <= len(each.choices) <= CHOICES:
            raise BadQuestions(_("第 %(n)d 行的题目要有 2 到 8 个选项，其中一个正确（+ 开头）。") % {"n": each.line})
    return found


def _question(number: int, written: _Written) -> Question:
    choices = tuple(
        Choice(f"c{n}", words, Decimal(int(right))) for n, (right, words) in enumerate(written.choices, start=1)
    )
    return Question(f"q{number}", Kind.CHOICE, written.words, required=True, choices=choices)


def percent(content: Content, values: Values) -> int:
    """How many of a hundred, cut; 0 where nothing is asked."""
    most = len(content.asked)
    return int((score(content, values) or Decimal(0)) * 100 // most) if most else 0


@dataclass(frozen=True)
class Put:
    """A check as it is put: the question, its answers in an order of chance under keys that tell nothing, the right
    one's key.
    """

    label: list[str]
    choices: list[tuple[str, list[str]]]
    key: str


def put(content: Content, *, asked: Iterable[str], title: Words, others: Sequence[Words]) -> Put:
    """A question of the lesson that was not asked yet; else which lesson this is."""
    before = set(asked)
    left = [each for each in content.asked.values() if each.label.zh not in before]
    if not left:
        right, wrong = title, _some(others, 3)
        return _put(Words(_("您正在学的是哪一课？"), "Which lesson is this?"), right, wrong)
    question = left[secrets.randbelow(len(left))]
    right = next(each.label for each in question.choices if each.score)
    return _put(question.label, right, [each.label for each in question.choices if not each.score])


def _some(words: Sequence[Words], most: int) -> list[Words]:
    left = list(words)
    secrets.SystemRandom().shuffle(left)
    return left[:most]


def _put(label: Words, right: Words, wrong: Sequence[Words]) -> Put:
    choices = [(secrets.token_hex(4), each) for each in [right, *wrong]]
    key = choices[0][0]
    secrets.SystemRandom().shuffle(choices)
    return Put(label.plain(), [(name, words.plain()) for name, words in choices], key)
