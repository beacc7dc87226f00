"""Voting on an answer, asking beyond it, replying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, open_to_all, to
from district.ground.acts.forms import Cut
from district.ground.asking import actions
from district.ground.asking.forms import OpenQuestionForm, QuestionForm
from district.ground.asking.queries import AskedQuestion, questions_for
from district.ground.people.permissions import holds
from district.ground.people.queries import Person, Role
from district.ground.record.typed import masked_numbers
from district.policies import plain_text, queries

TITLE = 40  # characters of a question that stand for it


@dataclass(frozen=True)
class AnswerPage:
    """An answer of the catalogue, with its head: title, office."""

    slug: str
    head: dict[str, Any]


def answer_page(slug: str) -> AnswerPage:
    """404 where the catalogue has none."""
    text = queries.catalogue().answers.get(slug)
    if text is None:
        raise Http404
    return AnswerPage(slug, plain_text.answer_parts(text)[0])


class VoteForm(forms.Form):
    helpful = Cut(3)


def _vote(*, page: AnswerPage, by: Person | None, address: str, helpful: str) -> bool:
    if helpful in {"yes", "no"}:
        actions.vote(answer=page.slug, helpful=helpful == "yes", address=address)
    return helpful in {"yes", "no"}


def _ask(*, page: AnswerPage, by: Person | None, address: str, **said: Any) -> AskedQuestion:
    return actions.ask(
        answer=page.slug, title=str(page.head.get("title", page.slug)), office=str(page.head.get("office", "")), by=by,
        address=address, **said,
    )  # fmt: skip


def _ask_anew(*, by: Person | None, address: str, **said: Any) -> AskedQuestion:
    title = Truncator(masked_numbers(said["text"].strip())).chars(TITLE)
    return actions.ask(answer="", title=title, by=by, address=address, **said)


def offices(_by: Any = None, _nothing: Any = None) -> dict[str, Any]:
    """Whom one may ask, for the form."""
    return {"offices": [(name, full or name) for name, full in queries.catalogue().layer.offices]}


class ReplyForm(forms.Form):
    text = forms.CharField(required=False, strip=False)


QUESTION = to("policies:question", "result.reference", "result.key")
VOTE: Act[AnswerPage] = Act(
    "policies.answer_vote", gettext_lazy("这条回答有用吗"), _vote, door=open_to_all, named="page", asks=VoteForm,
    address=lambda page: reverse("policies:answer_vote", args=[page.slug]),
    back=to("policies:answer", "thing.slug"), says=lambda done: _("已记下，谢谢。") if done.result else None,
)  # fmt: skip
ASK: Act[AnswerPage] = Act(
    "policies.answer_ask", gettext_lazy("提问"), _ask, door=open_to_all, named="page", asks=QuestionForm,
    address=lambda page: reverse("policies:answer_ask", args=[page.slug]),
    back=to("policies:answer", "thing.slug"), then=QUESTION,
)  # fmt: skip
ASK_ANEW: Act[AskedQuestion] = Act(
    "policies.ask_anew", gettext_lazy("提问"), _ask_anew, door=open_to_all, asks=OpenQuestionForm, asks_with=offices,
    back=to("policies:ask_anew"), then=QUESTION,
)  # fmt: skip
REPLY: Act[AskedQuestion] = Act(
    "policies.desk_question", gettext_lazy("答复"), actions.reply, on=questions_for, named="question", asks=ReplyForm,
    door=holds(Role.OFFICER, Role.LEADER, Role.AUDITOR), back=to("policies:desk_question", "thing.reference"),
    then=to("policies:desk_questions"), says=gettext_lazy("已答复。"),
)  # fmt: skip
ASKING: tuple[Act[Any], ...] = (VOTE, ASK, ASK_ANEW, REPLY)
