"""Who may write, look at, publish and report; who runs activities."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.enterprises.permissions import is_member, tied
from district.enterprises.queries import Enterprise
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.services.community import states
from district.services.community.models import Activity, Appearance, Picture, Post, Report
from district.services.community.models.posts import KEEPERS


def keeps(person: Person, office_id: int) -> bool:
    return office_id in person.bureau_ids(*KEEPERS)


def may_see_desk(person: Any) -> Answer:
    """The desk's pages of the community."""
    if isinstance(person, Person) and person.has_role(Role.OFFICER, Role.LEADER, Role.AUDITOR):
        return Yes
    return No(_("这个页面只对有相应岗位的工作人员开放。"))


def may_show(person: Person, enterprise: Enterprise | None) -> Answer:
    """Show an enterprise, in its name."""
    if enterprise is None or is_member(person, enterprise):
        return Yes
    return No(_("只有企业自己的人可以代表它发布。"))


def wrote(person: Person, post: Post) -> bool:
    """Whether a post is somebody's own, or their firm's."""
    return post.author_id == person.pk or (post.enterprise is not None and is_member(person, post.enterprise))


def _own_firms(person: Person, post: Post) -> bool:
    """Whether an official leaves it to a colleague for the firm it is of."""
    return post.enterprise is not None and tied(person, post.enterprise)


def may_edit(person: Person, post: Post) -> Answer:
    """Change what it says: who wrote it, or colleagues of the firm, until it is handed in."""
    if not wrote(person, post):
        return No(_("只有作者和同一家企业的人可以改。"))
    if post.is_writable:
        return Yes
    return No(_("现在是“%(state)s”，先撤回或者下线再改。") % {"state": post.shown.staff})


def may_moderate(person: Person, post: Post) -> Answer:
    """Publish, send back: the office that answers for it, of no firm one acts for oneself. An officer's own news needs
    nobody else.
    """
    if not keeps(person, post.office_id):
        return No(_("只有负责审核的部门的经办人和负责人可以这样做。"))
    if _own_firms(person, post):
        return No(_("这是您自己企业的内容，请同事审核。"))
    return Yes


def may_publish(person: Person, post: Post) -> Answer:
    """What was handed in, and an officer's own news."""
    answer = may_moderate(person, post)
    if answer and post.state != states.SUBMITTED and post.author_id != person.pk:
        return No(_("还没有提交审核。"))
    return answer


def may_withdraw(person: Person, post: Post) -> Answer:
    """Take it offline: the office, who wrote it, their firm."""
    if keeps(person, post.office_id) or wrote(person, post):
        return Yes
    return No(_("只有作者和负责部门可以下线。"))


def may_unsay(person: Person, post: Post) -> Answer:
    """Take back what was handed in: who wrote it, their firm. The office sends it back, and says why."""
    if wrote(person, post):
        return Yes
    return No(_("只有作者和同一家企业的人可以撤回；负责部门请写明原因退回。"))


def may_change_picture(person: Person, picture: Picture) -> Answer:
    return may_edit(person, picture.post)


def may_take_back(person: Person | None, consent: Appearance, token: str = "") -> Answer:
    """Take a consent back: whoever holds its link; for them the author and the office, when they are told."""
    if token and token == consent.token:
        return Yes
    if person is not None and may_withdraw(person, consent.post):
        return Yes
    return No(_("只有本人、作者和负责部门可以撤回同意。"))


def may_answer_report(person: Person, report: Report) -> Answer:
    """The office that answers for the post, of nothing that is one's own or one's firm's."""
    if not keeps(person, report.post.office_id):
        return No(_("只有负责审核的部门的经办人和负责人可以这样做。"))
    if report.post.author_id == person.pk or _own_firms(person, report.post):
        return No(_("被举报的是您自己或者您企业的内容，请同事处理。"))
    return Yes


def may_plan(person: Person, office_id: int | None) -> Answer:
    if office_id is not None and keeps(person, office_id):
        return Yes
    return No(_("只有本部门的经办人和负责人可以安排活动。"))


def may_run(person: Person, activity: Activity) -> Answer:
    """Change it, check people in."""
    return may_plan(person, activity.session.office_id)
