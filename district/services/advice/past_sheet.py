"""Past services from a workbook: every row is judged; all rows come in, or none with a reason for each that cannot."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from district.ground import clock
from district.ground.people.listed import experts_in_full
from district.ground.people.queries import Expert
from district.ground.record.reading import number_asked
from district.ground.tables.sheets import Column, Sheet, book
from district.ground.tables.workbooks.reading import OF_A_MEMBER, BadFile, is_workbook, opened
from district.services.advice.models import Encounter, Mode, Stage, Subject
from district.services.advice.models.choices import MANY
from district.services.advice.past import AT_ONCE, Past
from district.services.advice.states import DONE

LARGEST, TOLD = 5 * 1024 * 1024, 5
DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
MANY_IN_ONE = re.compile(r"[、,，;；/]")
HEADS = {
    "day": gettext_lazy("日期"), "mode": gettext_lazy("方式"), "subject": gettext_lazy("事项"),
    "experts": gettext_lazy("专家"), "minutes": gettext_lazy("分钟"), "heads": gettext_lazy("人数"),
    "whom": gettext_lazy("谁"), "stage": gettext_lazy("阶段"), "street": gettext_lazy("街道"),
    "title": gettext_lazy("题目"), "record": gettext_lazy("记录"), "asked": gettext_lazy("提出日期"),
}  # fmt: skip
# The workbook speaks Chinese whatever the page does.
CHINESE = {
    "日期": "day", "方式": "mode", "事项": "subject", "专家": "experts", "分钟": "minutes", "人数": "heads",
    "谁": "whom", "阶段": "stage", "街道": "street", "题目": "title", "记录": "record", "提出日期": "asked",
}  # fmt: skip
NEEDED = ("day", "mode", "subject", "experts", "minutes")
Key = tuple[dt.date | None, str, str, str, int]


@dataclass(frozen=True)
class Fault:
    """A row that cannot be taken, as the workbook counts it: what of it, and why."""

    row: int
    said: str
    why: str


@dataclass
class Read:
    """What a workbook says: what can be taken, and faults."""

    rows: list[Past] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class NotTaken(BadFile):
    """A workbook of which no row was taken; `read` is what is wrong, row by row."""

    def __init__(self, found: Read) -> None:
        rows = "；".join(_("第 %(n)d 行：%(why)s") % {"n": each.row, "why": each.why} for each in found.faults[:TOLD])
        said = _("有 %(n)d 行要改，一行也没有录入：%(rows)s") % {"n": len(found.faults), "rows": rows}
        super().__init__(said if found.faults else _("表里一行也没有。"))
        self.read = found


class _Wrong(ValueError):
    """Why a row cannot be taken."""


def template() -> IO[bytes]:
    """An empty workbook with the heads, and a row that says how."""
    row = {
        "day": "2021-03-10", "mode": "门诊", "subject": "tax", "experts": "示例专家", "minutes": 30, "heads": 1,
        "whom": "示例店", "stage": "", "street": "", "title": "", "record": "示例：怎么报税。", "asked": "2021-03-05",
    }  # fmt: skip
    heads = [Column(words, itemgetter(key)) for words, key in CHINESE.items()]
    return book([Sheet("服务", heads, [row], counted=False)])


def read(file: UploadedFile[bytes]) -> Read:
    """Judge every row of the first sheet. Raises BadFile where it is no workbook or lacks a column."""
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
            lines = next((list(workbook.rows(each)) for each in workbook.sheets if each.visible), [])
    return judged(lines)


def judged(lines: Sequence[Sequence[object]]) -> Read:
    """A sheet as its cells say, heads first. Raises BadFile: a head is missing, too many rows."""
    heads = {CHINESE[text]: n for n, each in enumerate(lines[0] if lines else ()) if (text := _text(each)) in CHINESE}
    if missing := [word for word, key in CHINESE.items() if key in NEEDED and key not in heads]:
        raise BadFile(_("表头缺少：%(heads)s。可以先下载空表。") % {"heads": "、".join(missing)})
    if len(lines) > AT_ONCE + 1:
        raise BadFile(_("一次最多 %(n)d 行，请拆开再上传。") % {"n": AT_ONCE})
    found, known, numbers = Read(), _Known(), list[int]()
    for number, line in enumerate(lines[1:], start=2):
        cells = {key: line[place] if place < len(line) else None for key, place in heads.items()}
        if not any(_text(each) for each in cells.values()):
            continue
        try:
            found.rows.append(known.row(cells))
            numbers.append(number)
        except _Wrong as why:
            said = " ".join(text for key in NEEDED if (text := _text(cells.get(key))))
            found.faults.append(Fault(number, said[:60], str(why)))
    there = _entered(found.rows)
    for number, row in zip(numbers, found.rows, strict=True):
        if _keys(row) & there:
            found.faults.append(Fault(number, f"{row.day} {row.whom or row.title}"[:60], _("已经录入过。")))
    found.faults.sort(key=lambda each: each.row)
    return found


class _Known:
    """What rows may name: modes, stages, subjects, experts; what was said already."""

    def __init__(self) -> None:
        with override("zh-hans"):
            self.modes = {str(words): key for key, words in Mode.choices}
            self.stages = {str(words): key for key, words in Stage.choices}
        subjects = list(Subject.objects.all())
        self.subjects = {each.name: each for each in subjects} | {each.key: each for each in subjects}
        self.experts: dict[str, list[Expert]] = {}
        for expert in experts_in_full():
            for name in (expert.name, expert.reference):
                self.experts.setdefault(name, []).append(expert)
        self.seen: set[Key] = set()

    def row(self, cells: Mapping[str, object]) -> Past:
        day, mode = _day(cells.get("day"), _("日期")), self._mode(_text(cells.get("mode")))
        if day > clock.today():
            raise _Wrong(_("还没有到这一天，这里只收已经做完的。"))
        subject = self.subjects.get(_text(cells.get("subject")))
        if subject is None:
            raise _Wrong(_("没有“%(name)s”这个事项，请写事项的名称或者代码。") % {"name": _text(cells.get("subject"))})
        asked = _day(cells["asked"], _("提出日期")) if _text(cells.get("asked")) else None
        if asked is not None and asked > day:
            raise _Wrong(_("提出要早于服务。"))
        whom, title = _text(cells.get("whom")), _text(cells.get("title"))
        if mode not in MANY and not whom:
            raise _Wrong(_("请写给谁服务。"))
        if mode in MANY and not title:
            raise _Wrong(_("讲座和主题活动请写题目。"))
        found = Past(
            day=day, mode=mode, subject=subject, experts=self._experts(_text(cells.get("experts"))),
            minutes=_number(cells.get("minutes"), _("分钟"), 600), whom=whom, title=title, asked=asked,
            heads=_number(cells.get("heads") or 1, _("人数"), 5000), stage=self._stage(_text(cells.get("stage"))),
            street=_text(cells.get("street")), record=_text(cells.get("record"))[:8000],
        )  # fmt: skip
        keys = _keys(found)
        if keys & self.seen:
            raise _Wrong(_("和前面的一行重复。"))
        self.seen |= keys
        return found

    def _mode(self, said: str) -> str:
        if said not in self.modes:
            raise _Wrong(_("方式请写其中一个：%(words)s。") % {"words": "、".join(self.modes)})
        return self.modes[said]

    def _stage(self, said: str) -> str:
        if not said:
            return Stage.START
        if said not in self.stages:
            raise _Wrong(_("阶段请写其中一个：%(words)s。") % {"words": "、".join(self.stages)})
        return self.stages[said]

    def _experts(self, said: str) -> tuple[Expert, ...]:
        found: dict[int, Expert] = {}
        for name in filter(None, map(str.strip, MANY_IN_ONE.split(said))):
            rows = self.experts.get(name, [])
            if len(rows) != 1:
                words = _("有几位专家叫“%(name)s”，请写编号。") if rows else _("专家团里没有“%(name)s”。")
                raise _Wrong(words % {"name": name})
            found[rows[0].pk] = rows[0]
        if not found:
            raise _Wrong(_("请写是哪位专家。"))
        return tuple(found.values())


def _entered(rows: Sequence[Past]) -> set[Key]:
    """What is on record of those days: day, mode, for whom or on what, expert."""
    met = Encounter.objects.filter(state=DONE, happened_on__in={each.day for each in rows})
    told = met.values_list("happened_on", "mode", "need__whom", "title", "advisers__expert")
    return {(day, mode, whom or "", "" if whom else title, expert) for day, mode, whom, title, expert in told}


def _keys(row: Past) -> set[Key]:
    return {(row.day, row.mode, row.whom[:80], "" if row.whom else row.title[:80], each.pk) for each in row.experts}


def _day(value: object, name: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        if match := DAY.match(_text(value)):
            return dt.date(*(int(each) for each in match.groups()))
    except ValueError:  # the thirteenth month
        pass
    raise _Wrong(_("“%(name)s”读不出来，请写成 2021-01-31。") % {"name": name})


def _number(value: object, name: str, most: int) -> int:
    found = number_asked(_text(value), most, 1)
    if found is None:
        raise _Wrong(_("%(name)s请写 1 到 %(most)d 的整数。") % {"name": name, "most": most})
    return found


def _text(value: object) -> str:
    """What a cell says: numbers that are whole without their point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
