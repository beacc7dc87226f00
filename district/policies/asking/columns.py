"""Questions to one's bureaus as a list: each column once, for the page, the phone and the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.asking.queries import AskedQuestion, questions_for, votes
from district.ground.people.queries import Person, Role
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Empty, Table


def _with_votes(rows: Sequence[Any], _person: Person, _asked: Mapping[str, str]) -> Sequence[Any]:
    """With how many readers the answer helped."""
    counted = votes()
    for each in rows:
        each.votes = counted.get(each.answer)
    return rows


QUESTIONS = Table[AskedQuestion](
    _("提问答复"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column("title", _("问答页"), lambda row: row.title, width=28, part="policies/asking/_answer_link.html"),
        Column(
            "text", _("问题"), lambda row: row.text, width=60, part="policies/asking/_text.html",
            href=lambda row: reverse("policies:desk_question", args=[row.reference]),
        ),
        Column(
            "state", _("状态"), lambda row: row.get_state_display(), width=12, part="policies/asking/_standing.html"
        ),
        Column("asked", _("提出"), lambda row: row.asked_at, Kind.TIME),
        Column("due", _("答复期限"), lambda row: row.due_on, Kind.DATE),
        Column("reply", _("答复"), lambda row: row.reply, width=60),
        Column("replied", _("答复时间"), lambda row: row.replied_at, Kind.TIME),
    ),
    page=("text", "state", "due", "title"), named="text",
    key="policies.questions", route="policies:desk_questions", door=(Role.OFFICER, Role.LEADER, Role.AUDITOR),
    rows=lambda person, _asked: questions_for(person), dress=_with_votes,
    tells=_("读者在问答页后面提的问题；问得多的，应当写进问答。"),
    empty=Empty(_("没有提问"), _("读者从问答页提的问题会列在这里。"), "message-question"),
)  # fmt: skip
