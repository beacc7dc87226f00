"""A score sheet by one-time link: interests are declared, then the case is seen and marked, without an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.checks import NotPossible
from district.cases.review.scoring import actions
from district.cases.review.scoring.models import Judge, Round, Sheet
from district.cases.review.scoring.permissions import may_run
from district.cases.review.scoring.queries import to_do
from district.cases.review.scoring.showing import DECLARED, marks_in, sheet_values
from district.ground.onetime.actions import Issued, issue
from district.ground.onetime.purposes import Done, NotDone, Purpose, Shown
from district.ground.onetime.queries import Link, links_for
from district.ground.people.permissions import Answer, No
from district.ground.people.queries import Person
from district.ground.record.actions import official
from district.ground.record.reading import key_asked

KEY = "cases.sheet"
DAYS = 30  # the round itself ends sooner, most of the time


def _sheet(thing: str) -> Sheet | None:
    rows = Sheet.objects.select_related(
        "seat__expert", "entry__round__programme__office", "entry__application__enterprise",
        "entry__application__version",
    )  # fmt: skip
    return rows.filter(pk=key_asked(thing)).first()


def _may(person: Person, thing: str) -> Answer:
    sheet = _sheet(thing)
    if sheet is None:
        return No(_("没有这张评分表。"))
    return may_run(person, sheet.entry.round.programme)


def _shown(link: Link, typed: Mapping[str, str]) -> Shown | None:
    """Nothing to do once the round is closed; the sheet as it stands otherwise."""
    sheet = _sheet(link.thing)
    if sheet is None or sheet.entry.round.closed_at or not to_do(Sheet.objects.filter(pk=sheet.pk)).exists():
        return None
    marks = marks_in(sheet, typed) if typed else dict(sheet.marks)
    note = typed.get("note", sheet.note)[:2000]
    values = sheet_values(sheet, marks, note) | {"interest": typed.get("interest", "")}
    return Shown("scoring/_by_link.html", values, _seen(sheet, values))


def _seen(sheet: Sheet, values: Mapping[str, Any]) -> dict[str, Any]:
    """What of the page is kept with the signature: the name for the declaration, the facts and lines for the marks."""
    round_ = sheet.entry.round
    named = sheet.state not in DECLARED or not round_.blind
    facts = {str(fact["name"]): str(fact["value"]) for fact in values["facts"]}
    found: dict[str, Any] = {
        "round": round_.reference, "programme": round_.programme.name, "code": sheet.entry.code,
        "state": str(sheet.state),
    }  # fmt: skip
    if named:
        found["enterprise"] = sheet.entry.application.enterprise.name
    if sheet.state in DECLARED:
        found |= {"facts": facts, "rubric": {line["name"]: line["most"] for line in round_.rubric}}
    return found


def _do(link: Link, data: Mapping[str, str], _user: Person | None) -> Done:
    sheet = _sheet(link.thing)
    if sheet is None:
        raise NotDone(_("没有这张评分表。"))
    try:
        if "conflict" in data or sheet.state == Sheet.State.OPEN:
            return _declared(link, sheet, data)
        return _marked(link, sheet, data)
    except NotPossible as why:
        raise NotDone(str(why)) from None


def _declared(link: Link, sheet: Sheet, data: Mapping[str, str]) -> Done:
    said = data.get("conflict")
    if said not in {"yes", "no"}:
        raise NotDone(_("请选择有没有利益关系。"))
    interest = data.get("interest", "")
    row = actions.declare(sheet=sheet, by=link.by_expert, conflict=said == "yes", interest=interest)
    if said == "no":
        words = _("已申报：与 %(code)s 没有利益关系。") % {"code": row.entry.code}
        return Done("declare", words, {"conflict": False}, last=False)
    words = _("已申请回避 %(code)s。") % {"code": row.entry.code}
    return Done("recuse", words, {"conflict": True, "interest": row.interest})


def _marked(link: Link, sheet: Sheet, data: Mapping[str, str]) -> Done:
    marks, note = marks_in(sheet, data), data.get("note", "")[:2000]
    row = actions.give_marks(sheet=sheet, by=link.by_expert, marks=marks, note=note)
    words = _("%(code)s 已打分，共 %(total)s 分。") % {"code": row.entry.code, "total": floatformat(row.total, "-1")}
    return Done("mark", words, {"marks": row.marks, "total": str(row.total), "note": row.note})


WORDS = {
    "round": gettext_lazy("评审编号"), "programme": gettext_lazy("项目"), "code": gettext_lazy("代号"),
    "state": gettext_lazy("状态"), "enterprise": gettext_lazy("企业"), "facts": gettext_lazy("提交时的事实"),
    "rubric": gettext_lazy("满分"), "conflict": gettext_lazy("有利益关系"), "interest": gettext_lazy("是什么关系"),
    "marks": gettext_lazy("打分"), "total": gettext_lazy("总分"), "note": gettext_lazy("评语"),
}  # fmt: skip
SHEET = Purpose(KEY, gettext_lazy("评分表"), _may, _shown, _do, words=WORDS, days=DAYS)


def issue_for(*, seat: Judge, by: Person) -> list[Issued]:
    """A link for each sheet of this seat that still waits; those given out before hold no more. Raises Refused."""
    rows = to_do(seat.sheets.all()).select_related("entry__round__programme__office").order_by("entry__code")
    with official():
        return [_issued(each, seat, by) for each in rows]


def _issued(sheet: Sheet, seat: Judge, by: Person) -> Issued:
    programme = sheet.entry.round.programme
    asks = _("请评审 %(programme)s %(code)s") % {"programme": programme.name, "code": sheet.entry.code}
    return issue(purpose=KEY, thing=str(sheet.pk), expert=seat.expert, office=programme.office, by=by, asks=asks)


def links_of(round_: Round) -> dict[int, list[Link]]:
    """Judge's key → the newest link of each of its sheets."""
    seats = dict(Sheet.objects.filter(entry__round=round_).values_list("pk", "seat"))
    found: dict[int, dict[str, Link]] = {}
    for link in links_for(KEY, (str(pk) for pk in seats)):
        found.setdefault(seats[int(link.thing)], {}).setdefault(link.thing, link)
    return {seat: list(links.values()) for seat, links in found.items()}
