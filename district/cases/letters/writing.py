"""What the letter of a decision says: outcome, money in capitals, reasons with citations, what follows, remedies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.cases.core import standing
from district.cases.core.knowledge import after_months
from district.cases.core.models import Decision
from district.cases.core.reasoning import fact_in_words
from district.cases.core.terms import term
from district.enterprises.events.queries import name_on
from district.ground.papers.letter import Letter, Part, official_date
from district.ground.papers.money import capital
from district.ground.people.queries import Bureau
from district.policies import queries as policies
from district.policies.queries import Reach

UNCONFIRMED = "待"  # a citation that begins so names who is to confirm the rule, and no document
DAYS, MONTHS = 60, 6  # 行政复议法 art. 20, 行政诉讼法 art. 46


def decision_letter(decision: Decision) -> Letter:
    """The letter of one decision, without its code. Official papers are in Chinese whatever the page speaks."""
    with override(settings.LANGUAGE_CODE):
        case = decision.application
        granted = decision.outcome == "granted"
        words = {"programme": inner(case.programme.name)}
        title = _title(decision)
        office = policies.reach(decision.office.name)
        follows = _follows(decision) if granted else []
        last = remedies(case.version.description, decision.office, timezone.localdate(decision.at))
        chapters = [_outcome(decision), _reasons(decision), follows, last]
        return Letter(
            office=decision.office.full, number=decision.number, title=title % words,
            to=name_on(case.enterprise, timezone.localdate(decision.at)),
            parts=(*_opening(decision), *numbered_chapters(chapters)), contact=contact(office),
            date=timezone.localdate(decision.at), notes=tuple(_notes(decision)),
            sample=not decision.ground and rests_on_unconfirmed(decision.verdict, decision.reasons),
            disclosure=_("公开属性：依申请公开"),
        )  # fmt: skip


def _title(decision: Decision) -> str:
    """By what it does: a decision that replaces another changes it, or takes it back (变更、撤销)."""
    if decision.ground:
        return _("关于不予受理“%(programme)s”申报的决定")
    if decision.replaces is not None and decision.replaces.outcome == "granted":
        if decision.outcome == "granted":
            return _("关于变更“%(programme)s”支持的决定")
        return _("关于撤销“%(programme)s”支持的决定")
    if decision.outcome == "granted":
        return _("关于同意“%(programme)s”申报的决定")
    return _("关于不予同意“%(programme)s”申报的决定")


def rests_on_unconfirmed(verdict: Mapping[str, Any], reasons: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a number or rule behind a decision is confirmed by no document: such a paper binds nobody."""
    return bool(verdict.get("illustrative")) or any(_unconfirmed(each) for each in reasons)


def numbered_chapters(chapters: list[list[Part]]) -> list[Part]:
    """Chapters with their numerals; each begins with its heading, empty ones are left out."""
    found = []
    for numeral, (head, *rest) in zip("一二三四五六七八九", [each for each in chapters if each], strict=False):
        found += [replace(head, text=f"{numeral}、{head.text}", level=1), *rest]
    return found


def contact(office: Reach) -> str:
    """Whom to ask about a paper: the office, its telephone and address as far as the catalogue says."""
    return "，".join(each for each in (office.full, office.phone and f"电话{office.phone}", office.address) if each)


def _opening(decision: Decision) -> list[Part]:
    case = decision.application
    submitted = decision.submission.at
    words = {
        "day": official_date(timezone.localdate(submitted)), "programme": inner(case.programme.name),
        "reference": case.reference, "as_of": official_date(decision.submission.as_of),
    }  # fmt: skip
    said = _("你单位%(day)s提交的“%(programme)s”申报（编号%(reference)s），经审查，以%(as_of)s为核算日，决定如下。")
    if decision.ground:
        said = _("你单位%(day)s提交的“%(programme)s”申报（编号%(reference)s），经审查，决定如下。")
    found = [Part(said % words)]
    if decision.replaces is not None:
        old = {"number": decision.replaces.number, "note": sentence(decision.note)}
        found.append(Part(_("本决定替代%(number)s，原决定自本决定作出之日起不再执行。原因：%(note)s") % old))
    return found


def _outcome(decision: Decision) -> list[Part]:
    found = [Part(_("决定"))]
    if decision.outcome == "refused":
        return [*found, Part(_("不予受理。") if decision.ground else _("不予同意。"))]
    if decision.amount is None:
        return [*found, Part(_("同意。"))]
    total = decision.total or decision.amount
    words = {"amount": f"{total:,.2f}", "capital": capital(total), "periods": decision.words}
    found.append(Part(_("同意，给予人民币%(amount)s元（大写：%(capital)s）。") % words))
    if decision.times > 1:
        today = decision.submission.version.description.get("recheck") == "today"
        governs = _("每期按付款那天的情况重新核算") if today else _("每期按到期那天的情况重新核算，晚付也照此核算")
        found.append(Part(_("按期给付：%(periods)s；%(governs)s。") % {**words, "governs": governs}))
    found += [Part(f"{line}。") for line in decision.cut_words]
    if decision.share is not None:
        due = {"due": f"{standing.amount(decision.verdict) or 0:,.2f}", "share": f"{decision.share:,.2f}"}
        found.append(Part(_("按条件应得%(due)s元；总额有限，按比例分配，你单位的份额为%(share)s元。") % due))
    return found


