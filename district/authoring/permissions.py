"""Who may write, approve, publish and drop a draft, each answer with its reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.authoring import texts
from district.authoring.models import Draft
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Bureau, Person, Role
from district.policies.permissions import may_publish


def may_start(person: Person, office: Bureau) -> Answer:
    """A bureau's own officers and leaders draft its programmes; shared files are drafted for one's own bureau."""
    if office.pk in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有牵头部门的经办人或负责人可以起草这个项目。"))


def may_edit(person: Person, draft: Draft) -> Answer:
    return may_start(person, draft.office)


def may_approve(person: Person, draft: Draft) -> Answer:
    """A second person of the lead bureau, with no hand in it: neither wrote, edited nor proposed it, nor stands in for
    who did. A leader where the draft touches what other programmes rest on too.
    """
    hands = {draft.author_id, *draft.hands.values_list("person", flat=True)}
    if person.pk == draft.author_id:
        return No(_("起草人不能审签自己的草案，请另一位同事审签。"))
    if person.pk in hands:
        return No(_("您改过或送审过这份草案，请没有动过它的同事审签。"))
    roles = {duty.role for duty in person.duties if duty.bureau_id == draft.office_id and duty.person_id not in hands}
    if not roles & {Role.OFFICER, Role.LEADER}:
        return No(_("只有牵头部门的经办人或负责人可以审签。"))
    if texts.shared(draft.files) and Role.LEADER not in roles:
        return No(_("草案改了各项目共用的文件，须由负责人审签。"))
    return Yes


def may_return(person: Person, draft: Draft) -> Answer:
    """The author takes it back; whoever could approve or publish it sends it back."""
    if person.pk == draft.author_id or may_approve(person, draft) or may_publish(person):
        return Yes
    return No(_("只有起草人、审签人和负责人可以退回。"))


def may_publish_draft(person: Person, draft: Draft) -> Answer:
    return may_publish(person)


def may_drop(person: Person, draft: Draft) -> Answer:
    if person.pk == draft.author_id or draft.office_id in person.bureau_ids(Role.LEADER):
        return Yes
    return No(_("只有起草人和牵头部门的负责人可以作废草案。"))
