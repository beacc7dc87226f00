"""Acts of who runs the camp, and of trainers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Done, to
from district.ground.acts.refusing import NotPossible
from district.ground.onetime.actions import Issued, issue
from district.ground.people.permissions import Answer, holds, is_known
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.record.actions import official
from district.ground.work.actions import give
from district.ground.work.queries import Work
from district.services.training.camp import (
    attending,
    cohorts,
    entering,
    past,
    placing,
    posting,
    purposes,
    states,
    timetable,
)
from district.services.training.camp.acts import seen_posts
from district.services.training.camp.forms import WhyForm
from district.services.training.camp.forms_desk import (
    CancelLessonForm,
    CheckForm,
    CohortForm,
    CorrectForm,
    LessonForm,
    LessonsForm,
    MarksForm,
    NewCohortForm,
    PastForm,
    PlaceForm,
    RefuseForm,
    RollForm,
)
from district.services.training.camp.models import Attendance, CampLesson, CampSignUp, Cohort, InternPost
from district.services.training.camp.models.cohorts import KEEPERS
from district.services.training.camp.permissions import (
    may_check,
    may_correct,
    may_enter_past,
    may_make,
    may_moderate,
    may_run,
    may_select,
    may_take_roll,
)

running = holds(Role.OFFICER, Role.LEADER)
COHORT, LESSON = to("camp:desk_cohort", "thing.reference"), to("camp:lesson", "thing.reference")
SELECTION = to("camp:selection", "thing.reference")


def kept_cohorts(person: Person) -> QuerySet[Cohort]:
    return Cohort.objects.kept_by(person).select_related("office", "session")


def _make(*, by: Person, **said: Any) -> Cohort:
    office = bureau_of(by, *KEEPERS)
    assert office is not None  # the door lets in who has one
    return cohorts.make(by=by, office=office, **said)


def _on_cohort(verb: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Cohort]:
    return Act(
        f"camp.{verb}", label, do, door=running, on=kept_cohorts, named="cohort", may=may_run,
        **{"back": COHORT, **more},
    )  # fmt: skip


def _from(*known: str) -> Callable[[Any], str]:
    return lambda row: "" if row.state in known else _("现在是“%(state)s”。") % {"state": row.shown.staff}


NEW_COHORT: Act[Any] = Act(
    "camp.new_cohort", gettext_lazy("新一期"), _make, door=running, back=to("camp:desk"), asks=NewCohortForm,
    asks_with=lambda by, _thing: {"person": by}, own_key=True, may=lambda by, _thing: may_make(by),
    then=to("camp:desk_cohort", "result.reference"), says=gettext_lazy("已保存。发布以后公开页才会出现。"),
)  # fmt: skip
CHANGE_COHORT = _on_cohort(
    "change_cohort", gettext_lazy("改"), cohorts.change, asks=CohortForm, says=gettext_lazy("已保存。"),
    asks_with=lambda by, cohort: {"person": by, "cohort": cohort}, now=_from(states.DRAFT, states.CALLED),
)  # fmt: skip
CALL = _on_cohort(
    "call", gettext_lazy("发布招生"), cohorts.call, says=gettext_lazy("已发布。"), now=_from(states.DRAFT),
    already=lambda _by, row, _data: row.state == states.CALLED, tells=states.COHORT_MOVES["call"].tells,
)  # fmt: skip
END_COHORT = _on_cohort(
    "end_cohort", gettext_lazy("结营"), cohorts.end, says=gettext_lazy("已结营，学员收到通知。"),
    now=_from(states.CALLED), already=lambda _by, row, _data: row.state == states.OVER,
    tells=states.COHORT_MOVES["end"].tells,
)  # fmt: skip
CANCEL_COHORT = _on_cohort(
    "cancel_cohort", gettext_lazy("取消这一期"), cohorts.cancel, asks=WhyForm, now=_from(states.DRAFT, states.CALLED),
    says=gettext_lazy("已取消，报名的人都收到通知。"), already=lambda _by, row, _data: row.state == states.CANCELLED,
    tells=states.COHORT_MOVES["cancel"].tells,
)  # fmt: skip


# Selection


def _chosen(cohort: Cohort, who: Sequence[str]) -> list[CampSignUp]:
    rows = {row.reference: row for row in cohort.sign_ups.filter(reference__in=who).select_related("cohort")}
    if not who:
        raise NotPossible(_("请先勾选。"))
    if missing := [each for each in who if each not in rows]:
        raise NotPossible(_("这一期没有报名 %(who)s。") % {"who": missing[0]})
    return [rows[each] for each in dict.fromkeys(who)]


def _mark(*, cohort: Cohort, by: Person, said: Sequence[tuple[str, Decimal | None, str]]) -> int:
    rows = {row.reference: row for row in _chosen(cohort, [who for who, _mark, _note in said])}
    changed = [
        (rows[who], given, note) for who, given, note in said
        if (rows[who].mark, rows[who].note) != (given, note.strip())
    ]  # fmt: skip
    placing.keep_still(cohort)
    return cohorts.mark(rows=changed, by=by)


def _refuse_many(*, cohort: Cohort, by: Person, who: Sequence[str], why: str) -> int:
    placing.keep_still(cohort)
    return cohorts.refuse(rows=_chosen(cohort, who), by=by, why=why)


def _refuse_one(*, row: CampSignUp, by: Person, why: str) -> int:
    placing.keep_still(row.cohort)
    return cohorts.refuse(rows=[row], by=by, why=why)


def _place(*, cohort: Cohort, by: Person, least: Decimal | None = None) -> placing.Placed | Work:
    found = placing.place(cohort=cohort, by=by, least=least)
    if isinstance(found, Work):
        give(found)
    return found


def _placed(done: Done[Cohort]) -> str:
    if not isinstance(done.result, placing.Placed):
        return _("人多，正在后台按分数排席位，这一页会显示进度；每个人收到通知。")
    said = _("已排席位：录取 %(taken)d 人，候补 %(waiting)d 人，未录取 %(refused)d 人。") % done.result._asdict()
    if not done.result.left:
        return said
    return said + _("还有 %(left)d 人没有席位：可以增加席位再排，或者不录取并写明原因。") % done.result._asdict()


def desk_sign_ups(person: Person) -> QuerySet[CampSignUp]:
    rows = CampSignUp.objects.filter(cohort__in=Cohort.objects.kept_by(person).order_by().values("pk"))
    return rows.select_related("cohort__office", "cohort__session", "seat__session", "person", "school")


MARK = _on_cohort(
    "mark", gettext_lazy("保存分数"), _mark, asks=MarksForm, back=SELECTION,
    says=lambda done: _("已保存，改了 %(n)d 人的分数。") % {"n": done.result},
)  # fmt: skip
REFUSE_MANY = _on_cohort(
    "refuse_many", gettext_lazy("勾选的不录取"), _refuse_many, asks=RefuseForm, back=SELECTION,
    says=lambda done: _("%(n)d 人未录取，都会看到原因。") % {"n": done.result},
)  # fmt: skip
PLACE = _on_cohort(
    "place", gettext_lazy("按分数排席位"), _place, asks=PlaceForm, back=SELECTION, says=_placed,
    tells=gettext_lazy("分数高的先得，同分的先报名先得；席位满了按这个顺序候补，每个人收到通知。"),
)  # fmt: skip
REFUSE: Act[CampSignUp] = Act(
    "camp.refuse", gettext_lazy("不录取"), _refuse_one, door=running, on=desk_sign_ups, named="row", may=may_select,
    asks=WhyForm, back=to("camp:desk_sign_up", "thing.reference"), says=gettext_lazy("未录取，学员会看到原因。"),
    now=lambda row: "" if row.state in states.STANDING else _("这次报名已经结束。"),
)  # fmt: skip


# The timetable


def lessons_run(person: Person) -> QuerySet[CampLesson]:
    """Of one's bureaus, and those one gives."""
    return CampLesson.objects.given_by(person).select_related("session__office", "cohort__office", "trainer")


