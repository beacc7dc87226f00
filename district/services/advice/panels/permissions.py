"""Who may do what with panels."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.services.advice.panels.models import KEEPERS, Panel, Part
from district.services.advice.permissions import may_serve
from district.services.advice.queries import Need


def may_see_desk(person: Any) -> Answer:
    if isinstance(person, Person) and person.has_role(Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.EXPERT):
        return Yes
    return No(_("这个页面只对有相应岗位的工作人员和专家开放。"))


def may_arrange(person: Person, need: Need) -> Answer:
    """Ask for a panel or a visit: the bureau's people, and the expert who took the need."""
    return may_serve(person, need)


def may_keep(person: Person, panel: Panel) -> Answer:
    """Change the brief, let somebody step in, cancel, pass links on."""
    if panel.office_id in person.bureau_ids(*KEEPERS):
        return Yes
    return may_serve(person, panel.need)


def may_sign(person: Person | None, part: Part) -> Answer:
    """Sign a part, or say that one cannot come: the expert whose it is, with an account."""
    if person is not None and part.expert.person_id == person.pk and part.sits:
        return Yes
    return No(_("只有这位专家本人可以签自己的部分。"))


def may_issue_link(person: Person, part: Part | None) -> Answer:
    """The office's people vouch for an expert without an account."""
    if part is None or not part.sits:
        return No(_("没有这位专家的部分。"))
    if part.panel.office_id in person.bureau_ids(*KEEPERS):
        return Yes
    return No(_("只有主办部门的经办人和负责人可以发链接。"))
