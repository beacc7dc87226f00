"""Acts of a bureau on its questionnaires: made, set, sketched, published, sent out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.acts.forms import Cut
from district.ground.people.permissions import Answer, holds
from district.ground.people.queries import Bureau, Person, Role, bureaus_of
from district.ground.surveys import actions, permissions
from district.ground.surveys.forms import InviteForm, QuestionForm, SettingsForm, WorkbookForm
from district.ground.surveys.inviting import invitees
from district.ground.surveys.models import Invitation, Questionnaire, Sketch
from district.ground.surveys.queries import invitations_at_desk
from district.ground.surveys.questions import Content
from district.ground.surveys.xlsform.reading import ReadForm, read_workbook

officials = holds(Role.OFFICER, Role.LEADER, Role.AUDITOR)
ONE = to("surveys:one", "thing.key")
NAMED = 20  # accounts nobody knows that are named


def seen(person: Person) -> QuerySet[Questionnaire]:
    return Questionnaire.objects.visible_to(person).select_related("office")


def sketched(row: Questionnaire) -> Content:
    """What its next version will ask."""
    sketch = Sketch.objects.filter(questionnaire=row).first()
    return sketch.asks if sketch else Content()


class DropForm(forms.Form):
    question = Cut(60)


@dataclass(frozen=True)
class Invited:
    """Who is asked now that was not before, and accounts nobody knows."""

    made: Sequence[Invitation]
    unknown: Sequence[str]


def _make(*, by: Person, office: Bureau, settings: Mapping[str, Any], request_key: uuid.UUID) -> Questionnaire:
    return actions.make(office=office, by=by, settings=settings, request_key=request_key)


def _unread(row: Questionnaire) -> dict[str, Any]:
    """What could not be read of its workbook, which is still said when another question changes."""
    sketch = Sketch.objects.filter(questionnaire=row).first()
    faults = [each for each in sketch.faults if "sheet" in each] if sketch else []
    return {"faults": faults, "source": sketch.source if sketch else ""}


def _add(*, questionnaire: Questionnaire, by: Person, content: Content) -> Sketch:
    return actions.sketch(questionnaire=questionnaire, by=by, content=content, **_unread(questionnaire))


def _upload(*, questionnaire: Questionnaire, by: Person, file: Any) -> ReadForm:
    """Read a workbook into the sketch; what could not be read is kept with it, and nothing is published."""
    read = read_workbook(file, file.name)
    faults = [each.plain() for each in read.faults]
    actions.sketch(questionnaire=questionnaire, by=by, content=read.content, faults=faults, source=file.name)
    return read


def _uploaded(done: Done[Any]) -> Say:
    words = {"n": len(list(done.result.content)), "m": len(done.result.faults)}
    if done.result.faults:
        return Say(_("读入 %(n)d 题；%(m)d 处没有读入，逐格写在下面。还没有发布。") % words, "warning")
    return Say(_("读入 %(n)d 题，没有问题。请预览后发布。") % words)


def _drop(*, questionnaire: Questionnaire, by: Person, question: str) -> Sketch:
    """Take one question out of the sketch."""
    pages = [
        replace(page, questions=tuple(each for each in page.questions if each.key != question))
        for page in sketched(questionnaire).pages
    ]
    left = Content(tuple(page for page in pages if page.questions))
    return actions.sketch(questionnaire=questionnaire, by=by, content=left, **_unread(questionnaire))


def _invite(*, questionnaire: Questionnaire, by: Person, **said: Any) -> Invited:
    people, unknown = invitees(by, **said)
    return Invited(actions.invite(questionnaire=questionnaire, by=by, people=people), unknown)


def _asked(done: Done[Any]) -> list[Say]:
    told = [Say(_("已邀请 %(n)d 位；原来已邀请的不再重复通知。") % {"n": len(done.result.made)})]
    if names := done.result.unknown[:NAMED]:
        told.append(Say(_("没有找到这些账号：%(names)s") % {"names": "、".join(names)}, "warning"))
    return told


def _cancelled(done: Done[Invitation]) -> str:
    assert done.thing is not None
    if done.thing.questionnaire.anonymous:
        return _("不再请%(name)s回答；如果已经交了，答卷照样计入。") % {"name": done.thing.name}
    return _("已取消对%(name)s的邀请。") % {"name": done.thing.name}


def _new(by: Person, _thing: Any) -> dict[str, Any]:
    today = clock.today()
    initial = {"opens_on": today, "closes_on": today + dt.timedelta(days=14)}
    return {"offices": bureaus_of(by, Role.OFFICER, Role.LEADER), "initial": initial}


def _set(by: Person, row: Questionnaire) -> dict[str, Any]:
    initial = {name: getattr(row, name) for name in (*actions.SETTINGS, "anonymous")}
    return {"offices": bureaus_of(by, Role.OFFICER, Role.LEADER), "there": row, "initial": initial}


def _may_publish(by: Person, row: Questionnaire) -> Answer:
    return permissions.may_publish(by, row, Sketch.objects.filter(questionnaire=row).first())


def _may_invite(by: Person, row: Questionnaire) -> Answer:
    return permissions.may_invite(by, row, clock.today())


def desk(verb: str, label: Any, do: Any, **more: Any) -> Act[Questionnaire]:
    more = {"may": permissions.may_work_on, **more}
    return Act(f"surveys.{verb}", label, do, door=officials, back=ONE, on=seen, by="key", named="questionnaire", **more)


NEW: Act[Any] = Act(
    "surveys.new", gettext_lazy("建立"), _make, door=officials, back=to("surveys:questionnaires"), own_key=True,
    may=lambda by, _thing: permissions.may_make(by), asks=SettingsForm, asks_with=_new,
    then=to("surveys:one", "result.key"), says=gettext_lazy("问卷已建好。下一步：上传工作簿，或逐题添加。"),
)  # fmt: skip
SETTINGS = desk("settings", gettext_lazy("保存"), actions.change, asks=SettingsForm, asks_with=_set,
                says=gettext_lazy("已保存。"))  # fmt: skip
UPLOAD = desk("upload", gettext_lazy("上传并逐行检查"), _upload, asks=WorkbookForm, own_key=True, says=_uploaded)
ADD = desk("add", gettext_lazy("添加"), _add, asks=QuestionForm, says=gettext_lazy("已添加。"),
           asks_with=lambda _by, row: {"content": sketched(row)})  # fmt: skip
DROP = desk("drop", gettext_lazy("去掉"), _drop, asks=DropForm, says=gettext_lazy("已去掉。"))
LEAVE_OUT = desk("leave_out", gettext_lazy("不要这些，用已读入的"), actions.leave_out,
                 says=gettext_lazy("没有读入的不要了，可以预览和发布。"))  # fmt: skip
PUBLISH = desk(
    "publish", gettext_lazy("发布这一版"), actions.publish, may=_may_publish,
    says=lambda done: _("第 %(n)d 版已发布。已经开始填的人仍按原来的版本填。") % {"n": done.result.number},
)  # fmt: skip
INVITE = desk("invite", gettext_lazy("邀请"), _invite, may=_may_invite, asks=InviteForm, says=_asked)
CANCEL: Act[Invitation] = Act(
    "surveys.cancel", gettext_lazy("取消邀请"), actions.cancel, door=officials, on=invitations_at_desk,
    named="invitation", address=lambda row: reverse("surveys:cancel", args=[row.reference]),
    may=permissions.may_cancel, says=_cancelled,
    back=lambda outcome: reverse("surveys:invitations", args=[outcome.thing.questionnaire.key]),
)  # fmt: skip
DESK: tuple[Act[Any], ...] = (NEW, SETTINGS, UPLOAD, ADD, DROP, LEAVE_OUT, PUBLISH, INVITE, CANCEL)
