"""Who may publish, run the register, reply to questions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.ground.work.queries import Work
from district.policies.queries import ProgrammeVersion, is_service


def may_publish(person: Person) -> Answer:
    if person.has_role(Role.ADMINISTRATOR, Role.LEADER):
        return Yes
    return No(_("只有负责人或系统管理员可以发布政策目录。"))


def may_be_applied_for(version: ProgrammeVersion) -> Answer:
    """Whether a version leads to a decision at all; a service leads to its act, and to the office until that is there.

    The version's programme and office have to be loaded.
    """
    if not is_service(version):
        return Yes
    words = {"name": version.programme.name, "office": version.programme.office.full}
    return No(_("“%(name)s”是一项服务，不用申报，也不作行政决定；请直接联系%(office)s。") % words)


def may_run(person: Person) -> Answer:
    if person.has_role(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有经办人和负责人可以对全区企业试算或生成名单。"))


def may_drive(person: Person, run: Work) -> Answer:
    """Stop a run, let it go on, repeat it: the bureau it belongs to."""
    if run.office_id in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("这次运行属于%(office)s，由该部门停止、继续或重做。") % {"office": run.office})


def may_list(person: Person, version: ProgrammeVersion) -> Answer:
    """An automatic grant's lists are the lead bureau's."""
    if version.programme.office_id in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("免申即享名单由牵头部门生成。"))
