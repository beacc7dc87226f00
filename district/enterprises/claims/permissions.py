"""Who settles a claim, who keeps an enterprise's people, and who is too near to judge it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.models import AgencyPerson, Mandate
from district.enterprises.models import Enterprise, Membership, stands
from district.enterprises.permissions import tied
from district.ground.files.queries import StoredFile
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role

ROOM = "claims"  # of the files: papers of claims are no wallet's
_CLOSED = _("这份材料只对申请人、企业负责人和确认认领的部门公开。")


def is_owner(person: Person, enterprise: Enterprise) -> bool:
    rows = Membership.objects.filter(stands(), person=person, enterprise=enterprise, role=Membership.Role.OWNER)
    return rows.exists()


def settled_by_offices(person: Person) -> Q:
    """Whose claims a person confirms as an officer: of firms in their street; of all in the lead bureau."""
    names = {duty.bureau.name for duty in person.duties if duty.role == Role.OFFICER}
    if settings.LEAD_BUREAU in names:
        return Q()
    return Q(enterprise__street__in=names - {""}) | Q(enterprise__operator__street__in=names - {""})


def may_settle_claim(person: Person, membership: Membership) -> Answer:
    """Confirm or refuse: an owner of the enterprise, its street, the lead bureau; never for oneself or one's own."""
    firm = membership.enterprise
    if membership.person_id == person.pk:
        return No(_("不能确认自己的认领，请由其他人处理。"))
    if is_owner(person, firm):
        return Yes
    if not Membership.objects.filter(settled_by_offices(person), pk=membership.pk).exists():
        return No(_("认领由企业负责人、所在街道或%(office)s确认。") % {"office": settings.LEAD_BUREAU})
    return No(_("您是这家企业的成员，应当回避，请由同事办理。")) if tied(person, firm) else Yes


def may_keep_people(person: Person, enterprise: Enterprise) -> Answer:
    """Invite, say roles and terms, end them: the enterprise's owners."""
    if is_owner(person, enterprise):
        return Yes
    return No(_("只有企业的法定代表人或负责人可以管理谁代表企业办事。"))


def may_keep_member(person: Person, membership: Membership) -> Answer:
    if membership.person_id == person.pk:
        return No(_("自己的身份和期限由另一位负责人更改。"))
    return may_keep_people(person, membership.enterprise)


def may_end_part(person: Person, membership: Membership) -> Answer:
    """One's own part anybody; another's the owners."""
    return Yes if membership.person_id == person.pk else may_keep_people(person, membership.enterprise)


def let_in(person: Person) -> set[int]:
    """The keys of subjects of which the person confirmed who acts for them, as one of their own or as one of an agency
    they ever mandated, and of bases those run."""
    rows = Membership.objects.filter(settled_by=person).exclude(state=Membership.State.REFUSED)
    firms = set(rows.values_list("enterprise", flat=True))
    placed = AgencyPerson.objects.filter(settled_by=person).exclude(state=AgencyPerson.State.REFUSED)
    agencies = Q(agency__in=placed.values("agency")) | Q(agency__enterprise__in=firms)
    firms |= set(Mandate.objects.filter(agencies).values_list("client", flat=True))
    return firms | set(Enterprise.subjects.filter(operator__in=firms).values_list("pk", flat=True)) if firms else firms


_AN_AGENCY_OF = (
    "EXISTS (SELECT 1 FROM enterprises_mandate AS d JOIN enterprises_agency AS g ON g.id = d.agency_id "
    "WHERE d.client_id = {firm} AND ("
    "EXISTS (SELECT 1 FROM enterprises_agencyperson AS p WHERE p.agency_id = g.id "
    "AND p.settled_by_id = {person} AND p.state <> 'refused') OR "
    "EXISTS (SELECT 1 FROM enterprises_membership AS m WHERE m.enterprise_id = g.enterprise_id "
    "AND m.settled_by_id = {person} AND m.state <> 'refused')))"
)


def let_in_by_mandate(*, firm: str, person: str) -> str:
    """What triggers read of `let_in`: whether a person confirmed somebody of an agency that a firm ever mandated."""
    return _AN_AGENCY_OF.format(firm=firm, person=person)


def may_judge(person: Person, enterprise: Enterprise) -> Answer:
    """Decide an enterprise's cases, verify its accounts: nobody tied to it, nor who confirmed whom it sends."""
    if tied(person, enterprise):
        return No(_("您是这家企业的成员，应当回避，请由同事办理。"))
    if enterprise.pk in let_in(person):
        return No(_("是您确认了谁代表这家企业或者它委托的机构，它的件由同事决定，账户由同事核验。"))
    return Yes


def may_read_paper(person: Person, file: StoredFile) -> Answer:
    """A claim's paper: who handed it in, the enterprise's owners, and who may settle the claim."""
    rows = Membership.objects.filter(paper=file).select_related("enterprise")
    for each in rows:
        if each.person_id == person.pk or is_owner(person, each.enterprise) or may_settle_claim(person, each):
            return Yes
    return No(_CLOSED)
