"""Who may learn, be certified, teach, look at who learns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.services.training.courses import states
from district.services.training.courses.models import Certificate, Course, Enrolment, Lesson, Sitting
from district.services.training.courses.progress import is_finished, progress_of


def is_enrolled(person: Person, course: Course) -> bool:
    return Enrolment.objects.filter(course=course, person=person, left_at=None).exists()


def may_enrol(person: Person, course: Course) -> Answer:
    """Anybody with an account, while it is open, having finished what comes before it."""
    if course.state != states.OPEN:
        return No(_("这门课现在不收新学员。"))
    missing = [each.name for each in course.after.all() if not is_finished(person, each)]
    if missing:
        return No(_("请先学完《%(names)s》。") % {"names": "》《".join(missing)})
    return Yes


def may_learn(person: Person, lesson: Lesson) -> Answer:
    if lesson.removed_at is not None:
        return No(_("这一课已经撤下。"))
    return Yes if is_enrolled(person, lesson.course) else No(_("请先报名这门课，再开始计时学习。"))


def may_sit(person: Person, sitting: Sitting) -> Answer:
    return Yes if sitting.person_id == person.pk else No(_("这不是您的学习记录。"))


def may_be_certified(person: Person, course: Course) -> Answer:
    if Certificate.objects.filter(person=person, course=course, state=states.VALID).exists():
        return No(_("您已经有这门课的证书。"))
    progress = progress_of(person, [course])[course.pk]
    return Yes if progress.is_whole else No(_("学完全部课程后可以领取证书。"))


def may_keep(person: Person, course: Course) -> Answer:
    """Write, open, close: officers and leaders of its bureau."""
    if course.office_id in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有开课部门可以修改课程。"))


def may_open(person: Person, course: Course) -> Answer:
    answer = may_keep(person, course)
    if answer and not course.lessons.filter(removed_at=None).exists():
        return No(_("至少要有一课才能开放。"))
    return answer


def may_revoke(person: Person, certificate: Certificate) -> Answer:
    if certificate.office_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("只有发证部门可以撤销证书。"))
    return No(_("不能撤销自己的证书，请由同事办理。")) if certificate.person_id == person.pk else Yes


def may_withdraw(person: Person, certificate: Certificate) -> Answer:
    return Yes if certificate.person_id == person.pk else No(_("只有持有人可以收回证书。"))
