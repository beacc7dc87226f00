"""What people of the camp are told; in Chinese, as is official."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.queries import members_of
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.people.queries import Person, officers_of
from district.ground.record.actions import official
from district.ground.slots.queries import Session
from district.services.training.camp.models import CampLesson, CampSignUp, Cohort, InternPost, Internship

ROOM = "camp"


def _to(people: Iterable[Person | None]) -> list[Person]:
    return sorted({each for each in people if each is not None}, key=lambda each: each.pk)


def signed(row: CampSignUp) -> None:
    with official():
        post(
            to=_to([row.person]), room=ROOM, subject=row.reference, kind="camp", office=row.cohort.office,
            title=_("已收到报名：%(title)s") % {"title": row.cohort.title},
            body=_("这一期择优录取：报名截止后由主办部门打分，结果会通知您。"), link=reverse("camp:mine"),
        )  # fmt: skip


def placed(row: CampSignUp) -> None:
    """A seat in a camp that has begun already."""
    with official():
        post(
            to=_to([row.person]), room=ROOM, subject=row.reference, kind="camp", office=row.cohort.office,
            title=_("已录取：%(title)s") % {"title": row.cohort.title},
            body=_("训练营已经开营（%(first)s 到 %(last)s），请按课表来上课；不能来请尽早退出。") % {
                "first": clock.said(row.cohort.first), "last": clock.said(row.cohort.last)},
            link=reverse("camp:mine"),
        )  # fmt: skip


def refused(row: CampSignUp) -> None:
    with official():
        post(
            to=_to([row.person]), room=ROOM, subject=row.reference, kind="camp", office=row.cohort.office,
            title=_("未录取：%(title)s") % {"title": row.cohort.title},
            body=_("原因：%(why)s。欢迎报名下一期；有疑问请联系%(office)s。") % {
                "why": row.why, "office": row.cohort.office.full}, link=reverse("camp:mine"),
        )  # fmt: skip


def cancelled(cohort: Cohort, rows: Iterable[CampSignUp]) -> None:
    with official():
        post(
            to=_to(row.person for row in rows), room=ROOM, subject=cohort.reference, kind="camp", office=cohort.office,
            title=_("训练营取消：%(title)s") % {"title": cohort.title},
            body=_("原因：%(why)s。不用再做什么。") % {"why": cohort.why}, link=reverse("camp:mine"),
        )  # fmt: skip


def finished(cohort: Cohort, rows: Iterable[CampSignUp]) -> None:
    with official():
        post(
            to=_to(row.person for row in rows), room=ROOM, subject=cohort.reference, kind="camp", office=cohort.office,
            title=_("已结业：%(title)s") % {"title": cohort.title},
            body=_("学时在“我的训练营”里；实习岗位和后续服务照常。"), link=reverse("camp:mine"),
        )  # fmt: skip


def planned(cohort: Cohort, lessons: list[CampLesson]) -> None:
    """New lessons, to who is in the camp and who gives them."""
    first = lessons[0].session
    with official():
        people = [row.person for row in cohort.sign_ups.in_camp().select_related("person")]
        post(
            to=_to([*people, lessons[0].trainer]), room=ROOM, subject=cohort.reference, kind="camp",
            office=cohort.office, link=reverse("camp:mine"),
            title=_("课表有新课：%(title)s") % {"title": first.title},
            body=_("共 %(n)d 次，第一次 %(when)s，%(place)s。日历订阅里已有。") % {
                "n": len(lessons), "when": first.when, "place": first.place},
        )  # fmt: skip


def comers(session: Session) -> list[Person]:
    """Who comes to a lesson without a seat of its own: the learners of its cohort, and who gives it."""
    lesson = CampLesson.objects.filter(session=session).select_related("cohort", "trainer").first()
    if lesson is None:
        return []
    return _to([*(row.person for row in lesson.cohort.sign_ups.in_camp().select_related("person")), lesson.trainer])


def page_of(_session: Session) -> str:
    return reverse("camp:mine")


def desk_of(session: Session) -> str:
    return reverse("camp:desk_cohort", args=[session.subject])


def people_of(row: InternPost) -> list[Person]:
    """Who offers a post."""
    return _to([*(members_of(row.enterprise) if row.enterprise else ()), row.made_by])


def offered(row: InternPost) -> None:
    with official():
        post(
            to=officers_of(row.office), room=ROOM, subject=row.reference, kind="camp_post", office=row.office,
            title=_("实习岗位待审核：%(post)s") % {"post": row}, link=reverse("camp:desk_post", args=[row.reference]),
        )  # fmt: skip


def moderated(row: InternPost) -> None:
    with official():
        title = _("实习岗位已发布：%(post)s") if row.given_at else _("实习岗位没有通过审核：%(post)s")
        body = (
            _("学员可以报名了，报名会通知您。")
            if row.given_at
            else _("原因：%(why)s。改好可以重新提供。") % {"why": row.why}
        )
        post(to=people_of(row), room=ROOM, subject=row.reference, kind="camp_post", office=row.office,
             title=title % {"post": row}, body=body, link=reverse("camp:my_post", args=[row.reference]))  # fmt: skip


def asked(row: Internship) -> None:
    with official():
        post(
            to=people_of(row.post), room=ROOM, subject=row.reference, kind="camp_post", office=row.post.office,
            title=_("有学员报名：%(post)s") % {"post": row.post},
            body=_("%(name)s，%(school)s。请在十个工作日内答复。") % {
                "name": row.learner.name, "school": row.learner.of_school},
            link=reverse("camp:my_post", args=[row.post.reference]),
        )  # fmt: skip


def answered(row: Internship) -> None:
    with official():
        taken = bool(row.taken_at)
        title = _("实习已录用：%(post)s") if taken else _("实习未录用：%(post)s")
        body = (
            _("请按约定时间到岗；结束时单位会登记结果。")
            if taken
            else _("原因：%(why)s。可以报别的岗位。") % {"why": row.why}
        )
        post(to=_to([row.learner.person]), room=ROOM, subject=row.reference, kind="camp_post", office=row.post.office,
             title=title % {"post": row.post}, body=body, link=reverse("camp:mine"))  # fmt: skip
