"""The small district with a programme that pays by the hours of filed training, and a firm that trains."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from district.enterprises.models import Enterprise
from district.ground import clock
from district.ground.people.models import Person
from district.services.training.employers import actions
from district.services.training.employers.actions import Planned
from district.services.training.employers.models import Filing
from tests.district.cases.factories import FILES, District, enterprise, join, person, programme_text, publish
from tests.district.cases.intake.heads import number, workbook
from tests.remembering import remembered

TRAINING = """
conditions:
  - {id: hours, say: 每人学时足够, when: 每人培训学时 >= 10, cite: 示例规〔2022〕5号}
  - {id: people, say: 至少一人次, when: 线上培训人次 >= 1, cite: 示例规〔2022〕5号}
benefit: {amount: 线上培训人次 * 600, pay: once}
intake: {mode: rolling}
evidence: [{name: 培训备案表和学习记录, needed: true, proves: [线上培训人次]}]
process: [accept, decide, pay]
deadlines: {accept: 5 working days}
items:
  name: 完成培训的学员名单
  columns:
    - {name: 姓名, required: true, personal: true}
    - {name: 身份证号, type: id_number, required: true, personal: true}
    - {name: 备案编号, required: true}
    - {name: 培训项目, required: true}
    - {name: 结业月份, type: month, required: true}
    - {name: 计补学时, type: number, unit: 学时, required: true, from: 10, to: 20}
    - {name: 本年第几次, type: number, required: true, from: 1, to: 3}
  gives: {线上培训人次: count, 每人培训学时: min(计补学时)}
workers: {group: 线上职业培训, number: 身份证号, name: 姓名, from: 结业月份}
"""
TEXTS = {
    **FILES,
    "test/vocabulary.yaml": FILES["test/vocabulary.yaml"].replace(
        "derived:", "  线上培训人次: {type: number, unit: 人次, places: 0, source: 人社}\n"
        "  每人培训学时: {type: number, unit: 学时, places: 0, source: 人社}\nderived:"),
    "test/programmes/online-training/programme.yaml": programme_text("示例线上培训补贴", "区人社局"),
    "test/programmes/online-training/2022-01-01.yaml": TRAINING,
}  # fmt: skip
WHO = ("姓名", "身份证号")
WHEN = (*WHO, "开始时间", "结束时间")
STARTS, ENDS = dt.date(2022, 6, 25), dt.date(2022, 7, 8)
AFTER = dt.date(2022, 7, 11)


@remembered
def with_training(here: District) -> District:
    """The same district under a catalogue that pays by the hours of a filing."""
    here.programmes = publish(TEXTS)
    return here


def planned(**said: Any) -> Planned:
    given: dict[str, Any] = {
        "course": "示例数控加工", "mode": "online", "starts": STARTS, "ends": ENDS, "learners": 3,
        "trainer": "示例讲师",
        "hours": 12, "platform": "own", "platform_name": "示例学习平台",
    }  # fmt: skip
    return Planned(**{**given, **said})


@remembered
def filed(here: District, *, firm: Enterprise | None = None, by: Person | None = None, **said: Any) -> Filing:
    return actions.file(
        enterprise=firm or here.firm, programme=here.programmes["online-training"], plan=planned(**said),
        by=by or here.founder, request_key=uuid.uuid4(),
    )  # fmt: skip


@remembered
def another(here: District, n: int) -> tuple[Enterprise, Person]:
    """Another firm, with somebody of its own."""
    made = enterprise(f"9131011012345678{n:02}", f"示例{n:02}公司")
    who = person(f"boss{n}", f"示例负责人{n}")
    join(who, made)
    return made, who


def people(*numbers: int, name: str = "名单.xlsx") -> Any:
    return workbook([[f"示例员工{n}", number(n)] for n in numbers], WHO, name)


def days(*numbers: int, hours: int = 3, times: int = 3, days_on: int = 0) -> Any:
    """A platform's export: `times` mornings of so many clock hours each."""
    rows: list[Sequence[Any]] = []
    for n in numbers:
        for day in range(times):
            begins = dt.datetime.combine(dt.date(2022, 6, 25) + dt.timedelta(days=day + days_on), dt.time(9, n % 60))
            rows.append([f"示例员工{n}", number(n), f"{begins:%Y-%m-%d %H:%M}",
                         f"{begins + dt.timedelta(hours=hours):%Y-%m-%d %H:%M}"])  # fmt: skip
    return workbook(rows, WHEN, "学习记录.xlsx")


@remembered
def taught(here: District, *numbers: int, hours: int = 3, days_on: int = 0, **more: Any) -> Filing:
    """Filed, acknowledged, listed, learnt, finished: ready for a claim. The clock stands at AFTER when it returns."""
    by = more.get("by") or here.founder
    filing = filed(here, **more)
    actions.acknowledge(filing=filing, by=here.officer)
    actions.bring_learners(filing=filing, by=by, file=people(*numbers))
    with clock.at(AFTER):
        actions.bring_records(filing=filing, by=by, file=days(*numbers, hours=hours, days_on=days_on), kind="records")
        actions.finish(filing=filing, by=by)
    return filing
