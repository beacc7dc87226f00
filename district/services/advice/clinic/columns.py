"""Lists of clinics: the desk's, and the numbers behind the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.queries import Person, Role, Topic
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.tables import Empty, Table
from district.services.advice.clinic import states
from district.services.advice.clinic.acts_desk import desk_clinics
from district.services.advice.clinic.models import Clinic, ClinicExpert, Visitor

OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.EXPERT)


@dataclass(frozen=True)
class Held:
    """A clinic with who sits there and how many came."""

    clinic: Clinic
    experts: str
    booked: int
    walked: int
    served: int
    missed: int

    @property
    def state(self) -> tuple[str, str | Promise]:
        """Its tone and its words."""
        if self.clinic.cancelled_at:
            return "ink", _("已取消")
        if self.clinic.closed_at:
            return "done", _("已散场")
        return ("needs", _("正在进行")) if self.clinic.runs else ("ink", _("待进行"))


def _held(rows: Sequence[Clinic], _person: Person, _asked: Mapping[str, str]) -> Iterable[Held]:
    keys = [row.pk for row in rows]
    names: dict[int, list[str]] = {}
    for clinic, name in ClinicExpert.objects.filter(clinic__in=keys, ended_at=None).values_list(
        "clinic", "expert__name"
    ):
        names.setdefault(clinic, []).append(name)
    given = Visitor.objects.filter(clinic__in=keys).order_by().values_list("clinic").annotate(
        booked=Count("pk", filter=Q(kind=Visitor.Kind.BOOKED)), walked=Count("pk", filter=Q(kind=Visitor.Kind.WALK)),
        served=Count("pk", filter=Q(state=states.SERVED)), missed=Count("pk", filter=Q(state=states.MISSED)),
    )  # fmt: skip
    counts = {key: rest for key, *rest in given}
    return [Held(row, "、".join(names.get(row.pk, [])), *counts.get(row.pk, (0, 0, 0, 0))) for row in rows]


def _rows(person: Person, _asked: Mapping[str, str]) -> QuerySet[Clinic]:
    return desk_clinics(person)


def _coming(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(closed_at=None, cancelled_at=None, ends__gt=clock.now())


def _over(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return ~_coming(None, {})


CLINICS = Table[Held](
    _("云坐诊和门诊"),
    (
        Column("title", _("名称"), lambda row: row.clinic.title, width=24, small=lambda row: row.clinic.reference,
               href=lambda row: reverse("clinic:desk_clinic", args=[row.clinic.reference])),
        Column("reference", _("编号"), lambda row: row.clinic.reference),
        Column("topic", _("分组"), lambda row: row.clinic.get_topic_display(), width=12),
        Column("when", _("时间"), lambda row: row.clinic.when, width=34),
        Column("starts", _("开始"), lambda row: row.clinic.starts, Kind.TIME),
        Column("ends", _("结束"), lambda row: row.clinic.ends, Kind.TIME),
        Column("where", _("地点"), lambda row: row.clinic.where, width=28),
        Column("experts", _("专家"), lambda row: row.experts, width=28),
        Column("booked", _("预约"), lambda row: row.booked, Kind.NUMBER, 8),
        Column("walked", _("现场"), lambda row: row.walked, Kind.NUMBER, 8),
        Column("served", _("已接待"), lambda row: row.served, Kind.NUMBER, 8),
        Column("missed", _("未到"), lambda row: row.missed, Kind.NUMBER, 8),
        Column("state", _("状态"), lambda row: row.state[1], width=12, tone=lambda row: row.state[0]),
    ),
    page=("title", "when", "experts", "booked", "walked", "served", "missed", "state"), named="title",
    key="clinic.clinics", route="clinic:desk_clinics", door=OFFICIALS, rows=_rows, dress=_held,
    filters=(
        Filter("topic", _("分组"), lookup="topic", choices=Topic.choices),
        Filter("q", _("编号或地点"), Asks.WORDS, "reference__iexact|place__icontains"),
    ),
    tabs=Tabs(
        (
            Tab("coming", _("将要举行"), _coming, order=("starts", "pk")),
            Tab("over", _("已经结束"), _over, order=("-starts", "-pk")),
        ),
        label=_("按时间"),
    ),
    tells=_("七个分组的门诊：谁坐诊、约了几人、现场来了几人、看了几人。"),
    empty=Empty(_("这里没有门诊"), icon="stethoscope"),
)  # fmt: skip
LISTS = (CLINICS,)
