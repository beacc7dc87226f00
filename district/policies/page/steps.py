"""How a case goes, step by step: who does what, within which term. From the rule's own process and deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Described = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """`term` is the rule's own text ("5 working days"), "" where it says none; `more` are lines beside it."""

    name: str
    who: str
    what: str
    term: str = ""
    more: tuple[tuple[str, str], ...] = ()
    untimed: bool = False  # nobody waits for an office here


def steps(described: Described, subject: str = "enterprise") -> list[Step]:
    """The whole way of one version, from handing in to payment; nothing for a service. `subject`: for whom it is."""
    if described["service"]:
        return []
    limits, office = described.get("deadlines") or {}, described["office"]
    automatic = (described.get("intake") or {}).get("mode") == "automatic"
    found = [_offered(office) if automatic else _hand_in()]
    process = list(described.get("process") or ["accept", "decide"])
    makers = {
        "accept": lambda: _accept(limits, office), "joint-review": lambda: _joint(described),
        "score": lambda: _score(described, office), "notice": lambda: _notice(limits, office),
        "decide": lambda: _decide(described, limits, office), "pay": lambda: _pay(described, subject),
    }  # fmt: skip
    return found + [makers[step]() for step in process if step in makers]


def _hand_in() -> Step:
    return Step(_("填表提交"), _("您"), _("网上填申报表，已知的信息不用再填；需要的材料一并上传。"), untimed=True)


def _offered(office: str) -> Step:
    what = _("系统按登记、社保等信息找出符合的企业，不用申报；收到通知后确认一下就行。没有收到的，也可以自己申报。")
    return Step(_("核对名单，通知企业"), office, what, untimed=True)


def _accept(limits: Described, office: str) -> Step:
    what = _("看材料齐不齐。缺的一次说清，补齐后接着办。")
    correct = str(limits.get("correct") or "")
    return Step(_("受理"), office, what, str(limits.get("accept") or ""),
                ((_("补正"), correct),) if correct else ())  # fmt: skip


def _joint(described: Described) -> Step:
    asked = {name: str((each or {}).get("term") or "") for name, each in (described.get("joint") or {}).items()}
    who = "、".join(asked) or "、".join(described.get("with") or []) or described["office"]
    return Step(_("联审"), who, _("几个部门同时看，各自在期限内答复。"),
                more=tuple((name, term) for name, term in asked.items() if term), untimed=bool(asked))  # fmt: skip


def _score(described: Described, office: str) -> Step:
    experts = (described.get("scoring") or {}).get("experts")
    if experts:
        return Step(_("评审"), office, _("%(n)s 位专家各自打分，有利害关系的回避。") % {"n": experts})
    return Step(_("评审"), office, _("专家各自打分，有利害关系的回避。"))


def _notice(limits: Described, office: str) -> Step:
    return Step(_("公示"), office, _("拟同意的名单公开，任何人可以提出异议。"), str(limits.get("notice") or ""))


def _decide(described: Described, limits: Described, office: str) -> Step:
    quota = described.get("quota") or {}
    what = _("作出决定，写明理由和依据。")
    if quota.get("count"):
        what += _("名额有限，多于名额时按规则排出先后。")
    return Step(_("决定"), office, what, str(limits.get("decide") or ""))


def _pay(described: Described, subject: str) -> Step:
    parts = (described.get("benefit") or {}).get("instalments") or []
    what = _("付到本人的账户。") if subject == "person" else _("付到企业的对公账户。")
    if len(parts) > 1:
        what += _("分 %(n)s 次付。") % {"n": len(parts)}
    return Step(_("拨付"), _("财政部门"), what)


def remedies(described: Described) -> list[tuple[str, str]]:
    """(what, term) of what somebody may do who disagrees, as the rule itself says."""
    limits = described.get("deadlines") or {}
    named = (("hearing", _("陈述申辩")), ("appeal", _("申请复核")), ("review", _("复核答复")))
    return [(words, str(limits[key])) for key, words in named if limits.get(key)]


def papers(described: Described) -> Iterator[Described]:
    """What is handed in, the needed ones first."""
    yield from sorted(described.get("evidence") or [], key=lambda each: not each.get("needed"))
