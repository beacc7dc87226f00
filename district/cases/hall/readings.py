"""What the API reads of cases, as the firm's own pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from district.cases.core import queries
from district.cases.core.doors import my_application
from district.cases.core.models import Application
from district.cases.core.states import AT_APPLICANT
from district.cases.hall.shown import CaseRow, CaseShown, case_of, row_of
from district.ground.bringing.shown import Area, Many, Reading, Show
from district.ground.people.queries import Person


@dataclass(frozen=True)
class CaseFilters:
    state: str = field(default="", metadata={"says": _("状态，例如 draft、submitted"), "limits": {"max_length": 20}})
    needs_me: bool = field(default=False, metadata={"says": _("只要需要我处理的")})


def mine(person: Person, asked: CaseFilters) -> Many:
    rows = queries.cases_of(person)
    rows = rows.filter(state=asked.state) if asked.state else rows
    return Many(rows.filter(state__in=AT_APPLICANT) if asked.needs_me else rows, row_of)


def one(person: Person, asked: None, reference: str) -> CaseShown:
    return case_of(my_application(person, reference), person)


ROW = {
    "reference": "SB2026-ABCDEFGH", "programme": "startup-cost", "programme_name": "一次性创业补贴",
    "office": "区人社局",
    "uscc": "91310110MA00000079", "enterprise": "示例甲科技有限公司", "state": "submitted",
    "state_words": "已提交，等待受理", "due": "2026-07-01", "provisional": False,
    "created": "2026-06-24T10:00:00+08:00", "decided": None, "amount": None,
    "page": "/my/applications/SB2026-ABCDEFGH/",
}  # fmt: skip
ROW_EN = {**ROW, "programme_name": "One-off start-up subsidy", "office": "District HR and Social Security Bureau",
          "enterprise": "Example A Technology Co., Ltd.",
          "state_words": "Handed in, waiting to be taken up"}  # fmt: skip
ONE = {
    "case": ROW, "sentence": "已提交，等待受理。", "next": "区人社局将在2026年7月1日前受理。", "coming": "区人社局受理",
    "coming_by": "2026-07-01", "eligible": True, "amount": "8000", "to_do": [],
    "story": [{"at": "2026-06-24T10:00:00+08:00", "what": "提交申报", "by": "示例创业者", "state": "已提交，等待受理"}],
    "papers": [{"name": "营业执照", "needed": True, "given": "执照.pdf", "files": ["执照.pdf"], "later": ""}],
    "draft": None, "decision": None,
}  # fmt: skip
ONE_EN = {**ONE, "case": ROW_EN, "sentence": "Handed in, waiting to be taken up.",
          "next": "The bureau will take it up by 1 July 2026.", "coming": "The bureau takes it up",
          "story": [{"at": "2026-06-24T10:00:00+08:00", "what": "Hand in", "by": "Example founder",
                     "state": "Handed in, waiting to be taken up"}]}  # fmt: skip


def shown_to(person: Person, case: Application) -> CaseShown | CaseRow:
    """A case to somebody who may see it: its firm reads its own page, the desk its line."""
    row = queries.cases_of(person).filter(pk=case.pk).first()
    return one(person, None, row.reference) if row is not None else row_of(case)


SHOW = Show("cases.application", shown_to)
AREA = Area("cases", _("申报"))
READINGS = (
    Reading("cases.mine", "cases", _("我的申报：我代表的企业的每一件"), CaseRow, mine, CaseFilters, many=True,
            examples={"zh": ROW, "en": ROW_EN}),
    Reading("cases.one", "cases/{reference}", _("一件申报：到哪一步、还要做什么、经过和决定"), CaseShown, one,
            examples={"zh": ONE, "en": ONE_EN}),
)  # fmt: skip
