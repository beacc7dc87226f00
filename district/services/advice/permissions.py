"""Who may do what in advice."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.permissions import Scope, may_act
from district.enterprises.queries import Enterprise
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Expert, Person, Role
from district.services.advice.models import AskedExpert, Encounter, Need, Pairing, Studio
from district.services.advice.models.needs import KEEPERS

NOT_YOURS = _("只有提出需求的人和企业可以这样做。")


def keeps(person: Person, office_id: int | None) -> bool:
    return office_id is not None and office_id in person.bureau_ids(*KEEPERS)


def may_coordinate(person: Person, need: Need) -> Answer:
    """Ask another expert, end it where nobody takes it: officers and leaders of the bureau."""
    return Yes if keeps(person, need.office_id) else No(_("只有负责的部门的经办人和负责人可以协调。"))


def may_see_desk(person: Any) -> Answer:
    if isinstance(person, Person) and person.has_role(Role.OFFICER, Role.LEADER, Role.AUDITOR):
        return Yes
    return No(_("这个页面只对有相应岗位的工作人员开放。"))


def may_keep_corps(person: Person, office_id: int) -> Answer:
    """Subjects, rules, studios and what experts agreed to: the bureau's people."""
    return Yes if keeps(person, office_id) else No(_("只有设立部门的经办人和负责人可以修改。"))


def may_keep_rules(person: Any) -> Answer:
    """Subjects and rules of matching are the district's: officers and leaders."""
    if isinstance(person, Person) and person.has_role(*KEEPERS):
        return Yes
    return No(_("只有经办人和负责人可以修改。"))


def may_keep_studio(person: Person, studio: Studio) -> Answer:
    return may_keep_corps(person, studio.office_id)


def may_keep_profile(person: Person, expert: Expert) -> Answer:
    """The expert's own word, or who keeps the record in their name."""
    if expert.person_id is not None and expert.person_id == person.pk:
        return Yes
    return may_keep_corps(person, expert.office_id)


def may_ask(person: Person, enterprise: Enterprise | None) -> Answer:
    """For oneself anybody; for an enterprise who acts for it."""
    if enterprise is None:
        return Yes
    return may_act(person, enterprise, Scope.FILLS, why=_("只有代表这家企业的人可以替它提需求。"))


def may_speak_for(person: Person, need: Need) -> Answer:
    """Take back, say what came of it, book a time: who asked, and the enterprise's people."""
    if need.asker_id == person.pk:
        return Yes
    if need.enterprise is not None:
        return may_act(person, need.enterprise, Scope.FILLS, why=NOT_YOURS)
    return No(NOT_YOURS)


def is_an_expert(person: Any) -> bool:
    """Whether somebody is in the corps now."""
    return isinstance(person, Person) and person.advises


def is_expert(person: Any, expert: Expert | None) -> bool:
    return isinstance(person, Person) and expert is not None and expert.person_id == person.pk


def may_answer_offer(person: Person, offer: AskedExpert) -> Answer:
    """The expert; or, as told by phone, the bureau's people."""
    if is_expert(person, offer.expert) or keeps(person, offer.need.office_id):
        return Yes
    return No(_("只有受邀的专家和负责部门可以答复。"))


def may_serve(person: Person, need: Need) -> Answer:
    """End it, give it back, pair: the expert who took it, and the bureau's people."""
    if is_expert(person, need.expert) or keeps(person, need.office_id):
        return Yes
    return No(_("只有接单的专家和负责部门可以这样做。"))


def may_plan(person: Person, need: Need) -> Answer:
    """Arrange a meeting: either side, and the bureau's people."""
    return Yes if may_serve(person, need) else may_speak_for(person, need)


def may_record(person: Person, encounter: Encounter) -> Answer:
    """Who advised there, and the bureau's people."""
    if keeps(person, encounter.office_id):
        return Yes
    if encounter.advisers.filter(expert__person=person).exists():
        return Yes
    return No(_("只有当时的专家和负责部门可以记录。"))


def may_cancel(person: Person, encounter: Encounter) -> Answer:
    if answer := may_record(person, encounter):
        return answer
    return may_speak_for(person, encounter.need) if encounter.need is not None else answer


def may_keep_pairing(person: Person, pairing: Pairing) -> Answer:
    if is_expert(person, pairing.expert) or keeps(person, pairing.need.office_id):
        return Yes
    return No(_("只有结对的专家和负责部门可以修改。"))