def _may_run_lesson(person: Person, lesson: CampLesson) -> Answer:
    return may_run(person, lesson.cohort)


def _planned(done: Done[Cohort]) -> str:
    made = done.result
    return _("已排 %(n)d 次课，学员收到通知。") % {"n": len(made)} if isinstance(made, list) else _("已排课。")


def _on_lesson(verb: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[CampLesson]:
    return Act(f"camp.{verb}", label, do, door=is_known, on=lessons_run, named="lesson", back=LESSON, **more)


def _cancelled_lesson(lesson: CampLesson) -> str:
    return "" if lesson.session.is_planned else _("这节课已经取消。")


PLAN = _on_cohort(
    "plan", gettext_lazy("排课"), timetable.plan, asks=LessonsForm, own_key=True, says=_planned,
    asks_with=lambda by, cohort: {"person": by, "cohort": cohort}, now=_from(states.DRAFT, states.CALLED),
)  # fmt: skip
CHANGE_LESSON = _on_lesson(
    "change_lesson", gettext_lazy("改时间、地点、讲师"), timetable.change, may=_may_run_lesson, asks=LessonForm,
    asks_with=lambda _by, lesson: {"initial": timetable.told(lesson)}, now=_cancelled_lesson,
    says=gettext_lazy("已改，学员和讲师收到通知。"),
)  # fmt: skip
CANCEL_LESSON = _on_lesson(
    "cancel_lesson", gettext_lazy("取消课程"), timetable.cancel, may=_may_run_lesson, asks=CancelLessonForm,
    already=lambda by, lesson, _data: not lesson.session.is_planned and bool(_may_run_lesson(by, lesson)),
    says=gettext_lazy("已取消，学员和讲师收到通知。"),
)  # fmt: skip


# The roll


def _attendances(person: Person) -> QuerySet[Attendance]:
    rows = Attendance.objects.filter(lesson__in=CampLesson.objects.given_by(person).order_by().values("pk"))
    return rows.select_related("lesson__cohort__office", "lesson__session", "learner__person")


ROLL = _on_lesson(
    "roll", gettext_lazy("保存点名"), attending.roll, may=may_take_roll, asks=RollForm, now=_cancelled_lesson,
    says=lambda done: _("已点名，到 %(n)d 人。") % {"n": done.result},
)  # fmt: skip
SETTLE = _on_lesson(
    "settle", gettext_lazy("交点名册"), attending.settle, may=may_take_roll, now=_cancelled_lesson,
    says=lambda done: _("点名册已交，%(n)d 人的学时入账。") % {"n": done.result},
    tells=gettext_lazy("扫码和点名都有的记 A，只有一种的记 B；两边不一致的不入账，由主办部门核实。"),
)  # fmt: skip


def _roll_link(*, lesson: CampLesson, by: Person) -> Issued:
    with official():
        asks = _("请您点名：%(title)s") % {"title": lesson.session.title}
    return issue(
        purpose=purposes.ROLL, thing=lesson.reference, name=lesson.trainer_name, by=by, office=lesson.cohort.office,
        asks=asks,
    )  # fmt: skip


ROLL_LINK = _on_lesson(
    "roll_link", gettext_lazy("发点名链接"), _roll_link, may=_may_run_lesson, now=purposes.why_no_link, own_key=True,
)  # fmt: skip


def _on_attendance(verb: str, label: Any, do: Callable[..., Any], may: Any, asks: Any, says: Any) -> Act[Attendance]:
    return Act(
        f"camp.{verb}", label, do, door=is_known, on=_attendances, by="pk", named="attendance", may=may, asks=asks,
        back=to("camp:lesson", "thing.lesson.reference"), says=says,
    )  # fmt: skip


CHECK = _on_attendance(
    "check", gettext_lazy("抽查"), attending.check, may_check, CheckForm, gettext_lazy("已登记抽查。")
)  # fmt: skip
CORRECT = _on_attendance(
    "correct", gettext_lazy("更正"), attending.correct, may_correct, CorrectForm, gettext_lazy("已更正，学时随之改。")
)


# Posts, past cohorts


def _kept_posts(person: Person) -> QuerySet[InternPost]:
    return seen_posts(person).filter(pk__in=InternPost.objects.kept_by(person).order_by().values("pk"))


def _on_kept_post(
    verb: str, label: Any, do: Callable[..., Any], says: Any, target: str, **more: Any
) -> Act[InternPost]:
    return Act(
        f"camp.{verb}", label, do, door=running, on=_kept_posts, named="post", may=may_moderate, says=says,
        now=_from(states.WAITING), back=to("camp:desk_post", "thing.reference"),
        already=lambda _by, row, _data: row.state == target, **more,
    )  # fmt: skip


APPROVE = _on_kept_post("approve", gettext_lazy("通过并发布"), posting.approve, gettext_lazy("已发布。"), states.GIVEN)
SEND_BACK = _on_kept_post(
    "send_back", gettext_lazy("不通过"), posting.send_back, gettext_lazy("已答复，提供岗位的单位会看到原因。"),
    states.RETURNED, asks=WhyForm,
)  # fmt: skip


def _take_in(*, by: Person, file: Any) -> entering.Entered:
    found = past.read(file)
    if found.faults or not found.rows:
        raise past.NotTaken(found)
    office = bureau_of(by, *KEEPERS)
    assert office is not None  # the door lets in who has one
    return entering.take_in(posts=found.posts, learners=found.learners, office=office, by=by)


PAST: Act[Any] = Act(
    "camp.past", gettext_lazy("检查并导入"), _take_in, door=running, back=to("camp:past"), then=to("camp:desk"),
    may=lambda by, _thing: may_enter_past(by), asks=PastForm, own_key=True,
    says=lambda done: _("已导入：%(c)d 期，%(l)d 人报名，%(p)d 个岗位，%(i)d 人实习。") % {
        "c": done.result.cohorts, "l": done.result.learners, "p": done.result.posts, "i": done.result.internships},
)  # fmt: skip
OF_KEEPERS: tuple[Act[Any], ...] = (
    NEW_COHORT, CHANGE_COHORT, CALL, END_COHORT, CANCEL_COHORT, MARK, REFUSE_MANY, PLACE, REFUSE, PLAN, CHANGE_LESSON,
    CANCEL_LESSON, ROLL, SETTLE, ROLL_LINK, CHECK, CORRECT, APPROVE, SEND_BACK, PAST,
)  # fmt: skip
