"""Who is away when, and who stands in."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.cases.core.doors import DECIDES
from district.ground import clock
from district.ground.people.queries import Absence, absences_seen_by
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.tables import Empty, Table


def _now(row: Absence) -> str:
    today = clock.today()
    if row.ended_on or row.last < today:
        return gettext("已结束")
    return gettext("代理中") if row.first <= today else gettext("还没有开始")


ABSENCES = Table[Absence](
    _("不在岗和代理"),
    (
        Column(
            "person", _("谁不在岗"), lambda row: name_of(row.person), small=lambda row: row.note,
            href=lambda row: reverse("cases:absence", args=[row.pk]),
        ),
        Column("first", _("从"), lambda row: row.first, Kind.DATE),
        Column("last", _("到"), lambda row: row.last, Kind.DATE),
        Column("substitute", _("代理人"), lambda row: name_of(row.substitute)),
        Column("now", _("现在"), _now, width=12, part="assigning/_row_now.html"),
        Column("note", _("说明"), lambda row: row.note, width=30),
    ),
    page=("person", "first", "last", "substitute", "now"), named="person",
    key="cases.absences", route="cases:absences", door=DECIDES,
    rows=lambda person, _asked: absences_seen_by(person).order_by("-first", "-pk"),
    empty=Empty(_("没有登记过不在岗"), _("休假、出差、培训前在这里登记，选好代理人。"), "calendar-off"),
)  # fmt: skip
