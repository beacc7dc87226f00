"""Acts of the desk on a case: accept, send back, decline, answer, read anew, propose an outcome; take the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.approving.models import Proposal
from district.cases.approving.queries import waiting_of
from district.cases.core.doors import CASE, deciding, desk_act
from district.cases.core.models import Application
from district.cases.core.permissions import may_work
from district.cases.core.states import ACCEPTED, RETURNED
from district.cases.decisions import signing
from district.cases.desk import actions, buckets
from district.cases.desk.forms import AnswerForm, DecideForm, DeclineForm, SendBackForm
from district.cases.review import actions as review
from district.cases.review import corrections
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.acts.forms import Keyed
from district.ground.people.queries import Person

WORKLIST = to("cases:worklist")


def next_page(done: Done[Any]) -> str:
    """The next case to work on, or the worklist: eighty before lunch."""
    following = buckets.next_case(done.by, done.thing)
    return reverse("cases:case", args=[following.reference]) if following else reverse("cases:worklist")


def and_next(words: str, done: Done[Any]) -> list[str | Say]:
    """What is said of this case, and that none is left where it was the last."""
    over = done.to == reverse("cases:worklist")
    return [words, *([Say(_("没有待办的件了。"), "info")] if over else [])]


def _taken(done: Done[Application]) -> str:
    return reverse("cases:case", args=[done.result.reference]) if done.result else reverse("cases:worklist")


TAKE_NEXT: Act[Application] = Act(
    "cases.take_next", gettext_lazy("领取下一件"), actions.take_next, door=deciding, back=WORKLIST, then=_taken,
    says=lambda done: None if done.result else Say(_("没有待领取的件。"), "info"),
)  # fmt: skip
ACCEPT = desk_act(
    "cases.accept", gettext_lazy("受理"), review.accept, may=may_work, says=gettext_lazy("已受理，企业已收到通知。"),
    already=lambda by, case, _data: case.state == ACCEPTED and case.officer_id == by.pk,
)  # fmt: skip


def _sent_back(done: Done[Application]) -> list[str | Say] | None:
    words = _("已退回，企业收到 %(n)d 项待补清单。")
    return None if done.again else and_next(words % {"n": len(done.given["items"])}, done)


SEND_BACK = desk_act(
    "cases.send_back", gettext_lazy("退回补正"), review.send_back, may=may_work, asks=SendBackForm,
    asks_with=lambda _by, case: {"proposed": corrections.proposed_corrections(case)}, says=_sent_back,
    already=lambda by, case, _data: case.state == RETURNED and case.officer_id == by.pk,
    then=lambda done: CASE(done) if done.again else next_page(done),
)  # fmt: skip


def _mine(by: Person, case: Application, outcome: str | None = None) -> Proposal | None:
    """What this person has proposed already and waits to be signed: a second click finds it."""
    waiting = waiting_of(case)
    if waiting is None or waiting.by_id != by.pk or outcome not in {None, waiting.outcome}:
        return None
    return waiting


def _declined(done: Done[Application]) -> list[str | Say]:
    words = _("已提出不予受理，等“%(level)s”签批。")
    return and_next(words % {"level": done.result.turn_words}, done)


DECLINE = desk_act(
    "cases.decline", gettext_lazy("不予受理"), signing.propose_to_decline, asks=DeclineForm, says=_declined,
    already=lambda by, case, _data: _mine(by, case), then=next_page,
)  # fmt: skip
ANSWER = desk_act(
    "cases.answer", gettext_lazy("回答一条"), review.answer_condition, asks=AnswerForm, says=gettext_lazy("已记录。")
)
READ_ANEW = desk_act(
    "cases.read_anew", gettext_lazy("按最新事实重新判定"), review.read_anew, may=may_work, asks=Keyed,
    says=gettext_lazy("已按最新事实重新判定。"),
)  # fmt: skip


def _proposed(done: Done[Application]) -> list[str | Say]:
    assert done.thing is not None
    words = {"reference": done.thing.reference, "level": done.result.turn_words}
    return and_next(_("%(reference)s 已提出拟办意见，等“%(level)s”签批。") % words, done)


def _proposed_so(by: Person, case: Application, data: Mapping[str, Any]) -> Proposal | None:
    return _mine(by, case, data.get("outcome", ""))


DECIDE = desk_act(
    "cases.decide", gettext_lazy("提出拟办意见"), signing.propose, asks=DecideForm, says=_proposed,
    already=_proposed_so, then=next_page,
)  # fmt: skip
DESK: tuple[Act[Any], ...] = (TAKE_NEXT, ACCEPT, SEND_BACK, DECLINE, ANSWER, READ_ANEW, DECIDE)
