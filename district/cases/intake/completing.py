"""Handing in what was saved, whoever presses the button: the member on the page before, or the worker by consent."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_edit
from district.cases.core.states import DRAFT
from district.cases.intake import actions as intake_actions
from district.cases.intake import correcting, drafting
from district.cases.intake.drafting import Draft
from district.cases.intake.papers import in_words
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import official


def missing_of(draft: Draft) -> list[str]:
    """What keeps a draft from being handed in: needed papers, unreadable fields, faulty lists, unanswered items."""
    papers = [_("材料：%(name)s") % {"name": in_words(each)} for each in draft.papers if each.lacking]
    lost = [_("已过期的材料：%(name)s") % {"name": each.name} for each in draft.papers if each.lost]
    unread = [_("填写的内容看不懂：%(name)s") % {"name": name} for name in draft.unread()]
    wrong = draft.listed.wrong if draft.listed else []
    rows = [_("名单里有 %(n)d 行要改") % {"n": len(wrong)}] if wrong else []
    if draft.listed and draft.listed.lacking:
        rows = [_("名单：%(name)s") % {"name": draft.listed.asked.name}]
    return papers + lost + unread + rows + _unanswered(draft)


def _unanswered(draft: Draft) -> list[str]:
    if draft.application.state == DRAFT:
        return []
    unanswered = correcting.open_items(draft.asked_back())
    return [_("没有答复：%(name)s") % {"name": each.item.about or each.item.say} for each in unanswered]


def declaration() -> str:
    """What whoever hands in vouches for; the log keeps it."""
    with official():
        return _("以上信息和材料真实、完整、有效；如有不实，愿意退回所得资金并承担相应责任。")


def hand_in_draft(
    *, application: Application, by: Person, request_key: uuid.UUID, declaration: str = ""
) -> Application:
    """Hand a draft, or a corrected case, in as it was last saved. Idempotent by `request_key`.

    Raises NotPossible (naming what is missing), NotEligible, Refused, MoveRefused.
    """
    require(may_edit(by, application))
    draft = drafting.draft_of(application)
    if missing := missing_of(draft):
        raise NotPossible(_("还缺：%(names)s。") % {"names": "；".join(missing)})
    parts: dict[str, Any] = {
        "application": application, "by": by, "declared": draft.declared(), "evidence": application.evidence,
        "statements": application.statements, "request_key": request_key, "declaration": declaration,
    }  # fmt: skip
    if application.state == DRAFT:
        return intake_actions.submit(**parts)
    replies = {row.pk: row.reply for row in application.corrections.all()}
    return intake_actions.resubmit(**parts, replies=replies)
