"""Cohorts of earlier years from a workbook: every cell is judged; all rows come in, or none with the reasons."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter.utility import xl_col_to_name

from district.ground import clock
from district.ground.record.reading import number_asked
from district.ground.tables.sheets import Column, Sheet, book
from district.ground.tables.workbooks.reading import OF_A_MEMBER, BadFile, is_workbook, opened
from district.services.training.camp import states

MOST, LARGEST, TOLD = 3000, 5 * 1024 * 1024, 5
POSTS, LEARNERS = gettext_lazy("岗位"), gettext_lazy("学员")
DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
Heads = Mapping[str, Any]
POST_HEADS: Heads = {
    "firm": gettext_lazy("单位"), "title": gettext_lazy("岗位"), "given": gettext_lazy("发布日期"),
    "places": gettext_lazy("人数"), "place": gettext_lazy("地点"),
}  # fmt: skip
LEARNER_HEADS: Heads = {
    "cohort": gettext_lazy("期"), "first": gettext_lazy("开营"), "last": gettext_lazy("结营"),
    "name": gettext_lazy("姓名"), "school": gettext_lazy("学校"), "signed": gettext_lazy("报名日期"),
    "result": gettext_lazy("结果"), "why": gettext_lazy("原因"), "firm": gettext_lazy("实习单位"),
    "post": gettext_lazy("实习岗位"), "outcome": gettext_lazy("实习结果"),
}  # fmt: skip
# The workbook speaks Chinese whatever the page does.
CHINESE = {
    "posts": {"单位": "firm", "岗位": "title", "发布日期": "given", "人数": "places", "地点": "place"},
    "learners": {
        "期": "cohort", "开营": "first", "结营": "last", "姓名": "name", "学校": "school", "报名日期": "signed",
        "结果": "result", "原因": "why", "实习单位": "firm", "实习岗位": "post", "实习结果": "outcome",
    },
}  # fmt: skip
NEEDED = {
    "posts": ("firm", "title", "given"), "learners": ("cohort", "first", "last", "name", "school", "signed", "result"),
}  # fmt: skip
RESULTS = {"结业": states.FINISHED, "中途退出": states.QUIT, "未录取": states.REFUSED}
OUTCOMES = {
    "如期完成": "done", "留用": "hired", "自己创业": "founded", "提前离开": "early", "没有到岗": "absent",
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One cell that cannot be taken: its sheet, "B7", what it says, why not."""

    sheet: str
    cell: str
    said: str
    why: str


@dataclass(frozen=True)
class PastPost:
    firm: str
    title: str
    given: dt.date
    places: int = 1
    place: str = ""


@dataclass(frozen=True)
class PastLearner:
    """One who signed up then; `post` is the firm and title of the internship they had, with its `outcome`."""

    cohort: str
    first: dt.date
    last: dt.date
    name: str
    school: str
    signed: dt.date
    result: str
    why: str = ""
    post: tuple[str, str] | None = None
    outcome: str = ""


@dataclass
class Read:
    """What a workbook says: what can be taken, and faults."""

    posts: list[PastPost] = field(default_factory=list)
    learners: list[PastLearner] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return len(self.posts) + len(self.learners)


class NotTaken(BadFile):
    """A workbook of which no row was taken; `read` is what is wrong, cell by cell."""

    def __init__(self, found: Read) -> None:
        cells = "；".join(f"{each.sheet} {each.cell} {each.why}" for each in found.faults[:TOLD])
        said = _("有 %(n)d 格要改，一行也没有导入：%(cells)s") % {"n": len(found.faults), "cells": cells}
        super().__init__(said if found.faults else _("表里没有学员，也没有岗位。"))
        self.read = found


def template() -> IO[bytes]:
    """An empty workbook with the heads, and a row each that says how."""
    post = {"firm": "示例科技", "title": "示例：新媒体运营", "given": "2021-03-01", "places": 1, "place": "示例路 1 号"}
    learner = {
        "cohort": "示例第一期", "first": "2021-04-01", "last": "2021-06-30", "name": "示例王某", "school": "示例大学",
        "signed": "2021-03-10", "result": "结业", "why": "", "firm": "示例科技", "post": "示例：新媒体运营",
        "outcome": "如期完成",
    }  # fmt: skip
    return book([
        Sheet(str(POSTS), [Column(words, itemgetter(key)) for key, words in POST_HEADS.items()], [post], counted=False),
        Sheet(str(LEARNERS), [Column(words, itemgetter(key)) for key, words in LEARNER_HEADS.items()], [learner],
              counted=False),
    ])  # fmt: skip


