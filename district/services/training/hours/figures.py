"""What is counted of learning: people once each, minutes by the strength of their evidence, what was looked over."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.figures.figure import Dimension, Flow, People, Source
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, Text
from district.ground.tables.tables import Table
from district.services.training.hours.columns import FLAGS as FLAG_LIST
from district.services.training.hours.models import Flag, Learnt
from district.services.training.hours.models import Kind as Odd

ROOMS: dict[str, Text] = {
    "courses": _("创业云课堂"), "camp": _("训练营"), "employers": _("企业培训"), "declared": _("本人申报"),
}  # fmt: skip
MINUTES, HEADS = pgettext_lazy("unit", "分钟"), pgettext_lazy("unit", "人")

LEARNT = Table[Learnt](
    _("学时按人按天"),
    (
        Column("who", _("谁"), lambda row: str(row.learner), width=16),
        Column("day", _("哪一天"), lambda row: row.day, Kind.DATE),
        Column("room", _("在哪里学"), lambda row: ROOMS.get(row.room, row.room), width=14),
        Column("session", _("场次"), lambda row: row.session, width=24),
        Column("strength", _("证据"), lambda row: row.strength, width=8),
        Column("minutes", _("分钟"), lambda row: row.minutes, Kind.NUMBER),
    ),
    page=("who", "day", "room", "session", "strength", "minutes"), named="who",
)  # fmt: skip


def _seen(rows: QuerySet[Learnt], person: Person) -> QuerySet[Learnt]:
    return rows.filter(pk__in=Learnt.objects.visible_to(person).values("pk"))


LEARNING = Source[Learnt](
    "learning", _("学时"), lambda day: Learnt.objects.filter(day__lte=day), LEARNT, _seen,
    dimensions=(
        Dimension("room", _("在哪里学"), "room", named=lambda value: ROOMS[value]),
        Dimension("strength", _("证据"), "strength"),
        Dimension("bureau", _("部门"), "office__name"),
    ),
    listed=lambda rows: rows.select_related("learner__account").order_by("-day", "-pk"), place=60,
    people=People(None, "learner", ("bureau",)),
)  # fmt: skip
LEARNERS = Flow(
    key="hours.learners", words=_("学习的人"), unit=HEADS, source=LEARNING, time="day", of=("learner",), public=True,
    where=~Q(strength="C"),
    definition=_("期间内有学时、且至少一个来源能证明的人数；一个人在几处学、学几门也只计一人。"),
)  # fmt: skip


def _minutes(strength: str, words: Text, definition: Text) -> Flow[Learnt]:
    return Flow(
        key=f"hours.minutes_{strength.lower()}", words=words, unit=MINUTES, source=LEARNING, time="day",
        amount="minutes", money=False, where=Q(strength=strength), public=True, definition=definition,
    )  # fmt: skip


STRONG = _minutes(
    "A", _("学时：两个来源能证明"),
    _("期间内两个互相独立的来源（扫码和点名，观看和应答）都能证明的学习时间；同一时间只计一次，按人按天按课舍去不足一分钟的。"),
)  # fmt: skip
SINGLE = _minutes(
    "B", _("学时：一个来源能证明"),
    _("期间内只有一个来源能证明的学习时间；同一时间只计一次，按人按天按课舍去不足一分钟的。"),
)  # fmt: skip
DECLARED = _minutes(
    "C", _("学时：本人申报或只是播放"),
    _("期间内只有本人申报、或者只有播放记录的学习时间；单独列出，不用于补贴。"),
)  # fmt: skip

ODD = Source[Flag](
    "hours_flags", _("不寻常的学时"), lambda _day: Flag.objects.all(), FLAG_LIST,
    lambda rows, person: rows.filter(pk__in=Flag.objects.visible_to(person).values("pk")),
    dimensions=(
        Dimension("kind", _("看到了什么"), "kind", named=lambda value: Odd(value).label),
        Dimension("bureau", _("部门"), "office__name"),
    ),
    listed=lambda rows: rows.select_related("by").order_by("-found_at", "-pk"), place=61,
)  # fmt: skip
FOUND = Flow(
    key="hours.flagged", words=_("挑出来核实的学时"), unit=pgettext_lazy("unit", "条"), source=ODD, time="found_at",
    definition=_("期间内挑出来请人核实的记录数，核实过的也计。"),
)  # fmt: skip
STRUCK = Flow(
    key="hours.struck", words=_("核实后划去"), unit=pgettext_lazy("unit", "条"), source=ODD, time="done_at",
    where=Q(state="struck"), definition=_("期间内核实后决定不算的记录数，按核实的日期。"),
)  # fmt: skip

FIGURES = (LEARNERS, STRONG, SINGLE, DECLARED, FOUND, STRUCK)
