"""Who may do what with money."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from district.enterprises.claims.permissions import is_owner, let_in
from district.enterprises.permissions import is_member
from district.enterprises.queries import Enterprise
from district.funds import separating
from district.funds.models import Award, Batch, Clawback, Line, OutsideGrant, Payee, Settlement, Withheld
from district.ground.files.queries import StoredFile
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.policies.queries import Programme


def in_finance(person: Person, *roles: str) -> bool:
    """Whether the person has one of the roles in the finance bureau."""
    return any(
        duty.bureau.name == settings.FINANCE_BUREAU and duty.role in (roles or (Role.OFFICER, Role.LEADER))
        for duty in person.duties
    )


def may_see(person: Person) -> Answer:
    if person.has_role(Role.OFFICER, Role.LEADER, Role.AUDITOR):
        return Yes
    return No(_("资金页面只对经办人、负责人和审计开放。"))


def may_budget(person: Person) -> Answer:
    return Yes if in_finance(person) else No(_("只有财政部门的经办人和负责人可以安排预算。"))


def may_claim(person: Person, programme: Programme | None, line: Line) -> Answer:
    """Hold, commit, adjust, release: the bureau that leads the programme, or the line's own, or finance."""
    bureaus = person.bureau_ids(Role.OFFICER, Role.LEADER)
    if line.office_id in bureaus or (programme and programme.office_id in bureaus) or in_finance(person):
        return Yes
    return No(_("只有牵头部门和财政部门可以动用这项指标。"))


def may_withdraw(person: Person, award: Award) -> Answer:
    """Release: also the enterprise that takes its application back."""
    if is_member(person, award.enterprise):
        return Yes
    return may_claim(person, award.version.programme if award.version else None, award.line)


def may_enter_payee(person: Person, enterprise: Enterprise) -> Answer:
    if is_member(person, enterprise):
        return Yes
    return No(_("只有代表这家企业的人可以填写收款账户。"))


def may_withdraw_payee(person: Person, payee: Payee) -> Answer:
    """An owner, for whom somebody else entered an account nobody of the enterprise wants."""
    return Yes if is_owner(person, payee.enterprise) else No(_("只有企业负责人可以撤下待核验的账户。"))


def may_verify(
    person: Person, payee: Payee, mine: Collection[int] | None = None, judged: Collection[int] | None = None
) -> Answer:
    """`mine`: the enterprises the person acts for, `judged`: those whose people they confirmed, where known already."""
    if not person.has_role(Role.OFFICER):
        return No(_("只有经办人可以核验收款账户。"))
    member = is_member(person, payee.enterprise) if mine is None else payee.enterprise_id in mine
    if payee.entered_by_id == person.pk or member:
        return No(_("不能核验自己企业的收款账户。"))
    if payee.enterprise_id in (let_in(person) if judged is None else judged):
        return No(_("是您确认了谁代表这家企业，它的账户由同事核验。"))
    return Yes


def may_make(person: Person) -> Answer:
    return Yes if in_finance(person) else No(_("只有财政部门可以组织拨付。"))


def may_check(person: Person, batch: Batch, reason: str = "-") -> Answer:
    if not in_finance(person):
        return No(_("只有财政部门可以复核。"))
    if batch.made_by_id == person.pk:
        return No(_("组批的人不能自己复核。"))
    return _apart(person, batch, separating.CHECK, reason)


def may_release_first(person: Person, batch: Batch, reason: str = "-") -> Answer:
    if not in_finance(person):
        return No(_("只有财政部门可以放行。"))
    return _apart(person, batch, separating.FIRST, reason)


def may_release_second(person: Person, batch: Batch, reason: str = "-") -> Answer:
    if not in_finance(person, Role.LEADER):
        return No(_("二级放行由财政部门负责人办理。"))
    if batch.first_by_id == person.pk:
        return No(_("两级放行须由两个人办理。"))
    return _apart(person, batch, separating.SECOND, reason)


def _apart(person: Person, batch: Batch, step: str, reason: str) -> Answer:
    """Not who had another hand in the batch, wherever the bureau has somebody else; `reason`: where it has not."""
    why = separating.why_not(person, batch, step, reason)
    return No(why) if why else Yes


def may_recover(person: Person, award: Award) -> Answer:
    return may_claim(person, award.version.programme if award.version else None, award.line)


def may_write_off(person: Person, case: Clawback) -> Answer:
    if not in_finance(person, Role.LEADER):
        return No(_("核销由财政部门负责人批准。"))
    return No(_("申请核销的人不能自己批准。")) if case.asked_by_id == person.pk else Yes


def may_ask_settlement(person: Person) -> Answer:
    return Yes if in_finance(person) else No(_("只有财政部门可以凭凭证登记付款结果。"))


def may_settle(person: Person, settlement: Settlement) -> Answer:
    """Agree or not: another person of the finance bureau than the one who asked."""
    if not in_finance(person):
        return No(_("只有财政部门可以凭凭证登记付款结果。"))
    return No(_("提出的人不能自己确认。")) if settlement.asked_by_id == person.pk else Yes


def may_pause(person: Person, award: Award) -> Answer:
    return may_claim(person, award.version.programme if award.version else None, award.line)


def may_read_certificate(person: Person, file: StoredFile) -> Answer:
    """A bank's paper: the enterprise's own people, who may verify the account, and auditors."""
    rows = Payee.objects.filter(certificate=file).select_related("enterprise")
    if any(is_member(person, each.enterprise) or may_verify(person, each) for each in rows):
        return Yes
    if person.has_role(Role.AUDITOR):
        return Yes
    return No(_("开户证明只对企业自己、核验账户的经办人和审计开放。"))


def may_read_paper(person: Person, file: object) -> Answer:
    """Papers of payments settled by hand: those who see the money."""
    return may_see(person)


def may_enter_any_outside(person: Person, _nothing: object = None) -> Answer:
    """What other offices gave is entered by those who work on cases, before it is said for which enterprise."""
    if person.has_role(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有经办人和负责人可以登记其他部门的给付。"))


def may_enter_outside(person: Person, enterprise: Enterprise) -> Answer:
    """What other offices gave is entered and voided by those who work on cases, not for an enterprise of their own."""
    if not (answer := may_enter_any_outside(person)):
        return answer
    if is_member(person, enterprise):
        return No(_("不能登记自己企业的给付。"))
    return Yes


def may_void_outside(person: Person, grant: OutsideGrant) -> Answer:
    """The bureau that entered it: what it counts against is every bureau's, the row is not."""
    if grant.bureau_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("这一笔由%(office)s登记，由该部门作废。") % {"office": grant.bureau.name})
    return may_enter_outside(person, grant.enterprise)


def may_pay_all_the_same(person: Person, held: Withheld) -> Answer:
    """A leader of the bureau that leads the programme, or of the line's own, and not for an enterprise of their own."""
    award = held.award
    offices = {award.line.office_id} | ({award.version.programme.office_id} if award.version else set())
    if not offices & set(person.bureau_ids(Role.LEADER)):
        return No(_("暂停的拨付由牵头部门负责人决定是否照付。"))
    return No(_("不能决定自己企业的拨付。")) if is_member(person, award.enterprise) else Yes
