"""Acts on drafts of the rules: begun, approved by a second person, published; a changed rule tried on the register."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.authoring import actions, queries, texts
from district.authoring.models import Draft
from district.authoring.states import APPROVED, MOVES, PROPOSED
from district.ground import clock
from district.ground.acts.acts import Act, Done, Text, to
from district.ground.acts.forms import Cut, Day, Once
from district.ground.people.permissions import holds
from district.ground.people.queries import Person, Role
from district.policies.acts_runs import begin
from district.policies.forms import DraftForm
from district.policies.queries import Programme, ProgrammeVersion
from district.policies.runs import lab

ONE = to("authoring:draft_one", "thing.reference")
reading = holds(Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR)
writing = holds(Role.OFFICER, Role.LEADER)


def drafts(person: Person) -> QuerySet[Draft]:
    """Drafts the person may see, with everything their pages need."""
    return Draft.objects.visible_to(person).select_related(
        "programme__office", "office", "base", "author", "approver", "release"
    )


class StartForm(Once):
    programme = Cut(80)
    office = Cut(20)
    title = Cut(400)


def _start(*, by: Person, programme: str, office: str, title: str) -> Draft:
    """A new draft of a programme, or of shared files for a bureau of mine."""
    rows = Programme.objects.select_related("office")
    found = get_object_or_404(rows, slug=programme) if programme else None
    mine = {str(each.pk): each for each in queries.bureaus_of(by)}
    bureau = found.office if found else mine.get(office)
    if bureau is None:
        raise Http404
    words = title.strip() or (found.name if found else _("共用参数和决策表"))
    return actions.start(programme=found, office=bureau, title=words, by=by)


def _on_draft(name: str, label: Text, do: Callable[..., Any], says: Any, **more: Any) -> Act[Draft]:
    return Act(
        f"authoring.draft_{name}", label, do, door=reading, back=ONE, on=drafts, named="draft", says=says, **more
    )


class NoteForm(forms.Form):
    note = Cut(5000)


class PathForm(forms.Form):
    path = Cut(200)


class EnglishForm(PathForm):
    """One pair that has fallen behind, and what is ruled on it."""

    chinese = forms.CharField(required=False, strip=False)
    english = forms.CharField(required=False, strip=False)
    new = forms.CharField(required=False, strip=False)
    ruling = Cut(40)


class SinceForm(forms.Form):
    since = Day()


def _undo(*, draft: Draft, by: Person, path: str) -> Draft:
    return actions.undo(draft=draft, path=path, by=by)


def _rule_english(*, draft: Draft, by: Person, path: str, ruling: str, **said: str) -> Draft:
    if path not in texts.overlay(draft.base.files, draft.files):
        raise Http404
    said = {name: text.replace("\r\n", "\n") for name, text in said.items()}
    pair = (said["chinese"], said["english"])
    return actions.rule_english(draft=draft, path=path, pair=pair, ruling=ruling, english=said["new"], by=by)


def _add_version(*, draft: Draft, by: Person, since: dt.date | None) -> str:
    if since is None:
        raise actions.NotPossible(_("请写明新规则从哪一天起施行。"))
    return actions.add_version(draft=draft, since=since, by=by)


def _merged(done: Done[Draft]) -> str:
    if done.result:
        return _("已合并；%(n)d 个文件两边都改了同一处，请在文本里选定。") % {"n": len(done.result)}
    return _("已合并，两边的改动都在。")


def _move(verb: str, do: Callable[..., Any], says: Any, name: str = "", **more: Any) -> Act[Draft]:
    return _on_draft(name or verb, MOVES[verb].label, do, says, tells=MOVES[verb].tells, **more)


START: Act[Draft] = Act(
    "authoring.draft_start", gettext_lazy("起草"), _start, door=writing, back=to("authoring:drafts"), asks=StartForm,
    then=to("authoring:draft_one", "result.reference"),
)  # fmt: skip
PROPOSE = _move(
    "propose", actions.propose, gettext_lazy("已送审签。"),
    already=lambda _by, draft, _data: draft.state == PROPOSED,
)  # fmt: skip
SEND_BACK = _move("return", actions.send_back, gettext_lazy("已退回修改。"), asks=NoteForm)
APPROVE = _move(
    "approve", actions.approve, gettext_lazy("已审签。"), fresh=True,
    already=lambda _by, draft, _data: draft.state == APPROVED,
)  # fmt: skip
PUBLISH = _move(
    "publish", actions.publish, gettext_lazy("已发布。"), fresh=True,
    already=lambda _by, draft, _data: draft.release is not None,
)  # fmt: skip
REBASE = _move("rebase", actions.rebase, _merged)
DROP = _move("drop", actions.drop, gettext_lazy("草案已作废。"))
UNDO = _on_draft("undo", gettext_lazy("撤回改动"), _undo, gettext_lazy("这个文件已恢复为已发布的样子。"), asks=PathForm)
ENGLISH = _on_draft(
    "english", gettext_lazy("裁定英文"), _rule_english, gettext_lazy("这一处英文已裁定。"), asks=EnglishForm
)
ADD = _on_draft(
    "add", gettext_lazy("加一版规则"), _add_version, gettext_lazy("已按上一版复制出新规则，请打开修改。"),
    asks=SinceForm,
)  # fmt: skip


# The lab


@dataclass(frozen=True)
class Lab:
    """A rule in force, and the draft of it that is tried, if one is."""

    slug: str
    version: ProgrammeVersion
    trial: lab.Trial | None = None


def _try(*, lab_of: Lab, by: Person, text: str, budget: str, vary: str, request_key: uuid.UUID) -> Any:
    money = lab.money(budget)
    lab.varied(lab.reformed(lab_of.version, text), lab_of.slug, vary, clock.today())
    trial = lab_of.trial
    if trial and texts.normal(text) != texts.normal(trial.text):
        trial = replace(trial, title=_("%(title)s（试算时又改过）") % {"title": trial.title[:100]})
    return begin(by=by, kind="lab", version=lab_of.version, as_of=clock.today(), draft=text, vary=vary, budget=money,
                 trial=trial, request_key=request_key)  # fmt: skip


TRY: Act[Lab] = Act(
    "authoring.draft", gettext_lazy("试算"), _try, door=writing, back=to("authoring:draft", "thing.slug"),
    named="lab_of", address=lambda found: reverse("authoring:draft", args=[found.slug]), asks=DraftForm,
    then=to("policies:run", "result.reference"), own_key=True,
)  # fmt: skip
AUTHORING: tuple[Act[Any], ...] = (
    START, PROPOSE, SEND_BACK, APPROVE, PUBLISH, REBASE, DROP, UNDO, ENGLISH, ADD, TRY,
)  # fmt: skip
