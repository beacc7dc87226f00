"""The public notice as a paper, to post at the office and to file: the list as published, and how to object."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.cases.letters.writing import contact
from district.cases.review.notice.models import Notice
from district.ground.papers.letter import Letter, Part, Table, official_date
from district.policies import queries as policies


def letter_of(notice: Notice, address: str) -> Letter:
    """In Chinese; `notice` comes with its lines. `address` is the notice's page, where anybody may object."""
    with override(settings.LANGUAGE_CODE):
        office, lines = notice.programme.office, list(notice.lines.all())
        words = {
            "name": notice.programme.name, "n": len(lines), "since": official_date(notice.since),
            "until": official_date(notice.until), "reference": notice.reference,
        }  # fmt: skip
        lead = _("“%(name)s”拟支持名单共%(n)d家，现予公示（编号%(reference)s）。公示期为%(since)s至%(until)s。")
        if notice.programme.kind == "recognition":
            lead = _("“%(name)s”拟认定名单共%(n)d家，现予公示（编号%(reference)s）。公示期为%(since)s至%(until)s。")
        how = _(
            "对名单有异议的，可以在公示期内在网上逐行提出，或者向我单位书面提出，请写明事实和理由。对提出异议的人，依法保密。"
        )
        return Letter(
            office=office.full, number="", title=notice.title, to="",
            parts=(Part(lead % words), Part("", table=_table(notice)), Part(how)),
            date=timezone.localdate(notice.opened_at), contact=contact(policies.reach(office.name)),
            notes=(_("公示页：%(address)s") % {"address": address},), disclosure=_("公开属性：主动公开"),
        )  # fmt: skip


def _table(notice: Notice) -> Table:
    """Columns nothing stands in are left out."""
    lines = list(notice.lines.all())
    scored, paid = (any(getattr(each, name) is not None for each in lines) for name in ("score", "amount"))
    head = [_("序号"), _("企业名称"), _("统一社会信用代码")]
    widths = [2, 8, 6]
    if scored:
        head, widths = [*head, _("评审得分")], [*widths, 3]
    if paid:
        head, widths = [*head, _("金额（元）")], [*widths, 4]
    rows = []
    for each in lines:
        row = [str(each.serial), each.name, each.code]
        row += [f"{each.score:.2f}" if each.score is not None else ""] if scored else []
        row += [f"{each.amount:,.2f}" if each.amount is not None else ""] if paid else []
        rows.append(tuple(row))
    return Table(tuple(head), tuple(rows), tuple(widths), tuple(range(3, len(head))))
