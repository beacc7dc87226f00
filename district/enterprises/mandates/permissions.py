"""Who may act for whom: the enterprise's own people, and whoever it has mandated, as far as the mandate goes."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.models import AgencyPerson, Mandate, Scope
from district.enterprises.models import Enterprise, Membership, sees, stands
from district.ground import clock
from district.ground.files.queries import StoredFile
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role

__all__ = ["Scope", "may_act", "may_end", "may_give", "may_read_place_paper", "may_settle_agency_person"]

PLACES = "places"  # of the files


def may_act(person: Person, enterprise: Enterprise, *scopes: Scope, why: str | Promise) -> Answer:
    """A confirmed member, or somebody with a mandate in force that grants one of `scopes`. `why`: what a person without
    either reads.
    """
    if Membership.objects.filter(stands(), person=person, enterprise=enterprise).exists():
        return Yes
    held = list(Mandate.objects.in_force(clock.today()).held_by(person).filter(client=enterprise))
    if any(getattr(each, scope.value) for each in held for scope in scopes):
        return Yes
    if not held:
        return No(why)
    names = "、".join(str(each.label) for each in scopes)
    return No(_("%(client)s的委托不包括“%(scope)s”，请由企业自己办理。") % {"client": enterprise.name, "scope": names})


def _owner(person: Person, enterprise: Enterprise, by: Q) -> bool:
    rows = Membership.objects.filter(by, person=person, enterprise=enterprise)
    return rows.filter(role=Membership.Role.OWNER).exists()


def may_give(person: Person, enterprise: Enterprise) -> Answer:
    """The client's owner, and nobody in their stead."""
    if _owner(person, enterprise, stands()):
        return Yes
    return No(_("只有企业的法定代表人或负责人可以委托别人代办。"))


def may_end(person: Person, mandate: Mandate) -> Answer:
    """The client's owner, also of a firm that is closed by now; or the agency, which lays it down."""
    if _owner(person, mandate.client, sees()):
        return Yes
    if Mandate.objects.filter(pk=mandate.pk).held_by(person).exists():
        return Yes
    return No(_("只有委托的企业负责人和受托的机构可以终止委托。"))


def settles_places(person: Person) -> bool:
    """An agency lies in no street of a firm: the lead bureau's officers confirm who works there."""
    return any(duty.role == Role.OFFICER and duty.bureau.name == settings.LEAD_BUREAU for duty in person.duties)


def may_read_place_paper(person: Person, file: StoredFile) -> Answer:
    """What somebody says they work at an agency by: who handed it in, and who settles it."""
    rows = AgencyPerson.objects.filter(paper=file)
    if any(each.person_id == person.pk or may_settle_agency_person(person, each) for each in rows):
        return Yes
    return No(_("这份材料只对申请人和确认的部门公开。"))


def may_settle_agency_person(person: Person, row: AgencyPerson) -> Answer:
    if row.person_id == person.pk:
        return No(_("不能确认自己的申请，请由其他人处理。"))
    if settles_places(person):
        return Yes
    return No(_("代理机构的工作人员由%(office)s的经办人确认。") % {"office": settings.LEAD_BUREAU})
