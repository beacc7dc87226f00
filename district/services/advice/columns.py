"""Lists of advice: what one asked, what waits at the desk, encounters, studios, subjects, rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from district.ground import clock
from district.ground.people.queries import Field, Person, Role, Topic
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.tables import Empty, Table
from district.services.advice.models import Encounter, Matching, Mode, Need, Studio, Subject
from district.services.advice.promises import answered_within
from district.services.advice.queries import encounters_kept_by, my_needs, needs_kept_by
from district.services.advice.states import ENCOUNTER_CHOICES, LOOKING, OPEN, TAKEN, UNPLACED

OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR)


def _due(row: Need) -> dt.date | None:
    return row.due_on if row.state in LOOKING else None


def _need_columns(route: str) -> tuple[Column[Need], ...]:
    return (
        Column("subject", _("事项"), lambda row: str(row.subject), width=28,
               href=lambda row: reverse(route, args=[row.reference]), small=lambda row: row.get_topic_display()),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("topic", _("分组"), lambda row: row.get_topic_display(), width=12),
        Column("whom", _("谁问的"), lambda row: row.whom, width=28),
        Column("stage", _("阶段"), lambda row: row.get_stage_display(), width=16),
        Column("street", _("街道"), lambda row: row.street, width=16),
        Column("mode", _("希望的方式"), lambda row: row.get_mode_display() if row.mode else "", width=12),
        Column("expert", _("专家"), lambda row: row.expert.name if row.expert else "", width=16),
        Column("asked", _("提出"), lambda row: row.asked_at, Kind.TIME),
        Column("due", _("答复期限"), _due, Kind.DATE, part="advice/_due.html"),
        Column("taken", _("接单"), lambda row: row.taken_at, Kind.TIME),
        Column("ended", _("办结"), lambda row: row.ended_at, Kind.TIME),
        Column("outcome", _("结果"), lambda row: row.get_outcome_display() if row.outcome else "", width=14),
        Column("state", _("状态"), lambda row: row.stands.staff, width=14, tone=lambda row: row.stands.tone),
    )  # fmt: skip


MINE = Table[Need](
    _("我的咨询"), _need_columns("advice:mine_one"), page=("subject", "whom", "expert", "asked", "state"),
    named="subject", key="advice.mine", route="advice:mine", rows=lambda person, _asked: my_needs(person),
    tells=_("问过什么、谁在帮您、下一步做什么。"),
    empty=Empty(_("还没有咨询过"), answered_within(gettext_noop("专家免费帮您看问题，%(n)d 个工作日内有人答复。")),
                "messages", "advice:ask", _("去咨询")),
)  # fmt: skip


def _open(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(state__in=sorted(LOOKING))


def _wakes(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(state=UNPLACED)


def _running(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(state=TAKEN)


def _over(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return ~Q(state__in=sorted(OPEN))


NEEDS = Table[Need](
    _("咨询需求"), _need_columns("advice:desk_one"),
    page=("subject", "whom", "street", "expert", "due", "state"), named="subject",
    key="advice.needs", route="advice:needs", door=OFFICIALS, rows=lambda person, _asked: needs_kept_by(person),
    filters=(
        Filter("q", _("谁问的、专家或编号"), Asks.WORDS, "whom__icontains|expert__name__icontains|reference__iexact"),
        Filter("topic", _("分组"), lookup="topic", choices=Topic.choices, every=_("全部分组")),
    ),
    tabs=Tabs(
        (
            Tab("wakes", _("待协调"), _wakes, order=("due_on", "pk"), tone="needs"),
            Tab("looking", _("待接单"), _open, order=("due_on", "pk")),
            Tab("running", _("服务中"), _running, order=("taken_at", "pk")),
            Tab("over", _("已结束"), _over, order=("-ended_at", "-pk")),
            Tab("all", _("全部"), order=("-asked_at", "-pk")),
        ),
        first=lambda counts: next((key for key in ("wakes", "looking", "running") if counts.get(key)), "all"),
    ),
    tells=_("谁来问、请了谁、卡在哪里；没有专家接的排在最前。"),
    empty=Empty(_("这里没有咨询"), icon="messages"),
)  # fmt: skip


def _encounters(person: Person, _asked: Mapping[str, str]) -> QuerySet[Encounter]:
    return encounters_kept_by(person).order_by("-happened_on", "-starts", "-pk")


def _advisers(row: Encounter) -> str:
    return "、".join(each.expert.name for each in row.advisers.all())


ENCOUNTER_COLUMNS: tuple[Column[Encounter], ...] = (
    Column("title", _("说明"), lambda row: row.title or row.reference, width=28,
           small=lambda row: row.get_topic_display(),
           href=lambda row: reverse("advice:desk_one", args=[row.need.reference]) if row.need
           else reverse("advice:desk_encounter", args=[row.reference])),
    Column("reference", _("编号"), lambda row: row.reference),
    Column("mode", _("方式"), lambda row: row.get_mode_display(), width=12),
    Column("topic", _("分组"), lambda row: row.get_topic_display(), width=12),
    Column("whom", _("谁"), lambda row: row.need.whom if row.need else "", width=24),
    Column("advisers", _("专家"), _advisers, width=24),
    Column("starts", _("约定时间"), lambda row: row.starts, Kind.TIME),
    Column("day", _("哪一天"), lambda row: row.happened_on, Kind.DATE),
    Column("heads", _("人数"), lambda row: row.heads, Kind.NUMBER, 8),
    Column("street", _("街道"), lambda row: row.street, width=14),
    Column("state", _("状态"), lambda row: row.stands.staff, width=12, tone=lambda row: row.stands.tone),
)  # fmt: skip
ENCOUNTERS = Table[Encounter](
    _("服务记录"), ENCOUNTER_COLUMNS, page=("title", "mode", "whom", "advisers", "day", "heads", "state"),
    named="title",
    key="advice.encounters", route="advice:encounters", door=OFFICIALS, rows=_encounters,
    filters=(
        Filter("q", _("谁、专家或编号"), Asks.WORDS, "need__whom__icontains|title__icontains|reference__iexact"),
        Filter("mode", _("方式"), lookup="mode", choices=Mode.choices, every=_("全部方式")),
        Filter("topic", _("分组"), lookup="topic", choices=Topic.choices, every=_("全部分组")),
        Filter("state", _("状态"), lookup="state", choices=ENCOUNTER_CHOICES),
    ),
    tells=_("门诊、会诊、上门指导、结对服务、网上咨询、创业讲座、主题活动，一次一行。"),
    empty=Empty(_("还没有服务记录"), icon="notebook"),
)  # fmt: skip


def _words(keys: list[str], kind: Any) -> str:
    return "、".join(str(kind(each).label) for each in keys if each in kind.values)


def _studios(_person: Person, _asked: Mapping[str, str]) -> QuerySet[Studio]:
    members = Count("members", filter=Q(members__ended_on=None))
    return Studio.objects.select_related("office").annotate(team=members).order_by("name", "pk")


def _stands(row: Studio) -> bool:
    return row.ended_at is None and (row.until is None or row.until >= clock.today())


STUDIOS = Table[Studio](
    _("创业指导师工作室"),
    (
        Column("name", _("名称"), lambda row: row.name, width=28, small=lambda row: row.place,
               href=lambda row: reverse("advice:desk_studio", args=[row.key])),
        Column("english", _("英文名称"), lambda row: row.english, width=30),
        Column("office", _("设立部门"), lambda row: row.office.name),
        Column("topics", _("分组"), lambda row: _words(row.topics, Topic), width=24),
        Column("team", _("团队人数"), lambda row: int(getattr(row, "team", 0)), Kind.NUMBER, 10),
        Column("since", _("设立"), lambda row: row.since, Kind.DATE),
        Column("until", _("任期到"), lambda row: row.until, Kind.DATE),
        Column("state", _("状态"), lambda row: _("在任") if _stands(row) else _("已结束"), width=10,
               tone=lambda row: "done" if _stands(row) else "ink"),
    ),
    page=("name", "topics", "team", "until", "state"), named="name",
    key="advice.studios", route="advice:desk_studios", door=OFFICIALS, rows=_studios,
    filters=(Filter("q", _("名称"), Asks.WORDS, "name__icontains|english__icontains"),),
    empty=Empty(_("还没有工作室"), icon="school"),
)  # fmt: skip

SUBJECTS = Table[Subject](
    _("咨询事项"),
    (
        Column("name", _("事项"), lambda row: row.name, width=24, small=lambda row: row.key,
               href=lambda row: reverse("advice:subject", args=[row.key])),
        Column("english", _("英文"), lambda row: row.english, width=30),
        Column("key", _("代码"), lambda row: row.key),
        Column("topic", _("分组"), lambda row: row.get_topic_display(), width=12),
        Column("fields", _("对应领域"), lambda row: _words(row.fields, Field), width=24),
        Column("asks", _("先问几个问题"), lambda row: len(row.asks.asked), Kind.NUMBER, 12),
        Column("state", _("状态"), lambda row: _("停用") if row.ended_at else _("在用"), width=10,
               tone=lambda row: "ink" if row.ended_at else "done"),
    ),
    page=("name", "topic", "fields", "asks", "state"), named="name",
    key="advice.subjects", route="advice:subjects", door=OFFICIALS,
    rows=lambda _person, _asked: Subject.objects.order_by("place", "pk"),
    filters=(Filter("topic", _("分组"), lookup="topic", choices=Topic.choices, every=_("全部分组")),),
    empty=Empty(_("还没有事项"), icon="list-details"),
)  # fmt: skip

RULES = Table[Matching](
    _("匹配规则"),
    (
        Column("name", _("名称"), lambda row: row.name, width=28, small=lambda row: row.say,
               href=lambda row: reverse("advice:rule", args=[row.pk])),
        Column("say", _("理由"), lambda row: row.say, width=30),
        Column("when", _("条件"), lambda row: row.when, width=36),
        Column("subject", _("事项"), lambda row: str(row.subject or ""), width=20),
        Column("fields", _("领域"), lambda row: _words(row.fields, Field), width=20),
        Column("topics", _("分组"), lambda row: _words(row.topics, Topic), width=20),
        Column("studio", _("工作室"), lambda row: str(row.studio or ""), width=20),
        Column("points", _("加几分"), lambda row: row.points, Kind.NUMBER, 8),
        Column("state", _("状态"), lambda row: _("停用") if row.ended_at else _("在用"), width=10,
               tone=lambda row: "ink" if row.ended_at else "done"),
    ),
    page=("name", "when", "points", "state"), named="name",
    key="advice.rules", route="advice:rules", door=OFFICIALS,
    rows=lambda _person, _asked: Matching.objects.select_related("subject", "studio").order_by("place", "pk"),
    filters=(Filter("q", _("名称或理由"), Asks.WORDS, "name__icontains|say__icontains"),),
    empty=Empty(_("还没有匹配规则"), _("没有规则时按领域、分组和工作量推荐。"), "adjustments"),
)  # fmt: skip
LISTS = (MINE, NEEDS, ENCOUNTERS, STUDIOS, SUBJECTS, RULES)
