"""Who may do what with the camp: officers run it, trainers take the roll, learners learn, firms offer posts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.permissions import tied
from district.enterprises.queries import Enterprise, my_enterprises
from district.ground import clock
from district.ground.people.permissions import Answer, No, Yes, holds, member_of
from district.ground.people.queries import Kind, Organisation, Person, Role
from district.ground.slots import states as seats
from district.ground.slots.times import here
from district.services.training.camp import states
from district.services.training.camp.models import (
    Attendance,
    CampLesson,
    CampSignUp,
    Cohort,
    InternPost,
    Internship,
    Team,
)
from district.services.training.camp.models.cohorts import KEEPERS
from district.services.training.camp.models.posts import acts_on, offers

may_see_desk = holds(*KEEPERS, Role.AUDITOR)
OFFICERS_ONLY = gettext_lazy("只有主办这一期的部门的经办人和负责人可以这样做。")


def keeps(person: Person, office_id: int | None) -> bool:
    return office_id is not None and office_id in person.bureau_ids(*KEEPERS)


def may_make(person: Person) -> Answer:
    return Yes if person.has_role(*KEEPERS) else No(OFFICERS_ONLY)


def may_run(person: Person, cohort: Cohort) -> Answer:
    """Call, change, select, plan, end a cohort."""
    return Yes if keeps(person, cohort.office_id) else No(OFFICERS_ONLY)


def may_select(person: Person, row: CampSignUp) -> Answer:
    if row.person_id == person.pk:
        return No(_("不能给自己打分或者录取自己。"))
    return may_run(person, row.cohort)


def may_sign_up(person: Person, cohort: Cohort) -> Answer:
    """In the term to sign up: whoever has an account, and neither runs the camp nor acts for a firm."""
    now = clock.now()
    if cohort.state != states.CALLED:
        return No(_("这一期没有在招生。"))
    if now < cohort.opens_at:
        return No(_("%(when)s 开始报名。") % {"when": f"{here(cohort.opens_at):%Y-%m-%d %H:%M}"})
    if now > cohort.closes_at:
        return No(_("报名已于 %(when)s 截止。") % {"when": f"{here(cohort.closes_at):%Y-%m-%d %H:%M}"})
    if keeps(person, cohort.office_id):
        return No(_("主办这一期的工作人员不能报名。"))
    if my_enterprises(person).exists():
        return No(_("训练营面向还没有企业的学员；代表企业的账号不能报名，可以提供实习岗位。"))
    return Yes


def may_withdraw(person: Person, row: CampSignUp) -> Answer:
    return Yes if row.person_id == person.pk else No(_("只有本人可以退出。"))


def is_learner(person: Person, row: CampSignUp) -> Answer:
    """Teams, posts and codes are for who is in the camp now."""
    if row.person_id != person.pk:
        return No(_("只有本人可以这样做。"))
    return Yes if row.is_in and row.cohort.state == states.CALLED else No(_("录取以后、结营以前才可以这样做。"))


def may_take_roll(person: Person, lesson: CampLesson) -> Answer:
    """The trainer and the officers of the cohort."""
    if lesson.trainer_id == person.pk or keeps(person, lesson.cohort.office_id):
        return Yes
    return No(_("只有这节课的讲师和主办部门可以点名。"))


def may_check(person: Person, row: Attendance) -> Answer:
    """Look for somebody who was drawn: who takes the roll, and nobody for themselves."""
    if row.learner.person_id == person.pk:
        return No(_("不能核对自己的签到。"))
    return may_take_roll(person, row.lesson)


def may_correct(person: Person, row: Attendance) -> Answer:
    """After the roll was handed in: the office alone, and nobody their own."""
    if row.learner.person_id == person.pk:
        return No(_("不能更正自己的签到。"))
    return Yes if keeps(person, row.lesson.cohort.office_id) else No(OFFICERS_ONLY)


def may_lead(person: Person, team: Team) -> Answer:
    """Change what a team says of itself, and its invitation."""
    if team.places.filter(left_at=None, leads=True, learner__person=person).exists():
        return Yes
    return No(_("只有队长可以这样做。"))


def may_offer(person: Any) -> Answer:
    """Offer posts: who acts for a firm, and who is in a base or an incubator."""
    if not isinstance(person, Person):
        return No(_("请先登录。"))
    if my_enterprises(person).exists() or any(member_of(person, kind) for kind in (Kind.BASE, Kind.INCUBATOR)):
        return Yes
    return No(_("实习岗位由企业、孵化器和实训基地提供：请先认领企业，或者加入机构。"))


def may_offer_as(person: Person, enterprise: Enterprise | None, base: Organisation | None) -> Answer:
    """Offer in the name of this firm or this base: who is confirmed there."""
    if enterprise is not None and not my_enterprises(person).filter(pk=enterprise.pk).exists():
        return No(_("您不是“%(name)s”已确认的成员，不能以它的名义提供岗位。") % {"name": enterprise.name})
    if base is not None and not any(member_of(person, kind, organisation=base) for kind in (Kind.BASE, Kind.INCUBATOR)):
        return No(_("您不是“%(name)s”已确认的成员，不能以它的名义提供岗位。") % {"name": base.name})
    return may_offer(person)


def may_answer(person: Person, post: InternPost) -> Answer:
    """Take and decline who asks for a post, say what came of it: who offers it."""
    if acts_on(person, post) or keeps(person, post.office_id):
        return Yes
    return No(_("只有提供岗位的单位和负责部门可以答复。"))


def may_answer_one(person: Person, row: Internship) -> Answer:
    if row.learner.person_id == person.pk:
        return No(_("不能答复自己的报名。"))
    return may_answer(person, row.post)


def may_take_back(person: Person, post: InternPost) -> Answer:
    return Yes if acts_on(person, post) else No(_("只有提供岗位的单位可以撤回。"))


def may_moderate(person: Person, post: InternPost) -> Answer:
    """Approve or return: an officer of the office, not of a firm or a base they are tied to."""
    if not keeps(person, post.office_id):
        return No(_("只有负责训练营的部门可以审核岗位。"))
    own = offers(person, post) or (post.enterprise is not None and tied(person, post.enterprise))
    return No(_("不能审核自己单位的岗位。")) if own else Yes


def may_enter_past(person: Person) -> Answer:
    return may_make(person)


def gone(row: CampSignUp) -> bool:
    """Whether its seat was given back or lapsed: the sign-up stands for nothing any more."""
    return row.state == states.PLACED and row.seat is not None and row.seat.state not in seats.STANDING
