"""What is counted of clinics: people seen by group, how long they waited, bookings nobody came to."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.figures.figure import Dimension, Flow, Ratio, Source
from district.ground.people.queries import Person, Topic
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table
from district.services.advice.clinic import states
from district.services.advice.clinic.models import Visitor

SOON = 30  # minutes within which who came is to be called

NUMBERS = Table[Visitor](
    _("门诊的号"),
    (
        Column("label", _("号"), lambda row: row.label, width=8, small=lambda row: row.clinic.reference),
        Column("clinic", _("门诊"), lambda row: row.clinic.title, width=20),
        Column("day", _("日期"), lambda row: row.clinic.day, Kind.DATE),
        Column("kind", _("怎样来的"), lambda row: row.get_kind_display(), width=12),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12),
        Column("waited", _("等了几分钟"), lambda row: row.waited, Kind.NUMBER, 10),
    ),
    page=("label", "clinic", "day", "kind", "state", "waited"), named="label",
)  # fmt: skip


def _seen(rows: QuerySet[Visitor], person: Person) -> QuerySet[Visitor]:
    return rows.filter(pk__in=Visitor.objects.visible_to(person).values("pk"))


def _rows(_day: dt.date) -> QuerySet[Visitor]:
    return Visitor.objects.filter(clinic__cancelled_at=None)


def _topic(value: str) -> str:
    return str(Topic(value).label)


def _kind(value: str) -> str:
    return str(Visitor.Kind(value).label)


GIVEN = Source[Visitor](
    "clinic_numbers", _("门诊的号"), _rows, NUMBERS, _seen,
    dimensions=(
        Dimension("topic", _("分组"), "clinic__topic", named=_topic),
        Dimension("kind", _("怎样来的"), "kind", named=_kind),
        Dimension("bureau", _("部门"), "clinic__office__name"),
    ),
    listed=lambda rows: rows.select_related("clinic").order_by("-clinic__starts", "kind", "number"), place=61,
)  # fmt: skip
PEOPLE = pgettext_lazy("unit", "人次")
SERVED = Flow(
    key="clinic.served", words=_("门诊接待"), unit=PEOPLE, source=GIVEN, time="clinic__starts", public=True,
    where=Q(state=states.SERVED),
    definition=_("期间内举办的云坐诊和门诊里看过的人次，预约和现场取号都计；没来、没轮到的不计。"),
)  # fmt: skip
CALLED = Flow(
    key="clinic.called", words=_("叫过号的"), unit=PEOPLE, source=GIVEN, time="clinic__starts", public=True,
    where=Q(waited__isnull=False), definition=_("期间内举办的门诊里等到叫号的人次，叫到时人不在的也计。"),
)  # fmt: skip
IN_TIME = Flow(
    key="clinic.called_soon", words=_("半小时内叫到的"), unit=PEOPLE, source=GIVEN, time="clinic__starts", public=True,
    where=Q(waited__lte=SOON), definition=_("从到场到第一次叫号不超过 30 分钟的人次。"),
)  # fmt: skip
WAITED = Flow(
    key="clinic.waited", words=_("等候时间合计"), unit=pgettext_lazy("unit", "分钟"), source=GIVEN,
    time="clinic__starts", public=True, where=Q(waited__isnull=False), amount="waited", money=False,
    definition=_("从到场到第一次叫号的分钟数，合计；除以“叫过号的”就是平均等候时间。"),
)  # fmt: skip
BOOKINGS = Flow(
    key="clinic.bookings", words=_("门诊预约"), unit=PEOPLE, source=GIVEN, time="clinic__starts", public=True,
    where=Q(kind=Visitor.Kind.BOOKED, state__in=[states.SERVED, states.MISSED]),
    definition=_("期间内举办的门诊里，约了并且来了或者没来的人次；提前退号的不计。"),
)  # fmt: skip
NO_SHOWS = Flow(
    key="clinic.no_shows", words=_("约了没来"), unit=PEOPLE, source=GIVEN, time="clinic__starts", public=True,
    where=Q(kind=Visitor.Kind.BOOKED, state=states.MISSED),
    definition=_("期间内举办的门诊里，约了没来也没有退号的人次。"),
)  # fmt: skip
SOON_SHARE = Ratio(
    key="clinic.called_soon_share", words=_("半小时内叫到的比例"), top=IN_TIME, bottom=CALLED,
    definition=_("叫过号的人次里，从到场到第一次叫号不超过 30 分钟的。"),
)  # fmt: skip
NO_SHOW_RATE = Ratio(
    key="clinic.no_show_rate", words=_("爽约率"), top=NO_SHOWS, bottom=BOOKINGS,
    definition=_("预约的人次里没来的；每小时叫几位现场的，就按各组近一年的这个比例和先验估算。"),
)  # fmt: skip
FIGURES = (SERVED, CALLED, IN_TIME, WAITED, BOOKINGS, NO_SHOWS, SOON_SHARE, NO_SHOW_RATE)