def read(file: UploadedFile[bytes]) -> Read:
    """Judge every cell of the sheets 岗位 and 学员. Raises BadFile where it is no workbook or has neither."""
    if (file.size or 0) > LARGEST:
        raise BadFile(_("文件超过 5 MB，请拆开再上传。"))
    start = file.read(4096)
    file.seek(0)
    if not is_workbook(start):
        raise BadFile(_("不是工作簿。请上传 .xlsx 文件。"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "past.xlsx"
        path.write_bytes(file.read())
        with opened(path, OF_A_MEMBER) as workbook:
            sheets = {each.name.strip(): list(workbook.rows(each)) for each in workbook.sheets if each.visible}
    return judged(sheets.get("岗位", []), sheets.get("学员", []))


def judged(posts: Sequence[Sequence[object]], learners: Sequence[Sequence[object]]) -> Read:
    """Two sheets as their cells say, heads first. Raises BadFile: neither has any, or a head is missing."""
    if not posts and not learners:
        raise BadFile(_("没有找到“岗位”和“学员”两张表。可以先下载空表。"))
    if len(posts) + len(learners) > MOST:
        raise BadFile(_("一次最多 %(n)d 行，请拆开再上传。") % {"n": MOST})
    found, seen = Read(), set[tuple[object, ...]]()
    for row in _rows("岗位", "posts", posts):
        _post(found, seen, row)
    for row in _rows("学员", "learners", learners):
        _learner(found, seen, row)
    return found


@dataclass
class _Row:
    """One line while it is judged."""

    sheet: str
    number: int
    cells: Mapping[str, object]
    heads: Mapping[str, int]
    faults: list[Fault] = field(default_factory=list)

    def text(self, key: str, most: int = 0) -> str:
        said = _text(self.cells.get(key))
        if most and len(said) > most:
            self.wrong(key, _("最长 %(n)d 个字") % {"n": most})
        return said

    def needed(self, key: str, most: int) -> str:
        said = self.text(key, most)
        if not said:
            self.wrong(key, _("不能空着"))
        return said

    def wrong(self, key: str, why: str) -> None:
        place = self.heads.get(key, 0)
        self.faults.append(Fault(self.sheet, f"{xl_col_to_name(place)}{self.number}", self.text(key)[:60], why))

    def day(self, key: str) -> dt.date:
        value, text = self.cells.get(key), self.text(key)
        found = DAY.match(text)
        try:
            if isinstance(value, dt.datetime):
                return value.date()
            if isinstance(value, dt.date):
                return value
            if found:
                return dt.date(*(int(each) for each in found.groups()))
        except ValueError:  # the thirteenth month
            pass
        self.wrong(key, _("不是日期，请写成 2021-01-31"))
        return clock.today()

    def one_of(self, key: str, words: Mapping[str, str]) -> str:
        said = self.text(key)
        if said not in words:
            self.wrong(key, _("请写其中一个：%(words)s") % {"words": "、".join(words)})
        return words.get(said, "")


def _rows(sheet: str, kind: str, lines: Sequence[Sequence[object]]) -> list[_Row]:
    if not lines:
        return []
    words = CHINESE[kind]
    heads = {words[text]: n for n, each in enumerate(lines[0]) if (text := _text(each)) in words}
    named = {key: head for head, key in words.items()}
    if missing := [named[key] for key in NEEDED[kind] if key not in heads]:
        raise BadFile(_("“%(sheet)s”的表头缺少：%(heads)s。") % {"sheet": sheet, "heads": "、".join(missing)})
    rows = []
    for n, line in enumerate(lines[1:], start=2):
        cells = {key: line[place] if place < len(line) else None for key, place in heads.items()}
        if any(_text(each) for each in cells.values()):
            rows.append(_Row(sheet, n, cells, heads))
    return rows


def _once(row: _Row, seen: set[tuple[object, ...]], key: str, *said: object) -> None:
    if said in seen:
        row.wrong(key, _("和前面的一行重复"))
    seen.add(said)


def _past(row: _Row, key: str, day: dt.date) -> None:
    if day > clock.today():
        row.wrong(key, _("还没有到这一天，这里只收已经结束的"))


def _post(found: Read, seen: set[tuple[object, ...]], row: _Row) -> None:
    firm, title, given = row.needed("firm", 120), row.needed("title", 80), row.day("given")
    places = number_asked(row.text("places") or "1", 500, 1)
    if places is None:
        row.wrong("places", _("请写 1 到 500 的整数"))
    _past(row, "given", given)
    _once(row, seen, "title", "post", firm, title)
    place = row.text("place", 80)
    if not row.faults and places is not None:
        found.posts.append(PastPost(firm, title, given, places, place))
    found.faults += row.faults


def _learner(found: Read, seen: set[tuple[object, ...]], row: _Row) -> None:
    cohort, name, school = row.needed("cohort", 80), row.needed("name", 60), row.needed("school", 80)
    first, last, signed = row.day("first"), row.day("last"), row.day("signed")
    result, why = row.one_of("result", RESULTS), row.text("why", 200)
    if last < first:
        row.wrong("last", _("结营要晚于开营"))
    if signed > first:
        row.wrong("signed", _("报名要早于开营"))
    if result == states.REFUSED and not why:
        row.wrong("why", _("未录取的要写原因"))
    _past(row, "last", last)
    days = next((each for each in found.learners if each.cohort == cohort), None)
    if days is not None and (days.first, days.last) != (first, last):
        row.wrong("first", _("同一期的开营、结营和前面的行不一样"))
    _once(row, seen, "name", "learner", cohort, name, school)
    post, outcome = _internship(row, seen, result)
    if not row.faults:
        found.learners.append(PastLearner(cohort, first, last, name, school, signed, result, why, post, outcome))
    found.faults += row.faults


def _internship(row: _Row, seen: set[tuple[object, ...]], result: str) -> tuple[tuple[str, str] | None, str]:
    firm, title = row.text("firm"), row.text("post")
    if not firm and not title:
        return None, ""
    outcome = row.one_of("outcome", OUTCOMES)
    if ("post", firm, title) not in seen:
        row.wrong("post", _("“岗位”表里没有这个单位的这个岗位"))
    if result == states.REFUSED:
        row.wrong("firm", _("未录取的学员不能有实习"))
    return (firm, title), outcome


def _text(value: object) -> str:
    """What a cell says: numbers that are whole without their point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
