"""The English cover note of a paper: what it is, what it says, what to do and until when. The Chinese paper binds."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.cases.letters.models import IssuedLetter, Kind
from district.cases.letters.queries import letter_of
from district.ground.papers.letter import Letter, said

UNTIL = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日前")
NUMERAL = re.compile("^[一二三四五六七八九]、")
TO_DO: dict[str, tuple[str | Promise, str | Promise]] = {
    Kind.DECISION: (_("不用回复。不同意的，可以申请复核，或者申请行政复议、提起行政诉讼。"), _("申请复核截止")),
    Kind.ACCEPTED: (_("不用做什么，等待决定。"), _("不晚于这一天作出决定")),
    Kind.RETURNED: (_("把函里列出的每一项一次补齐后提交。逾期视为撤回申报。"), _("补齐截止")),
    Kind.RECEIPT: (_("不用做什么，等待受理。"), ""),
    Kind.DECLINED: (_("不用回复。不同意的，可以申请复核，或者申请行政复议、提起行政诉讼。"), _("申请复核截止")),
    Kind.ENDED: (_("不用做什么。可以重新申报。"), ""),
    Kind.TOLD: (_("可以陈述意见、提出申辩、提交证据。逾期不提出的，视为放弃。"), _("陈述意见截止")),
    Kind.RECOVERY: (
        _("按函里写的账户和期限退回款项；不同意的，可以申请行政复议或者提起行政诉讼。"), _("退款或申请复核截止"),
    ),
    Kind.TOP_UP: (_("不用做什么，款项付至登记的收款账户。"), _("申请复核截止")),
    Kind.REVIEW: (_("不用回复。仍不同意的，可以申请行政复议或者提起行政诉讼。"), ""),
}  # fmt: skip


@dataclass(frozen=True)
class Cover:
    """`amount` in yuan, None where the paper gives none; `until` the day `until_for` says; `chapters` the paper's text:
    (heading, lines), the first without a heading."""

    letter: IssuedLetter
    title: str
    to: str
    outcome: str
    amount: Decimal | None
    to_do: str | Promise
    until: dt.date | None
    until_for: str | Promise
    chapters: tuple[tuple[str, tuple[str, ...]], ...]
    sample: bool


def cover(issued: IssuedLetter) -> Cover:
    """The cover note of one paper, from the paper as it was issued; in Chinese, as pages tell everything in English."""
    letter, decision = letter_of(issued), issued.decision
    to_do, until_for = TO_DO[issued.kind]
    until = UNTIL.search("\n".join(letter.lines()))
    return Cover(
        issued, letter.title, letter.to, decision.get_outcome_display() if decision else "",
        (decision.total or decision.amount) if decision else None, to_do,
        dt.date(*map(int, until.groups())) if until and until_for else None, until_for,
        tuple(_chapters(letter)), letter.sample,
    )  # fmt: skip


def _chapters(letter: Letter) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, list[str]]] = [("", [])]
    for part in letter.parts:
        if part.level == 1:
            found.append((NUMERAL.sub("", part.text), []))
        else:
            found[-1][1].extend(said(part))
    return [(heading, tuple(lines)) for heading, lines in found]
