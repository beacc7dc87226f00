"""What the firm itself has to do on a case that was handed in, the most urgent first; nothing that it may only do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.aftercare.milestones.queries import reachable
from district.cases.aftercare.models import Finding
from district.cases.aftercare.states import TOLD
from district.cases.core.models import Application
from district.cases.intake.owing import Owed
from district.cases.review.notice.models import Objection
from district.funds.queries import Journey


@dataclass(frozen=True)
class Against:
    """An objection to the case's line of a public notice, as the firm may see it: never by whom."""

    objection: Objection
    may_state: bool

    @property
    def grounds(self) -> str:
        """What is held against the case, without what its author said of himself beside it."""
        text: str = self.objection.grounds
        for said in (self.objection.name, self.objection.contact):
            text = text.replace(said, "……") if len(said) > 1 else text
        return text


@dataclass(frozen=True)
class Task:
    """One thing to do: in words, where (an address, or a place on the page), the words on its button, by when."""

    words: str
    where: str
    label: str
    by: dt.date | None = None


def tasks_of(
    case: Application, owed: Iterable[Owed], against: Iterable[Against], findings: Iterable[Finding],
    money: Sequence[Journey],
) -> list[Task]:  # fmt: skip
    found = [*_to_supply(owed), *_to_state(against, findings), *_about_money(case, money)]
    if reachable(case):
        where = reverse("cases:my_acceptance", args=[case.reference])
        found.append(Task(_("做完之后申请验收，验收合格才付下一期。"), where, _("申请验收")))
    return sorted(found, key=lambda each: each.by or dt.date.max)


def _to_supply(owed: Iterable[Owed]) -> Iterator[Task]:
    for place, paper in enumerate(owed, 1):
        words = _("补交容缺的材料“%(name)s”，补交之前不能同意。") % {"name": paper.name}
        yield Task(words, f"#supply-{place}", _("去补交"), paper.until)


def _to_state(against: Iterable[Against], findings: Iterable[Finding]) -> Iterator[Task]:
    for each in against:
        if each.may_state:
            objection = each.objection
            where = f"#against-{objection.pk}"
            yield Task(_("公示期间有人提出异议，请陈述意见。"), where, _("去陈述"), objection.heard_until)
    for row in findings:
        if row.state == TOLD:
            where = reverse("cases:my_finding", args=[row.reference])
            yield Task(_("核查意见待您陈述：%(say)s") % {"say": row.say}, where, _("去陈述"), row.due_on)


def _about_money(case: Application, money: Sequence[Journey]) -> Iterator[Task]:
    where = reverse("funds:mine", args=[case.enterprise.uscc])
    if words := next((each.account for each in money if each.account and each.asks), ""):
        yield Task(words, where, _("填写收款账户"))
    for back in (each for journey in money for each in journey.backs if each.open):
        words = _("应退回 %(yuan)s 元。") % {"yuan": f"{back.left:,.2f}"}
        yield Task(words, "#money", _("看怎样退回"), back.due)
