"""The paper of an appeal's end."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.appeals.models import Appeal
from district.cases.letters.models import IssuedLetter, Kind
from district.cases.letters.papers import issue_for, words_of
from district.cases.letters.writing import numbered_chapters, remedies, sentence
from district.ground import clock
from district.ground.papers.letter import Part, official_date
from district.ground.record.actions import official


@official()
def reviewed(appeal: Appeal) -> IssuedLetter:
    """复核决定书: whether the decision stands, why, and what else can be done."""
    decision, case = appeal.decision, appeal.decision.application
    words = {**words_of(case), "number": decision.number, "day": official_date(timezone.localdate(appeal.at)),
             "new": appeal.result.number if appeal.result else "", "appeal": appeal.reference}  # fmt: skip
    said = {
        "upheld": _("复核请求成立，原决定由%(new)s替代。"), "dismissed": _("复核请求不成立，维持原决定。"),
        "inadmissible": _("复核申请不符合受理条件，不予受理。"),
    }[appeal.state]  # fmt: skip
    parts = [
        Part(_("你单位%(day)s对%(number)s提出的复核申请（编号%(appeal)s），已审查完毕。") % words),
        *numbered_chapters([
            [Part(_("复核结论")), Part(said % words)], [Part(_("理由")), Part(sentence(appeal.reply))],
            remedies(case.version.description, decision.office, clock.today(), again=False),
        ]),
    ]  # fmt: skip
    return issue_for(case, Kind.REVIEW, f"appeal {appeal.pk}", _("关于“%(programme)s”决定的复核决定") % words, parts)
