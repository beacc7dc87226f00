"""What is counted of panels and visits: held, with how many experts, sealed."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.figures.figure import Dimension, Flow, Ratio, Source
from district.ground.people.queries import Person, Topic
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table
from district.services.advice.panels import states
from district.services.advice.panels.models import Panel
from district.services.advice.panels.queries import attended

IN_DAYS = dt.timedelta(days=7)  # within which all are to have signed

ROWS = Table[Panel](
    _("会诊和上门指导"),
    (
        Column("title", _("事由"), lambda row: row.title, width=30, small=lambda row: row.reference),
        Column("kind", _("方式"), lambda row: row.get_kind_display(), width=8),
        Column("when", _("时间"), lambda row: row.when, width=34),
        Column("state", _("状态"), lambda row: row.shown.staff, width=12),
        Column("sealed", _("封存"), lambda row: row.sealed_at, Kind.TIME),
    ),
    page=("title", "kind", "when", "state", "sealed"), named="title",
)  # fmt: skip


def _seen(rows: QuerySet[Panel], person: Person) -> QuerySet[Panel]:
    return rows.filter(pk__in=Panel.objects.visible_to(person).values("pk"))


def _kind(value: str) -> str:
    return str(Panel.Kind(value).label)


def _topic(value: str) -> str:
    return str(Topic(value).label)


SOURCE = Source[Panel](
    "panels", _("会诊和上门指导"), lambda _day: Panel.objects.all(), ROWS, _seen,
    dimensions=(
        Dimension("kind", _("方式"), "kind", named=_kind),
        Dimension("topic", _("分组"), "need__topic", named=_topic),
        Dimension("bureau", _("部门"), "office__name"),
    ),
    listed=lambda rows: rows.order_by("-starts", "-pk"), place=62,
)  # fmt: skip
HELD = Flow(
    key="panels.held", words=_("会诊和上门指导"), unit=pgettext_lazy("unit", "次"), source=SOURCE, time="starts",
    public=True, where=lambda day: ~Q(state=states.CANCELLED) & Q(ends__date__lte=day) & Q(attended()),
    definition=_("期间内到点举行的会诊和上门指导，取消的、没有专家能来的不计。"),
)  # fmt: skip
SEALED = Flow(
    key="panels.sealed", words=_("记录已签齐的会诊和上门指导"), unit=pgettext_lazy("unit", "次"), source=SOURCE,
    time="starts", public=True, where=Q(state=states.SEALED),
    definition=_("期间内举行、每位专家都签了意见、记录已经封存的会诊和上门指导。"),
)  # fmt: skip
SOON = Flow(
    key="panels.sealed_soon", words=_("七天内签齐的"), unit=pgettext_lazy("unit", "次"), source=SOURCE, time="starts",
    public=True, where=Q(state=states.SEALED, sealed_at__lte=F("ends") + IN_DAYS),
    definition=_("期间内举行、结束后七天内记录签齐封存的会诊和上门指导。"),
)  # fmt: skip
SOON_SHARE = Ratio(
    key="panels.sealed_soon_share", words=_("七天内签齐的比例"), top=SOON, bottom=HELD,
    definition=_("期间内举行的会诊和上门指导里，结束后七天内签齐的。"),
)  # fmt: skip
FIGURES = (HELD, SEALED, SOON, SOON_SHARE)
