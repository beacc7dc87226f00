"""What the letter of a decision says: outcome, money in capitals, reasons with citations, how to appeal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.applications import standing
from district.applications.models import Decision
from district.applications.terms import term
from district.enterprises.events.queries import name_on
from district.record.papers.letter import Letter, Part, official_date
from district.record.papers.money import capital


def decision_letter(decision: Decision) -> Letter:
    """The letter of one decision, without its code. Official papers are in Chinese whatever the page speaks."""
    with override(settings.LANGUAGE_CODE):
        case = decision.application
        granted = decision.outcome == "granted"
        words = {"programme": case.programme.name, "reference": case.reference}
        title = _("关于同意“%(programme)s”申报的决定") if granted else _("关于不予同意“%(programme)s”申报的决定")
        return Letter(
            office=decision.office.full, number=decision.number, title=title % words,
            to=name_on(case.enterprise, timezone.localdate(decision.at)),
            parts=(*_opening(decision), *_outcome(decision), *_reasons(decision), *_remedies(decision)),
            date=timezone.localdate(decision.at), notes=tuple(_notes(decision)),
        )  # fmt: skip


def _opening(decision: Decision) -> list[Part]:
    case = decision.application
    submitted = decision.submission.at
    words = {
        "day": official_date(timezone.localdate(submitted)), "programme": case.programme.name,
        "reference": case.reference, "as_of": official_date(decision.submission.as_of),
    }  # fmt: skip
    found = [
        Part(
            _("你单位%(day)s提交的“%(programme)s”申报（编号%(reference)s），经审查，以%(as_of)s为核算日，决定如下。")
            % words
        )
    ]
    if decision.replaces is not None:
        old = {"number": decision.replaces.number, "note": decision.note}
        found.append(Part(_("本决定替代%(number)s，原决定自本决定作出之日起不再执行。原因：%(note)s") % old))
    return found


def _outcome(decision: Decision) -> list[Part]:
    found = [Part(_("一、决定"), level=1)]
    if decision.outcome == "refused":
        return [*found, Part(_("不予同意。"))]
    if decision.amount is None:
        return [*found, Part(_("同意。"))]
    total = decision.total or decision.amount
    words = {"amount": f"{total:,.2f}", "capital": capital(total), "periods": decision.words}
    found.append(Part(_("同意，给予人民币%(amount)s元（大写：%(capital)s）。") % words))
    if decision.times > 1:
        found.append(Part(_("按期给付：%(periods)s；每期给付前按当时的信息重新核算。") % words))
    found += [Part(f"{line}。") for line in decision.cut_words]
    if decision.share is not None:
        due = {"due": f"{standing.amount(decision.verdict) or 0:,.2f}", "share": f"{decision.share:,.2f}"}
        found.append(Part(_("按条件应得%(due)s元；总额有限，按比例分配，你单位的份额为%(share)s元。") % due))
    return found


def _reasons(decision: Decision) -> list[Part]:
    items = tuple(_reason(each) for each in decision.reasons)
    found = [Part(_("二、理由和依据"), level=1, items=items)]
    if decision.note and decision.replaces is None:
        found.append(Part(_("说明：%(note)s") % {"note": decision.note}))
    return found


def _reason(each: dict[str, Any]) -> str:
    held = {True: _("符合"), False: _("不符合"), None: _("未定")}[each["value"]]
    facts = "，".join(f"{name} {_fact(fact)}" for name, fact in (each.get("facts") or {}).items())
    said = f"{each['say']}：{held}" + (f"（{facts}）" if facts else "")
    said += f"。{each['words']}" if each.get("words") else "。"
    return said + (_("依据：%(cite)s。") % {"cite": each["cite"]} if each.get("cite") else "")


def _fact(fact: Any) -> str:
    if not isinstance(fact, dict):
        return _value(fact)
    return _value(fact.get("value")) + (f" {fact['unit']}" if fact.get("unit") else "")


def _value(value: Any) -> str:
    if value is None:
        return _("未知")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)


def _remedies(decision: Decision) -> list[Part]:
    last = term(decision.application.version.description, "appeal").from_day(timezone.localdate(decision.at))
    words = {"office": decision.office.full, "day": official_date(last.date)}
    return [
        Part(_("三、不服怎么办"), level=1),
        Part(
            _(
                "如不服本决定，可以在%(day)s前向%(office)s申请复核；也可以自收到本决定之日起60日内依法申请行政复议，"
                "或者在6个月内依法提起行政诉讼。"
            )
            % words
        ),
    ]


def _notes(decision: Decision) -> list[str]:
    found = []
    if decision.verdict.get("illustrative"):
        found.append(_("注：所依据的部分参数未经文件确认，为示例参数。"))
    return found
