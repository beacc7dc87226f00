"""Acts of learners and of who offers posts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Done, to
from district.ground.people.permissions import Answer, is_known
from district.ground.people.queries import Person
from district.ground.slots import states as seats
from district.ground.slots.queries import place_in_line
from district.services.training.camp import attending, codes, joining, posting, queries, states, teams
from district.services.training.camp.forms import AskForm, EndForm, PostForm, SignUpForm, TeamForm, WhyForm
from district.services.training.camp.models import (
    Attendance,
    CampLesson,
    CampSignUp,
    Cohort,
    InternPost,
    Internship,
    Team,
)
from district.services.training.camp.permissions import (
    is_learner,
    may_answer,
    may_answer_one,
    may_lead,
    may_offer,
    may_sign_up,
    may_take_back,
    may_withdraw,
)
from district.services.training.hours.queries import office_of_training

MINE, MY_POSTS = to("camp:mine"), to("camp:my_posts")


def seen_cohorts(person: Person | None) -> QuerySet[Cohort]:
    return Cohort.objects.visible_to(person).select_related("office", "session")


def own(person: Person) -> QuerySet[CampSignUp]:
    rows = CampSignUp.objects.filter(person=person)
    return rows.select_related("cohort__office", "cohort__session", "seat__session")


def _signed_up(done: Done[Cohort]) -> str:
    row: CampSignUp = done.result
    if row.seat is None:
        return _("已报名。截止以后由主办部门打分，结果会通知您。")
    if row.seat.state == seats.WAITING:
        return _("席位已满，您在候补第 %(n)d 位；有席位会通知您。") % {"n": place_in_line(row.seat)}
    return _("已报名，席位是您的了。")


SIGN_UP: Act[Cohort] = Act(
    "camp.sign_up", gettext_lazy("报名"), joining.sign_up, door=is_known, on=seen_cohorts, named="cohort",
    back=to("camp:cohort", "thing.reference"), may=may_sign_up, asks=SignUpForm, says=_signed_up, then=MINE,
    asks_with=lambda by, cohort: {"cohort": cohort, "person": by},
)  # fmt: skip
WITHDRAW: Act[CampSignUp] = Act(
    "camp.withdraw", gettext_lazy("退出"), joining.withdraw, door=is_known, on=own, named="row", back=MINE,
    may=may_withdraw, says=gettext_lazy("已退出，您的回答已删除。"),
    already=lambda _by, row, _data: row.state in {states.WITHDRAWN, states.QUIT},
    now=lambda row: "" if row.state in states.STANDING else _("这次报名已经结束。"),
    tells=gettext_lazy("开营以前席位让给候补的人；开营以后已有的学时保留。"),
)  # fmt: skip


# Checking in


def _lessons(person: Person) -> QuerySet[CampLesson]:
    return CampLesson.objects.visible_to(person).select_related("session", "cohort__office")


def _any_lesson(_by: Any, reference: str) -> CampLesson | None:
    """A code on a screen is for whoever stands before it: who is no learner there is told so."""
    rows = CampLesson.objects.filter(reference=reference)
    return rows.select_related("session", "cohort__office").first()


def _check_in(
    *, lesson: CampLesson, by: Person, scanned: codes.Pass | None = None, device: str = "", **_more: Any
) -> Attendance:
    return attending.check_in(lesson=lesson, by=by, scanned=scanned, device=device)


def _checked_in(done: Done[CampLesson]) -> str:
    row: Attendance = done.result
    if row.late > row.lesson.grace:
        return _("已签到，迟到 %(n)d 分钟，学时从签到时算起。") % {"n": row.late}
    return _("已签到。")


CHECK_IN: Act[CampLesson] = Act(
    "camp.check_in", gettext_lazy("签到"), _check_in, door=is_known, on=_lessons, finds=_any_lesson, named="lesson",
    then=MINE,
    back=to("camp:check_in", "thing.reference"), says=_checked_in,
)  # fmt: skip


# Teams


def own_teams(person: Person) -> QuerySet[Team]:
    return Team.objects.visible_to(person).select_related("cohort")


def _by_code(_by: Any, code: str) -> Team | None:
    return Team.objects.filter(code=code.strip().upper()).select_related("cohort").first()


def _says_of_itself(_by: Person, team: Team) -> dict[str, Any]:
    return {"initial": {"name": team.name, "project": team.project, "text": team.text}}


def _in_it(person: Person, team: Team) -> Answer:
    if team.places.filter(left_at=None, learner__person=person).exists():
        return Answer(allowed=True)
    return Answer(allowed=False, why=_("您不在这个团队里。"))


TEAM_NEW: Act[CampSignUp] = Act(
    "camp.team_new", gettext_lazy("组建团队"), teams.make, door=is_known, on=own, named="row", back=MINE,
    may=is_learner, asks=TeamForm, says=gettext_lazy("已组建。把邀请码发给同期学员，他们就能加入。"),
    then=to("camp:team", "result.reference"),
)  # fmt: skip
TEAM_CHANGE: Act[Team] = Act(
    "camp.team", gettext_lazy("保存"), teams.change, door=is_known, on=own_teams, named="team", may=may_lead,
    back=to("camp:team", "thing.reference"), asks=TeamForm, asks_with=_says_of_itself, says=gettext_lazy("已保存。"),
)  # fmt: skip
TEAM_CODE: Act[Team] = Act(
    "camp.team_code", gettext_lazy("换一个邀请码"), teams.renew_code, door=is_known, on=own_teams, named="team",
    may=may_lead, back=to("camp:team", "thing.reference"), says=gettext_lazy("已换，原来的邀请码不能再用。"),
)  # fmt: skip
TEAM_JOIN: Act[Team] = Act(
    "camp.team_join", gettext_lazy("加入团队"), teams.join, door=is_known, on=own_teams, by="code", finds=_by_code,
    named="team", back=MINE, says=gettext_lazy("已加入。"), then=to("camp:team", "thing.reference"),
)  # fmt: skip
TEAM_LEAVE: Act[Team] = Act(
    "camp.team_leave", gettext_lazy("离开团队"), teams.leave, door=is_known, on=own_teams, named="team", may=_in_it,
    back=MINE, says=gettext_lazy("已离开。"),
    tells=gettext_lazy("您离开后，最早加入的人接任队长；最后一人离开，团队解散。"),
)  # fmt: skip


# Posts


def seen_posts(person: Person | None) -> QuerySet[InternPost]:
    return InternPost.objects.visible_to(person).select_related("office", "enterprise", "base")


def _ask(*, post: InternPost, by: Person, text: str = "") -> Internship:
    learner = queries.own_learner(by)
    assert learner is not None  # asked by `_may_ask`
    return posting.ask(post=post, by=by, learner=learner, text=text)


def may_ask(person: Person, _post: InternPost) -> Answer:
    learner = queries.own_learner(person)
    if learner is None:
        return Answer(allowed=False, why=_("在营的学员才能报名实习岗位。"))
    return is_learner(person, learner)


def _closed(post: InternPost) -> str:
    return "" if post.state == states.GIVEN else _("这个岗位没有在招募。")


def _own_internships(person: Person) -> QuerySet[Internship]:
    rows = Internship.objects.visible_to(person)
    return rows.select_related(
        "post__office", "post__enterprise", "learner__person", "learner__cohort", "learner__seat", "learner__school"
    )


def _offer(*, by: Person, **said: Any) -> InternPost:
    return posting.offer(by=by, office=office_of_training(), **said)


def _in_state(*known: str) -> Any:
    return lambda row: "" if row.state in known else _("现在是“%(state)s”。") % {"state": row.shown.staff}


ASK: Act[InternPost] = Act(
    "camp.ask", gettext_lazy("报名这个岗位"), _ask, door=is_known, on=seen_posts, named="post", may=may_ask,
    now=_closed, asks=AskForm, back=to("camp:post", "thing.reference"), then=MINE,
    says=gettext_lazy("已报名，单位答复后通知您。"),
)  # fmt: skip
ASK_NO_MORE: Act[Internship] = Act(
    "camp.ask_no_more", gettext_lazy("撤回报名"), posting.leave, door=is_known, on=_own_internships,
    named="internship", may=lambda by, row: is_learner(by, row.learner), back=MINE, says=gettext_lazy("已撤回。"),
    now=_in_state(states.ASKED), already=lambda _by, row, _data: row.state == states.LEFT,
)  # fmt: skip
OFFER: Act[Any] = Act(
    "camp.offer", gettext_lazy("提供实习岗位"), _offer, door=is_known, back=MY_POSTS, asks=PostForm, own_key=True,
    may=lambda by, _thing: may_offer(by), asks_with=lambda by, _thing: {"person": by},
    then=to("camp:my_post", "result.reference"), says=gettext_lazy("已提交，审核通过后公开。"),
)  # fmt: skip


def _on_post(verb: str, label: Any, do: Any, may: Any, known: str, says: Any, target: str) -> Act[InternPost]:
    return Act(
        f"camp.{verb}", label, do, door=is_known, on=seen_posts, named="post", may=may, now=_in_state(known), says=says,
        back=to("camp:my_post", "thing.reference"), already=lambda _by, row, _data: row.state == target,
    )  # fmt: skip


def _on_internship(verb: str, label: Any, do: Any, known: str, **more: Any) -> Act[Internship]:
    return Act(
        f"camp.{verb}", label, do, door=is_known, on=_own_internships, named="internship", may=may_answer_one,
        now=_in_state(known), back=to("camp:my_post", "thing.post.reference"), **more,
    )  # fmt: skip


TAKE_BACK = _on_post("take_back", gettext_lazy("撤回"), posting.take_back, may_take_back, states.WAITING,
                     gettext_lazy("已撤回。"), states.TAKEN_BACK)  # fmt: skip
CLOSE = _on_post("close", gettext_lazy("结束招募"), posting.close, may_answer, states.GIVEN,
                 gettext_lazy("已结束招募。"), states.CLOSED)  # fmt: skip
TAKE = _on_internship(
    "take", gettext_lazy("录用"), posting.take, states.ASKED, says=gettext_lazy("已录用，学员会收到通知。"),
    already=lambda _by, row, _data: row.state == states.TAKEN,
)  # fmt: skip
DECLINE = _on_internship(
    "decline", gettext_lazy("不录用"), posting.decline, states.ASKED, asks=WhyForm,
    says=gettext_lazy("已答复，学员会看到原因。"),
)  # fmt: skip
END = _on_internship(
    "end_internship", gettext_lazy("结束并写结果"), posting.end, states.TAKEN, asks=EndForm,
    says=gettext_lazy("已登记结果。"),
)  # fmt: skip


def address_of_scan(lesson: CampLesson, code: str) -> str:
    return reverse("camp:scan", args=[lesson.reference, code])


OF_PEOPLE: tuple[Act[Any], ...] = (
    SIGN_UP, WITHDRAW, CHECK_IN, TEAM_NEW, TEAM_CHANGE, TEAM_CODE, TEAM_JOIN, TEAM_LEAVE, ASK, ASK_NO_MORE, OFFER,
    TAKE_BACK, CLOSE, TAKE, DECLINE, END,
)  # fmt: skip
