"""Who may do what with the register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.permissions import Scope, may_act
from district.enterprises.models import Enterprise, Membership, stands, ties
from district.enterprises.persons.permissions import may_keep
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.ground.work.queries import Work


def is_member(person: Person, enterprise: Enterprise) -> bool:
    return Membership.objects.filter(stands(), person=person, enterprise=enterprise).exists()


def tied(person: Person, enterprise: Enterprise) -> bool:
    """Whether an official has to leave the enterprise's cases to a colleague (see `models.ties`)."""
    return Enterprise.subjects.filter(ties(person, "pk"), pk=enterprise.pk).exists()


def may_import(person: Person) -> Answer:
    if person.has_role(Role.OFFICER, Role.ADMINISTRATOR):
        return Yes
    return No(_("只有经办人可以导入企业名录。"))


def may_drive_import(person: Person, run: Work) -> Answer:
    """Confirm the columns, stop an import, let it go on: the bureau that uploaded it."""
    if run.office_id in person.bureau_ids(Role.OFFICER, Role.ADMINISTRATOR):
        return Yes
    return No(_("这次导入属于%(office)s，由该部门办理。") % {"office": run.office})


def may_declare(person: Person, enterprise: Enterprise) -> Answer:
    """Say a fact, as when handing a case in."""
    if enterprise.is_person and not (kept := may_keep(enterprise)):
        return kept
    why = _("只有代表这家企业的人可以申报它的信息。")
    return may_act(person, enterprise, Scope.FILLS, Scope.CORRECTS, why=why)


def may_vouch(person: Person, enterprise: Enterprise) -> Answer:
    """Confirm, contest or supply what is known of the enterprise: nobody does it in its stead."""
    if is_member(person, enterprise):
        return Yes
    return No(_("企业信息只能由企业自己的人确认、补充或提出异议。"))
