"""Acts of whoever trains: filing, learners, hours, the claim; courses offered; being heard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.acts.forms import Keyed, Reason
from district.ground.people.permissions import is_known
from district.ground.people.queries import Organisation, Person
from district.ground.slots.queries import Session, sessions_of
from district.services.training.employers import actions, basing
from district.services.training.employers.forms import (
    CourseForm,
    FilingForm,
    LearnerForm,
    PlanForm,
    RecordsForm,
    RollForm,
    RoomForm,
    SessionForm,
    SheetForm,
    WordsForm,
)
from district.services.training.employers.models import AuditItem, Claim, Filing, SharedCourse, Trainee, TraineeSheet
from district.services.training.employers.permissions import (
    may_be_heard,
    may_close_course,
    may_keep,
    may_run_base,
)
from district.services.training.employers.queries import in_force
from district.services.training.employers.states import COURSE_MOVES, MOVES, OPEN, STATES, TELLS, TOLD

MINE_ONE = to("employers:mine_one", "thing.reference")


def mine(person: Person) -> QuerySet[Filing]:
    rows = Filing.objects.of_member(person)
    return rows.select_related("enterprise", "office", "officer", "programme")


def not_now(filing: Filing, *, verb: str) -> str:
    if filing.state in MOVES[verb].sources:
        return ""
    words = {"state": STATES[filing.state].public, "verb": MOVES[verb].label}
    return _("这次备案现在是“%(state)s”，不能%(verb)s。") % words


def _gathers(filing: Filing) -> str:
    return "" if filing.state in OPEN else _("已结班，名单和学习记录不能再加。")


def my_act(key: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Filing]:
    given = {"door": is_known, "on": mine, "back": MINE_ONE, "named": "filing", "may": may_keep, **more}
    return Act(f"employers.{key}", label, do, **given)


def _to_filing(done: Done[Any]) -> str:
    return reverse("employers:mine_one", args=[done.result.reference])


FILE: Act[Any] = Act(
    "employers.new", gettext_lazy("提交备案"), actions.file, door=is_known, back=to("employers:mine"), asks=FilingForm,
    asks_with=lambda by, _thing: {"person": by}, own_key=True, then=_to_filing,
    says=gettext_lazy("已备案，从今天起算。经办人确认后您会收到跟踪专员的姓名。"),
)  # fmt: skip
CHANGE = my_act(
    "change", gettext_lazy("变更备案"), actions.change, asks=PlanForm, now=_gathers,
    says=gettext_lazy("已变更，成为新的一版。"),
    asks_with=lambda _by, filing: {"filing": filing},
)  # fmt: skip
ANSWER = my_act(
    "answer", MOVES["answer"].label, actions.answer, asks=WordsForm, asks_with=lambda *_: {"name": "answer"},
    now=partial(not_now, verb="answer"), tells=MOVES["answer"].tells, says=gettext_lazy("已交回，等待确认。"),
)  # fmt: skip


def _not_over(filing: Filing) -> str:
    ends = in_force(filing).ends
    over = ends <= clock.today()
    return not_now(filing, verb="finish") or (
        "" if over else _("备案的结束日期是%(day)s，结束之后才能结班。") % {"day": clock.said(ends)}
    )


FINISH = my_act(
    "finish", MOVES["finish"].label, actions.finish, now=_not_over, tells=MOVES["finish"].tells,
    says=gettext_lazy("已结班，现在可以用学时申报。"),
)  # fmt: skip
WITHDRAW = my_act(
    "withdraw", MOVES["withdraw"].label, actions.withdraw, now=partial(not_now, verb="withdraw"),
    tells=MOVES["withdraw"].tells, says=gettext_lazy("已撤回。"),
)  # fmt: skip


def _brought(done: Done[Filing]) -> list[Say]:
    sheet: TraineeSheet = done.result
    said = [Say(_("收下 %(n)d 行。") % {"n": sheet.taken})] if sheet.taken or not sheet.faults else []
    if sheet.known:
        said.append(Say(_("%(n)d 行以前已经有了，没有重复记。") % {"n": sheet.known}, "info"))
    if sheet.faults:
        said.append(
            Say(
                _("有 %(n)d 处没有收，原因逐行列在下面，改好后只传这些行就可以。") % {"n": len(sheet.faults)}, "warning"
            )
        )
    return said


LEARNERS = my_act(
    "learners", gettext_lazy("上传学员名单"), actions.bring_learners, asks=SheetForm, now=_gathers, says=_brought
)
ADD = my_act(
    "add_learner", gettext_lazy("加一个学员"), actions.add_learners, asks=LearnerForm, now=_gathers,
    says=lambda done: _("已加入名单。") if done.result else _("这个人已经在名单里。"),
)  # fmt: skip
RECORDS = my_act(
    "records", gettext_lazy("上传学习记录"), actions.bring_records, asks=RecordsForm, now=_gathers, says=_brought
)
ROLL = my_act(
    "roll", gettext_lazy("记一节课"), actions.call_roll, asks=RollForm, now=_gathers,
    asks_with=lambda _by, filing: {"filing": filing},
    says=lambda done: _("已记，新增 %(n)d 人的学时。") % {"n": done.result},
)  # fmt: skip


def my_learners(person: Person) -> QuerySet[Trainee]:
    rows: QuerySet[Trainee] = Trainee.objects.filter(filing__in=Filing.objects.of_member(person))
    return rows.select_related("filing__enterprise")


LEAVE_OUT: Act[Trainee] = Act(
    "employers.leave_out", gettext_lazy("不计这个人"), lambda *, learner, by, reason: actions.leave_out(
        learner=learner, by=by, why=reason),
    door=is_known, on=my_learners, by="pk", named="learner", may=lambda by, row: may_keep(by, row.filing), asks=Reason,
    back=to("employers:mine_one", "thing.filing.reference"), says=gettext_lazy("已从名单中除去，学时不再计算。"),
    now=lambda row: "" if row.live else _("已经不计算了：%(why)s") % {"why": row.why},
)  # fmt: skip


def _claimable(filing: Filing) -> str:
    if filing.state != "finished":
        return _("结班之后才能用学时申报。")
    return ""


def _to_case(done: Done[Any]) -> str:
    return reverse("cases:mine_one", args=[done.result.application.reference])


CLAIM = my_act(
    "claim", gettext_lazy("用这些学时申报"), actions.claim, asks=Keyed, now=_claimable, then=_to_case, own_key=True,
    tells=gettext_lazy("名单、人次和学时从学时账本带入，您核对后提交。"),
    says=gettext_lazy("学时已带入申报，请核对后提交。"),
)  # fmt: skip


def my_claims(person: Person) -> QuerySet[Claim]:
    rows: QuerySet[Claim] = Claim.objects.filter(filing__in=Filing.objects.of_member(person))
    return rows.select_related("filing__enterprise", "application")


REFILL: Act[Claim] = Act(
    "employers.refill", gettext_lazy("按现在的学时重新带入"), actions.refill, door=is_known, on=my_claims, by="pk",
    named="claim", may=lambda by, row: may_keep(by, row.filing), then=_to_case,
    back=to("employers:mine_one", "thing.filing.reference"), says=gettext_lazy("已按账本重新带入名单和学时。"),
)  # fmt: skip


# Courses offered


def my_courses(person: Person) -> QuerySet[SharedCourse]:
    return SharedCourse.objects.visible_to(person).select_related("enterprise", "office")


OFFER: Act[Any] = Act(
    "employers.offer", gettext_lazy("提供共享课程"), actions.offer, door=is_known, back=to("employers:mine"),
    asks=CourseForm, asks_with=lambda by, _thing: {"person": by}, own_key=True,
    says=gettext_lazy("已提交，审核后公开。"),
)  # fmt: skip
CLOSE: Act[SharedCourse] = Act(
    "employers.close", COURSE_MOVES["close"].label, actions.close, door=is_known, on=my_courses, named="course",
    may=may_close_course, back=to("employers:shared"), tells=COURSE_MOVES["close"].tells,
    now=lambda row: "" if row.state == "open" else _("现在没有公开。"), says=gettext_lazy("已停用。"),
)  # fmt: skip


# Being heard


def told_to(person: Person) -> QuerySet[AuditItem]:
    rows: QuerySet[AuditItem] = AuditItem.objects.filter(learner__filing__in=Filing.objects.of_member(person))
    return rows.filter(state__in=TELLS).select_related("audit", "learner__filing__enterprise")


HEAR: Act[AuditItem] = Act(
    "employers.hear", gettext_lazy("陈述意见"), actions.hear, door=is_known, on=told_to, by="pk", named="item",
    may=may_be_heard, asks=WordsForm, asks_with=lambda *_: {"name": "heard", "most": 1000},
    back=to("employers:mine_one", "thing.learner.filing.reference"), says=gettext_lazy("已收到您的陈述。"),
    now=lambda row: "" if row.state == TOLD else _("已有结论，不能再陈述。"),
)  # fmt: skip


# Training bases


def my_bases(person: Person) -> QuerySet[Organisation]:
    return basing.bases(person)


def _base_act(key: str, label: Any, do: Callable[..., Any], says: Any, **more: Any) -> Act[Organisation]:
    return Act(
        f"employers.{key}", label, do, door=is_known, on=my_bases, by="pk", named="base", may=may_run_base,
        back=to("employers:base", "thing.pk"), asks_with=lambda _by, base: {"base": base}, says=says, **more,
    )  # fmt: skip


ROOM: Act[Organisation] = Act(
    "employers.room", gettext_lazy("加一个场地"), actions.add_room, door=is_known, on=my_bases, by="pk", named="base",
    may=may_run_base, back=to("employers:base", "thing.pk"), asks=RoomForm, says=gettext_lazy("已加。"),
)  # fmt: skip
SESSION = _base_act(
    "session", gettext_lazy("发布场次"), actions.publish_session, gettext_lazy("已发布，任何人都可以报名。"),
    asks=SessionForm, own_key=True,
)  # fmt: skip


def base_sessions(person: Person) -> QuerySet[Session]:
    return sessions_of(basing.CALENDAR, basing.ROOM)


def _may_cancel(by: Person, session: Session) -> Any:
    base = basing.base_of(session)
    assert base is not None
    return may_run_base(by, base)


CANCEL: Act[Session] = Act(
    "employers.cancel_session", gettext_lazy("取消场次"), lambda *, session, by, reason: actions.cancel_session(
        session=session, by=by, why=reason),
    door=is_known, on=base_sessions, named="session", may=_may_cancel, asks=Reason,
    back=to("employers:base", "thing.subject"), says=gettext_lazy("已取消，报名的人会收到通知。"),
)  # fmt: skip

OF_EMPLOYERS: tuple[Act[Any], ...] = (
    FILE, CHANGE, ANSWER, FINISH, WITHDRAW, LEARNERS, ADD, RECORDS, ROLL, LEAVE_OUT, CLAIM, REFILL, OFFER, CLOSE, HEAR,
    ROOM, SESSION, CANCEL,
)  # fmt: skip
