"""A small district whose hiring subsidies are paid by head and ask for a list of who was hired."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from stdnum.cn import ric

from district.cases.core.models import Application, Decision
from district.cases.headcount import list_rows as listing
from district.cases.headcount.list_rows import ListState
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.ground import clock
from district.ground.people.models import Person
from district.policies.models import Programme
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, District, enterprise, join, programme_text, publish
from tests.remembering import remembered

HEADS = """
conditions:
  - {id: honest, say: 未失信, when: 失信被执行 = false, cite: 示例规〔2022〕4号}
  - {id: hired, say: 至少一人, when: 招用人数 >= 1, cite: 示例规〔2022〕4号}
benefit: {amount: 招用人数 * 1000, pay: once}
intake: {mode: rolling}
process: [accept, decide, pay]
items:
  name: 招用人员名单
  columns:
    - {name: 姓名, required: true, personal: true}
    - {name: 身份证号, type: id_number, required: true, personal: true}
    - {name: 人员类别, one_of: [应届毕业生, 登记失业人员]}
    - {name: 月工资, type: number, unit: 元, from: 2000}
    - {name: 起始月份, type: month, required: true, from: 2022-01}
    - {name: 终止月份, type: month, required: true}
  most: 30
  gives: {招用人数: count, 工资总额: sum(月工资)}
workers: {group: 就业补贴, number: 身份证号, name: 姓名, from: 起始月份, to: 终止月份}
"""
ONCE = """
conditions: [{id: honest, say: 未失信, when: 失信被执行 = false}]
benefit: {amount: 招用人数 * 500, pay: once}
items:
  name: 毕业生名单
  columns:
    - {name: 姓名, required: true, personal: true}
    - {name: 身份证号, type: id_number, required: true, personal: true}
    - {name: 合同起始日期, type: date, required: true}
  most: 3
  needed: false
  gives: {招用人数: count}
workers: {group: 就业补贴, number: 身份证号, name: 姓名, from: 合同起始日期, months: 12}
"""
TEXTS = {
    **FILES,
    "test/vocabulary.yaml": FILES["test/vocabulary.yaml"].replace(
        "derived:", "  招用人数: {type: number, unit: 人, places: 0, source: 人社}\n"
        "  工资总额: {type: number, unit: 元, places: 2, source: 人社}\nderived:"),
    "test/programmes/heads/programme.yaml": programme_text("示例稳定用工补贴", "区人社局"),
    "test/programmes/heads/2022-01-01.yaml": HEADS,
    "test/programmes/once/programme.yaml": programme_text("示例一次性招用补贴", "区人社局"),
    "test/programmes/once/2022-01-01.yaml": ONCE,
}  # fmt: skip
HEADINGS = ("姓名", "身份证号", "人员类别", "月工资", "起始月份", "终止月份")


@remembered
def with_heads(here: District) -> District:
    """The same district under a catalogue that pays by head."""
    here.programmes = publish(TEXTS)
    return here


def programme(slug: str = "heads") -> Programme:
    return Programme.objects.get(slug=slug)


def number(n: int) -> str:
    """A made-up ID number with a right check digit; the area code 999999 is nobody's."""
    body = f"99999919900101{n:03}"
    return body + str(ric.calc_check_digit(body + "0"))


def row(n: int, first: str = "2022-01", last: str = "2022-03", **more: str) -> dict[str, str]:
    """A right row of `heads`: worker `n`, by the name 示例甲七…"""
    return {"姓名": f"示例员工{n}", "身份证号": number(n), "起始月份": first, "终止月份": last, **more}


@remembered
def put(case: Application, by: Person, rows: Iterable[dict[str, str]]) -> ListState:
    """The rows in the place of the case's list."""
    state = state_of(case)
    listing.replace_rows(application=case, rows=list(rows), by=by, asked=state.asked)
    return state_of(case)


def state_of(case: Application) -> ListState:
    state = listing.list_of(case, case.version)
    assert state is not None
    return state


@remembered
def firm(here: District, n: int, **facts: Any) -> Any:
    """Another firm the founder acts for."""
    made = enterprise(f"9131011012345678{n:02}", f"示例{n:02}公司", **{"失信被执行": False, **facts})
    join(here.founder, made)
    return made


@remembered
def handed_in(here: District, rows: Iterable[dict[str, str]], of: Any = None, slug: str = "heads") -> Application:
    case = here.started(slug, of)
    put(case, here.founder, rows)
    return intake_actions.submit(application=case, by=here.founder, declared={}, request_key=uuid.uuid4())


@remembered
def accepted(here: District, rows: Iterable[dict[str, str]], of: Any = None, slug: str = "heads") -> Application:
    return review_actions.accept(application=handed_in(here, rows, of, slug), by=here.officer)


@remembered
def grant(here: District, case: Application, note: str = "") -> Decision:
    return deciding.decide(application=case, by=here.officer, outcome="granted", note=note)


def workbook(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEADINGS, name: str = "名单.xlsx") -> Any:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, head)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, cells in enumerate(rows, 1):
            for column, value in enumerate(cells):
                if hasattr(value, "year"):
                    sheet.write_datetime(place, column, value, day)
                else:
                    sheet.write(place, column, value)
    return SimpleUploadedFile(name, kept.getvalue())


__all__ = ["HEADINGS", "TEXTS", "clock"]
