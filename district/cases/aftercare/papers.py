"""The papers of a finding: told, and what is given besides."""

from __future__ import annotations

from django.utils.translation import gettext as _

from district.cases.aftercare.models import Finding
from district.cases.letters.models import IssuedLetter, Kind
from district.cases.letters.papers import issue_for, words_of
from district.cases.letters.writing import numbered_chapters, remedies, sentence
from district.ground import clock
from district.ground.papers.letter import Part, official_date
from district.ground.papers.money import capital
from district.ground.record.actions import official


@official()
def told(finding: Finding) -> IssuedLetter:
    """陈述意见告知书: what was found, by what rule, and until when the enterprise may speak."""
    case, due = finding.application, finding.due_on
    words = {
        **words_of(case), "number": finding.decision.number, "say": sentence(finding.say), "cite": finding.cite,
        "due": official_date(due) if due else "", "since": official_date(finding.since_on),
    }  # fmt: skip
    found = _("你单位依%(number)s取得“%(programme)s”支持。经核查，自%(since)s起：%(say)s")
    rights = _("你单位可以在%(due)s前陈述意见、提出申辩，并提交证据。逾期不提出的，视为放弃；作出处理前，将认真听取。")
    parts = numbered_chapters([
        [Part(_("查明的情况")), Part(found % words)],
        [Part(_("依据")), Part(sentence(finding.cite))] if finding.cite else [],
        [Part(_("你单位的权利")), Part(rights % words)],
    ])  # fmt: skip
    return issue_for(case, Kind.TOLD, f"finding {finding.pk}", _("关于“%(programme)s”的陈述意见告知书") % words, parts)


@official()
def added(finding: Finding) -> IssuedLetter:
    """补发决定书: what is given besides, how it was computed. It is in the enterprise's favour: nobody is heard."""
    case = finding.application
    words = {
        **words_of(case), "number": finding.decision.number, "amount": f"{finding.amount or 0:,.2f}",
        "capital": capital(finding.amount) if finding.amount else "",
    }  # fmt: skip
    outcome = _("补发人民币%(amount)s元（大写：%(capital)s），付至你单位经核验的收款账户。") % words
    grounds = [sentence(each) for each in (finding.say, finding.ruling, finding.reason, finding.cite) if each.strip()]
    parts = [
        Part(_("你单位依%(number)s取得“%(programme)s”支持。经核查，决定如下。") % words),
        *numbered_chapters([
            [Part(_("决定")), Part(outcome), *([Part(sentence(finding.sum))] if finding.sum else [])],
            [Part(_("理由和依据"), items=tuple(grounds))],
            remedies(case.version.description, case.programme.office, clock.today()),
        ]),
    ]  # fmt: skip
    title = _("关于补发“%(programme)s”款项的决定") % words
    return issue_for(case, Kind.TOP_UP, f"finding {finding.pk}", title, parts)
