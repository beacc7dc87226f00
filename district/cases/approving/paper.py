"""审批表: one case's proposal on one form, each level with who signed when; unsigned levels are lines to sign on."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.cases.approving.levels import WORDS
from district.cases.approving.models import Proposal
from district.ground.papers.letter import Letter, Part, Table, official_date
from district.ground.papers.money import capital


def letter_of(proposal: Proposal) -> Letter:
    """In Chinese; without a number, for it goes into the case's file."""
    with override(settings.LANGUAGE_CODE):
        case = proposal.application
        left = proposal.levels[proposal.signatures.count() :] if proposal.state == Proposal.State.WAITING else []
        return Letter(
            office=proposal.office.full, number="", title=_("审批表"), to="",
            parts=(Part("", table=_about(proposal)), Part("", table=_signatures(proposal))),
            date=timezone.localdate(proposal.at), signed_by=tuple(str(WORDS[level]) for level in left),
            notes=(_("申报编号 %(reference)s") % {"reference": case.reference},),
        )  # fmt: skip


def _about(proposal: Proposal) -> Table:
    case = proposal.application
    rows = [
        (str(case.enterprise.get_subject_display()), case.enterprise.name),
        *(((_("统一社会信用代码"), case.enterprise.code),) if case.enterprise.code else ()),
        (_("项目"), case.programme.name), (_("核算日"), official_date(case.as_of)),
        (_("拟办意见"), proposal.outcome_words),
    ]  # fmt: skip
    if proposal.amount is not None:
        words = {"amount": f"{proposal.amount:,.2f}", "capital": capital(proposal.amount)}
        rows.append((_("拟给付"), _("人民币%(amount)s元（大写：%(capital)s）") % words))
    if proposal.note:
        rows.append((_("说明"), proposal.note))
    if proposal.replaces is not None:
        rows.append((_("替代"), proposal.replaces.number))
    rows.append((_("状态"), str(proposal.get_state_display())))
    if proposal.decision is not None:
        rows.append((_("决定文号"), proposal.decision.number))
    return Table((_("事项"), _("内容")), tuple(rows), (1, 3))


def _signatures(proposal: Proposal) -> Table:
    rows = []
    for each in proposal.signatures.select_related("by", "instead_of"):
        name = f"{each.by.name}（代{each.instead_of.name}）" if each.instead_of else each.by.name
        rows.append((str(each.get_role_display()), name, f"{timezone.localtime(each.at):%Y-%m-%d %H:%M}"))
    if proposal.returned_by is not None:
        rows.append((_("退回"), f"{proposal.returned_by.name}：{proposal.why}", ""))
    return Table((_("环节"), _("签署人"), _("时间")), tuple(rows), (1, 2, 2))
