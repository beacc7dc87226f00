"""A judge's sheet by one-time link: ties declared first, then the entry is seen and marked, without an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.refusing import NotPossible
from district.ground.onetime.actions import Issued, issue
from district.ground.onetime.purposes import Done, NotDone, Purpose, Shown
from district.ground.onetime.queries import Link, links_for
from district.ground.people.permissions import Answer, No
from district.ground.people.queries import Person
from district.ground.record.actions import official
from district.ground.record.reading import key_asked
from district.services.community.contests import judging
from district.services.community.contests.forms import MarkForm
from district.services.community.contests.models import Conflict, ContestJudge, EntryPaper, MarkSheet
from district.services.community.contests.permissions import may_run
from district.services.community.contests.queries import sheets_in_full, to_mark
from district.services.community.contests.showing import answers_said, papers_of

KEY = "contests.sheet"
DAYS, HOURS = 30, 4  # a link; how long a paper opens from its page
SALT = "contests.paper"
State = MarkSheet.State


def _sheet(thing: str) -> MarkSheet | None:
    return sheets_in_full(MarkSheet.objects.all()).filter(pk=key_asked(thing)).first()


def _may(person: Person, thing: str) -> Answer:
    sheet = _sheet(thing)
    return may_run(person, sheet.judge.contest) if sheet is not None else No(_("没有这张评分表。"))


def _shown(link: Link, typed: Mapping[str, str]) -> Shown | None:
    """Nothing to do once it is judged no more, or marked; the sheet as it stands otherwise."""
    sheet = _sheet(link.thing)
    if sheet is None or not to_mark(MarkSheet.objects.filter(pk=sheet.pk)).exists():
        return None
    values: dict[str, Any] = {"sheet": sheet, "entry": sheet.entry, "contest": sheet.judge.contest,
                              "conflicts": Conflict.choices, "again": sheet.asked_again, "typed": typed}  # fmt: skip
    if sheet.is_seen:
        initial = {key: str(value) for key, value in sheet.answers.items()} | dict(typed)
        values |= {
            "form": MarkForm(sheet, initial=initial), "answers": answers_said(sheet.entry),
            "papers": [(each, paper_token(each, link)) for each in papers_of(sheet.entry)],
        }  # fmt: skip
    return Shown("contests/_by_link.html", values, _seen(sheet))


def _seen(sheet: MarkSheet) -> dict[str, Any]:
    """What of the page is kept with the signature: a title and whose it is; the answers once they are seen."""
    found: dict[str, Any] = {"contest": sheet.judge.contest.title, "title": sheet.entry.title,
                             "whose": sheet.entry.whose, "state": str(sheet.state)}  # fmt: skip
    if sheet.is_seen:
        found["answers"] = {str(question): said for question, said in answers_said(sheet.entry)}
        found["papers"] = [each.file.digest for each in papers_of(sheet.entry)]
    return found


def _do(link: Link, data: Mapping[str, str], _user: Person | None) -> Done:
    sheet = _sheet(link.thing)
    if sheet is None:
        raise NotDone(_("没有这张评分表。"))
    try:
        if "said" in data or sheet.state == State.OPEN:
            return _declared(link, sheet, data)
        return _marked(link, sheet, data)
    except NotPossible as why:
        raise NotDone(str(why)) from None


def _declared(link: Link, sheet: MarkSheet, data: Mapping[str, str]) -> Done:
    if data.get("said") not in {"yes", "no"}:
        raise NotDone(_("请选择有没有利益关系。"))
    conflict = (data.get("conflict") or Conflict.OTHER) if data["said"] == "yes" else ""
    row = judging.declare(sheet=sheet, by=link.by_expert, conflict=conflict, interest=data.get("interest", ""))
    if not conflict:
        words = _("已申报：与“%(entry)s”没有利益关系。") % {"entry": row.entry.title}
        return Done("declare", words, {"conflict": False}, last=False)
    _finish(row, link)
    words = _("已回避“%(entry)s”。") % {"entry": row.entry.title}
    return Done("recuse", words, {"conflict": True, "interest": row.interest})


def _marked(link: Link, sheet: MarkSheet, data: Mapping[str, str]) -> Done:
    if sheet.asked_again:
        row = judging.look_again(sheet=sheet, by=link.by_expert, answers=data, reason=data.get("reason", ""))
    else:
        row = judging.mark(sheet=sheet, by=link.by_expert, answers=data)
        _finish(row, link)
    words = {"entry": row.entry.title, "total": floatformat(row.total, "-2")}
    signed = {"marks": {key: str(value) for key, value in row.answers.items()}, "total": str(row.total)}
    return Done("mark", _("“%(entry)s”已打分，共 %(total)s 分。") % words, signed)


def _finish(row: MarkSheet, link: Link) -> None:
    """Who judges by links hands their marks in with the last of them."""
    judge = row.judge
    if not judge.sheets.filter(state__in=[State.OPEN, State.DECLARED], entry__state="handed-in").exists():
        judging.hand_in(judge=judge, by=link.by_expert)


WORDS = {
    "contest": gettext_lazy("大赛"), "title": gettext_lazy("作品"), "whose": gettext_lazy("参赛者"),
    "state": gettext_lazy("状态"), "answers": gettext_lazy("参赛者的回答"), "papers": gettext_lazy("材料"),
    "conflict": gettext_lazy("有利益关系"), "interest": gettext_lazy("是什么关系"), "marks": gettext_lazy("打分"),
    "total": gettext_lazy("总分"),
}  # fmt: skip
SHEET = Purpose(KEY, gettext_lazy("大赛评分表"), _may, _shown, _do, words=WORDS, days=DAYS)


def issue_for(*, judge: ContestJudge, by: Person) -> list[Issued]:
    """A link for each sheet of this judge that waits; those given out before hold no more. Raises Refused."""
    rows = to_mark(sheets_in_full(judge.sheets.all())).order_by("entry__track__position", "entry")
    with official():
        return [
            issue(purpose=KEY, thing=str(each.pk), expert=judge.expert, office=judge.contest.office, by=by,
                  asks=_("请评审：%(contest)s“%(entry)s”")
                  % {"contest": judge.contest.title, "entry": each.entry.title})
            for each in rows
        ]  # fmt: skip


def paper_token(paper: EntryPaper, link: Link) -> str:
    """By which whoever holds the link opens a paper for a few hours."""
    return signing.dumps([paper.pk, link.pk], salt=SALT)


def paper_of(token: str) -> EntryPaper | None:
    """The paper a token opens: while its link holds, its judge may see the entry, and the contest is judged."""
    try:
        paper_pk, link_pk = signing.loads(token, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    link = next((each for each in links_for(KEY, _things(paper_pk)) if each.pk == link_pk), None)
    if link is None or link.state != "live":
        return None
    sheet = _sheet(link.thing)
    seen = sheet is not None and sheet.is_seen and to_mark(MarkSheet.objects.filter(pk=sheet.pk)).exists()
    return EntryPaper.objects.select_related("file", "entry").filter(pk=paper_pk).first() if seen else None


def _things(paper_pk: int) -> list[str]:
    sheets = MarkSheet.objects.filter(entry__papers=paper_pk).values_list("pk", flat=True)
    return [str(each) for each in sheets]