def _reasons(decision: Decision) -> list[Part]:
    """The grounds. Where no condition fails, what the decider wrote is the reason and stands first."""
    if decision.ground:
        said = {"note": sentence(decision.note), "ground": sentence(decision.ground)}
        return [Part(_("理由和依据")), Part(_("理由：%(note)s") % said), Part(_("依据：%(ground)s") % said)]
    items = [_reason(each) for each in decision.reasons]
    note = sentence(decision.note) if decision.replaces is None else ""
    if decision.outcome == "refused" and not items:
        ground = sentence(decision.note)
        return [Part(_("理由和依据")), Part(_("不予同意的理由：%(note)s") % {"note": ground})]
    found = [Part(_("理由和依据"))]
    if decision.outcome == "refused":
        found.append(Part(_("下列条件不符合：")))
    found[-1] = Part(found[-1].text, items=tuple(items))
    return [*found, *([Part(_("说明：%(note)s") % {"note": note})] if note else [])]


def _reason(each: dict[str, Any]) -> str:
    """One ground as sentences: the condition, whether it holds, on which facts, what would change it, by what rule."""
    held = _("符合") if each["value"] else _("不符合") if each["value"] is False else _("未定")
    facts = "，".join(fact_in_words(name, fact) for name, fact in (each.get("facts") or {}).items())
    said = [f"{each['say'].rstrip('。；')}：{held}"]
    said += [_("经核，%(facts)s") % {"facts": facts}] if facts else []
    said += [each["words"]] if each.get("words") else []
    said += [_("依据：%(cite)s") % {"cite": each["cite"]}] if each.get("cite") and not _unconfirmed(each) else []
    return "".join(sentence(part) for part in said)


def _unconfirmed(each: Mapping[str, Any]) -> bool:
    return str(each.get("cite") or "").startswith(UNCONFIRMED)


def _follows(decision: Decision) -> list[Part]:
    """How and when money comes, and what the receiver owes afterwards; nothing where neither is."""
    description = decision.submission.version.description
    found = []
    if decision.amount is not None:
        found.append(Part(_("款项付至你单位登记并经核验的收款账户；每一批次的拨付和到账情况可以在申报页面查看。")))
        if note := (description.get("benefit") or {}).get("say"):
            found.append(Part(sentence(note)))
    duties = [_duty(each, decision) for each in description.get("obligations") or []]
    if duties:
        found.append(Part(_("你单位应当履行下列义务："), items=tuple(duties)))
    return [Part(_("拨付和义务") if decision.amount is not None else _("义务")), *found] if found else []


def _duty(each: dict[str, Any], decision: Decision) -> str:
    until = after_months(timezone.localdate(decision.at), each["months"])
    breach = {"recover all": _("违反的，已付款项全部追回"), "recover pro rata": _("违反的，按未履行的期间追回"),
              "remind": _("违反的，提醒改正")}.get(each.get("on_breach", ""), "")  # fmt: skip
    words = {"say": each["say"].rstrip("。"), "until": official_date(until)}
    return sentence(_("%(say)s（至%(until)s）") % words) + sentence(breach)


def remedies(description: dict[str, Any], office: Bureau, day: dt.date, *, again: bool = True) -> list[Part]:
    """How to object to what an office decided on a day; `again`: it can be asked to look once more itself."""
    reach = policies.reach(office.name)
    last = term(description, "appeal").from_day(day)
    words = {
        "office": office.full, "day": official_date(last.date), "days": DAYS, "months": MONTHS,
        "body": reach.reconsideration or _("行政复议机关"), "court": reach.court or _("有管辖权的人民法院"),
    }  # fmt: skip
    twice = _(
        "如不服本决定，可以在%(day)s前向%(office)s申请复核；也可以自收到本决定之日起%(days)d日内依法向%(body)s申请行政复议，"
        "或者在%(months)d个月内依法向%(court)s提起行政诉讼。"
    )
    once = _(
        "如不服本决定，可以自收到本决定之日起%(days)d日内依法向%(body)s申请行政复议，"
        "或者在%(months)d个月内依法向%(court)s提起行政诉讼。"
    )
    return [Part(_("不服怎么办")), Part((twice if again else once) % words)]


def _notes(decision: Decision) -> list[str]:
    if decision.ground or not rests_on_unconfirmed(decision.verdict, decision.reasons):
        return []
    return [_("注：所依据的部分规则或参数未经文件确认，为示例；本件是样张，不产生效力。")]


def inner(name: str) -> str:
    """A name as it stands inside quotation marks: its own become single."""
    return name.replace("“", "‘").replace("”", "’")


def sentence(text: str) -> str:
    """The text with an end; nothing for nothing."""
    bare = text.strip()
    return bare if not bare or bare[-1] in "。！？；：" else f"{bare}。"
