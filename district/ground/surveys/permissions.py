"""Who may ask, publish, invite, see answers, and answer."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground.files.queries import StoredFile
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.ground.surveys.models import (
    ANONYMOUS_FROM,
    Invitation,
    Participation,
    Questionnaire,
    Response,
    Sketch,
)
from district.ground.surveys.states import DRAFT, HANDED_IN

WORKERS = (Role.OFFICER, Role.LEADER)


def may_make(person: Person) -> Answer:
    return Yes if person.has_role(*WORKERS) else No(_("只有经办人和负责人可以做问卷。"))


def may_work_on(person: Person, questionnaire: Questionnaire) -> Answer:
    """Change, invite, remind: the bureau's officers and leaders."""
    if questionnaire.office_id in person.bureau_ids(*WORKERS):
        return Yes
    return No(_("只有发问卷的部门可以改动它。"))


def may_publish(person: Person, questionnaire: Questionnaire, sketch: Sketch | None) -> Answer:
    answer = may_work_on(person, questionnaire)
    if not answer:
        return answer
    if sketch is None or not any(page["questions"] for page in sketch.content):
        return No(_("还没有题目，请先上传工作簿或添加题目。"))
    if sketch.faults:
        return No(_("还有没能读入的地方，请改好再上传，或者写明不要它们。"))
    return Yes


def may_invite(person: Person, questionnaire: Questionnaire, today: dt.date) -> Answer:
    answer = may_work_on(person, questionnaire)
    if not answer:
        return answer
    if questionnaire.published_at is None:
        return No(_("问卷还没有发布，发布后才能邀请。"))
    if questionnaire.closes_on < today:
        return No(_("问卷已经截止。"))
    return Yes


def may_cancel(person: Person, invitation: Invitation) -> Answer:
    """Ask somebody no more. Of an anonymous questionnaire nobody is told by it whether they have answered."""
    answer = may_work_on(person, invitation.questionnaire)
    if not answer:
        return answer
    if invitation.questionnaire.anonymous:
        if invitation.person_id is None:
            return No(_("匿名问卷的链接不写名字，分不出哪一个是给谁的，所以不能单独取消。"))
        return Yes
    return No(_("这一位已经提交，不用取消。")) if invitation.handed_in else Yes


def may_see_answers(person: Person, questionnaire: Questionnaire, handed_in: int) -> Answer:
    """Of an anonymous questionnaire only what enough people have said."""
    if questionnaire.office_id not in person.bureau_ids(*WORKERS) and not person.has_role(Role.AUDITOR):
        return No(_("只有发问卷的部门可以看答案。"))
    if questionnaire.anonymous and handed_in < ANONYMOUS_FROM:
        return No(_("这份问卷是匿名的：交齐五份以后才能看答案，免得认出是谁。"))
    return Yes


def may_answer(
    person: Person | None, questionnaire: Questionnaire, invitation: Invitation | None, today: dt.date
) -> Answer:
    """Begin, save and hand in. `invitation`: the one whose link was opened, or that the person has."""
    if questionnaire.published_at is None:
        return No(_("这份问卷还没有发布。"))
    if today < questionnaire.opens_on:
        return No(_("这份问卷还没有开始。"))
    if today > questionnaire.closes_on:
        return No(_("这份问卷已经截止。"))
    if invitation is not None:
        return _may_use(person, invitation)
    if person is None:
        return No(_("请先登录，或者打开邀请里的链接。"))
    if questionnaire.access != Questionnaire.Access.SIGNED_IN:
        return No(_("这份问卷只请受邀请的人回答。"))
    if questionnaire.anonymous and Participation.objects.filter(questionnaire=questionnaire, person=person).exists():
        return No(_("您已经答过这份问卷，谢谢。"))
    return Yes


def _may_use(person: Person | None, invitation: Invitation) -> Answer:
    if invitation.cancelled_at is not None:
        return No(_("这份邀请已经取消。"))
    if person is not None and invitation.person_id not in (None, person.pk):
        return No(_("这个链接是给别人的，请用您自己收到的链接。"))
    questionnaire = invitation.questionnaire
    if not questionnaire.anonymous:
        return Yes
    alone = Participation.objects.filter(questionnaire=questionnaire, person=invitation.person_id)
    if invitation.handed_in or (invitation.person_id and not invitation.subject and alone.exists()):
        return No(_("您已经答过这份问卷，谢谢。"))
    return Yes


def may_change(response: Response) -> Answer:
    """Whoever came in by the right door may change a draft; nobody what was handed in."""
    return Yes if response.state == DRAFT else No(_("这一份已经提交，不能再改。"))


def may_take_back(response: Response, today: dt.date) -> Answer:
    if response.state != HANDED_IN:
        return No(_("这一份还没有提交。"))
    if response.anonymous:
        return No(_("匿名问卷交出后认不出是哪一份，不能撤回。"))
    if today > response.questionnaire.closes_on:
        return No(_("问卷已经截止，不能撤回。"))
    return Yes


def may_read_file(person: Person, response: Response | None) -> Answer:
    """A file that was handed in as an answer: whoever may see the answers; one's own always."""
    if response is None:
        return No(_("这个文件不对您公开。"))
    if response.person_id == person.pk:
        return Yes
    if response.state != HANDED_IN:
        return No(_("还没有提交的文件只有填写的人能看。"))
    count = Response.objects.filter(questionnaire=response.questionnaire_id, state=HANDED_IN).count()
    return may_see_answers(person, response.questionnaire, count)


def may_read_stored(person: Person, file: StoredFile) -> Answer:
    """As the files' door asks: by the response the file belongs to."""
    rows = Response.objects.select_related("questionnaire")
    return may_read_file(person, rows.filter(reference=file.subject).first())
