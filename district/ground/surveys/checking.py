"""A content read before anybody is asked: names, choices, conditions; every fault names its question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from district.ground.surveys.conditions.holding import is_name
from district.ground.surveys.conditions.reading import read
from district.ground.surveys.conditions.scope import Scope, Wrong
from district.ground.surveys.conditions.writing import text_of
from district.ground.surveys.questions import IN_ROWS, LISTED, Content, Kind, Page, Question
from rulebook.feel import FeelSyntaxError, Name, NameIndex, parse, walk

KEY = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w.\-\u4e00-\u9fff]{0,59}")
SCORED = {Kind.CHOICE, Kind.SEVERAL, Kind.SCALE}
MOST = 400  # questions of a questionnaire


@dataclass(frozen=True)
class Fault:
    """What is wrong with one question; `part` is what of it (key, when, limit, choices, columns)."""

    question: str
    part: str
    why: str

    def __str__(self) -> str:
        return _("“%(question)s”：%(why)s") % {"question": self.question, "why": self.why}


@dataclass(frozen=True)
class Checked:
    """The content as it is kept, its conditions written in one way, and what is wrong with it."""

    content: Content
    faults: tuple[Fault, ...]


def checked(content: Content) -> Checked:
    """Read the whole; what is wrong is told question by question, and conditions that stand are kept."""
    faults = [*_named(content), *(fault for each in content for fault in _shaped(each))]
    earlier: list[Question] = []
    later = [each.key for each in content if each.asks]
    rings = _rings(content)
    pages: list[Page] = []
    for page in content.pages:
        when, found = _condition(page.when, Scope.of(earlier, later=later), page.key or _("页"), "when", rings)
        faults += found
        questions: list[Question] = []
        for each in page.questions:
            later = [key for key in later if key != each.key]
            question, found = _question(each, earlier, later, rings)
            faults += found
            questions.append(question)
            earlier += [question] if question.asks else []
        pages.append(replace(page, when=when, questions=tuple(questions)))
    return Checked(Content(tuple(pages)), tuple(faults))


def _question(
    question: Question, earlier: list[Question], later: list[str], rings: dict[str, str]
) -> tuple[Question, list[Fault]]:
    scope = Scope.of(earlier, later=[question.key, *later])
    when, faults = _condition(question.when, scope, question.key, "when", rings)
    limit, more = _condition(question.limit, Scope.of(earlier, question, later), question.key, "limit", {})
    columns: list[Question] = []
    for column in question.columns:
        own, found = _condition(column.limit, Scope.of([*earlier, *columns], column), column.key, "limit", {})
        more += found
        columns.append(replace(column, limit=own))
    return replace(question, when=when, limit=limit, columns=tuple(columns)), faults + more


def _condition(text: str, scope: Scope, key: str, part: str, rings: dict[str, str]) -> tuple[str, list[Fault]]:
    """The condition in its one way of writing, or as it was with what is wrong."""
    if not text.strip():
        return "", []
    try:
        return text_of(read(text, scope)), []
    except Wrong as wrong:
        return text.strip(), [Fault(key, part, rings.get(key) or str(wrong))]


def _rings(content: Content) -> dict[str, str]:
    """Questions whose conditions wait for each other: key → the circle in words."""
    keys = [each.key for each in content if each.asks]
    index = NameIndex(keys)
    asks = {each.key: _names(each.when, index) & set(keys) for each in content}
    found = {}
    for key in asks:
        way = _way_back(key, asks)
        if way:
            found[key] = _("条件互相依赖，绕成了一圈：%(way)s。") % {"way": " → ".join(way)}
    return found


def _names(text: str, index: NameIndex) -> set[str]:
    if not text.strip():
        return set()
    try:
        return {each.name for each in walk(parse(text, index)) if isinstance(each, Name)}
    except FeelSyntaxError:
        return set()


def _way_back(start: str, asks: dict[str, set[str]]) -> list[str]:
    """One way from a question over conditions back to itself."""
    ways, seen = [[start]], set[str]()
    while ways:
        way = ways.pop()
        for following in sorted(asks.get(way[-1], ())):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _named(content: Content) -> Iterator[Fault]:
    if len(list(content)) > MOST:
        yield Fault("", "key", _("一份问卷最多 %(n)d 道题。") % {"n": MOST})
    keys = [each.key for each in content] + [column.key for each in content for column in each.columns]
    keys += [page.key for page in content.pages if page.key]
    for key, count in Counter(keys).items():
        if count > 1:
            yield Fault(key, "key", _("这个名称用了 %(n)d 次，每道题、每一列、每一页的名称只能用一次。") % {"n": count})
        if not KEY.fullmatch(key) or not is_name(key):
            yield Fault(key, "key", _("名称要以文字或下划线开头，不含空格，不超过 60 个字，也不能是条件里的保留字。"))
    for before, after in zip(content.pages, content.pages[1:], strict=False):
        if not before.key and not after.key:
            yield Fault(after.questions[0].key if after.questions else "", "key", _("两页连着都没有名称，请合成一页。"))


def _shaped(question: Question) -> Iterator[Fault]:
    """A question of its kind: choices where some are offered, columns where it is a table."""
    if not question.label:
        yield Fault(question.key, "label", _("还没有写问题。"))
    if question.kind in LISTED and not question.choices:
        yield Fault(question.key, "choices", _("选择题要有选项。"))
    doubled = [key for key, n in Counter(each.key for each in question.choices).items() if n > 1]
    if doubled:
        yield Fault(question.key, "choices", _("选项“%(key)s”重复。") % {"key": doubled[0]})
    if any(" " in each.key or not each.key for each in question.choices):
        yield Fault(question.key, "choices", _("选项的名称不能空着，也不能有空格。"))
    if question.kind == Kind.SCALE and [each.key for each in question.choices] != [
        str(n) for n in range(1, len(question.choices) + 1)
    ]:
        yield Fault(question.key, "choices", _("量表的选项是从 1 起的连续数字。"))
    if question.kind == Kind.TABLE:
        if not question.columns:
            yield Fault(question.key, "columns", _("表格要有列。"))
        for column in question.columns:
            yield from _shaped(column)
            if column.kind not in IN_ROWS:
                yield Fault(column.key, "columns", _("表格里不能再放表格、文件、多选和说明。"))
            if column.when:
                yield Fault(column.key, "when", _("表格的列没有单独的显示条件，请写在整张表上。"))
