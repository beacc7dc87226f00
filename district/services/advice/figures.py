"""What is counted of advice: person-times, needs, the promise kept, what they are rated."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.figures.figure import Dimension, Flow, Ratio, Source, Stock
from district.ground.people.queries import Person, Topic
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table
from district.services.advice.columns import ENCOUNTER_COLUMNS
from district.services.advice.models import Encounter, Mode, Need, Outcome, Rating
from district.services.advice.states import DONE, OPEN, STATES, TAKEN


def _mode(value: Any) -> Any:
    return Mode(value).label if value in Mode.values else value


def _topic(value: Any) -> Any:
    return Topic(value).label if value in Topic.values else value


def _state(value: Any) -> Any:
    return STATES[value].staff if value in STATES else value


def _outcome(value: Any) -> Any:
    return Outcome(value).label if value in Outcome.values else _("没有评价")


TOLD = Table[Encounter](
    _("服务记录"), ENCOUNTER_COLUMNS, page=("title", "mode", "topic", "day", "heads"), named="title"
)


def _seen(rows: QuerySet[Encounter], person: Person) -> QuerySet[Encounter]:
    return rows.filter(pk__in=Encounter.objects.visible_to(person).values("pk"))


GIVEN = Source[Encounter](
    "advice_encounters", _("一师一团的服务"), lambda _day: Encounter.objects.all(), TOLD, _seen,
    dimensions=(
        Dimension("mode", _("方式"), "mode", named=_mode), Dimension("topic", _("分组"), "topic", named=_topic),
        Dimension("street", _("街道"), "street"),
    ),
    listed=lambda rows: rows.select_related("need").prefetch_related("advisers__expert").order_by(
        "-happened_on", "-pk"),
    place=60,
)  # fmt: skip
PERSON_TIMES = Flow(
    key="advice.person_times", words=_("服务人次"), unit=pgettext_lazy("unit", "人次"), source=GIVEN,
    time="happened_on", where=Q(state=DONE), amount="heads", money=False, public=True,
    definition=_("期间内完成的门诊、会诊、上门指导、结对服务、网上咨询、创业讲座、主题活动里，来的人数之和；没见成的不计。"),
)  # fmt: skip
TIMES = Flow(
    key="advice.times", words=_("服务次数"), unit=pgettext_lazy("unit", "次"), source=GIVEN, time="happened_on",
    where=Q(state=DONE), public=True, definition=_("期间内完成的服务次数，一次一条记录，来几个人都算一次。"),
)  # fmt: skip

NEEDS = Table[Need](
    _("咨询需求"),
    (
        Column("subject", _("事项"), lambda row: str(row.subject), width=28, small=lambda row: row.reference),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("topic", _("分组"), lambda row: row.get_topic_display()),
        Column("state", _("状态"), lambda row: row.stands.staff),
        Column("asked", _("提出"), lambda row: row.asked_at, Kind.TIME),
        Column("due", _("答复期限"), lambda row: row.due_on, Kind.DATE),
        Column("taken", _("接单"), lambda row: row.taken_at, Kind.TIME),
        Column("ended", _("办结"), lambda row: row.ended_at, Kind.TIME),
        Column("outcome", _("结果"), lambda row: row.get_outcome_display() if row.outcome else ""),
    ),
    page=("subject", "topic", "state", "asked", "taken"), named="subject",
)  # fmt: skip


def _needs_seen(rows: QuerySet[Need], person: Person) -> QuerySet[Need]:
    return rows.filter(pk__in=Need.objects.visible_to(person).values("pk"))


ASKED_OF_EXPERTS = Source[Need](
    "advice_needs", _("向专家提的需求"), lambda _day: Need.objects.all(), NEEDS, _needs_seen,
    dimensions=(
        Dimension("topic", _("分组"), "topic", named=_topic), Dimension("state", _("状态"), "state", named=_state),
        Dimension("outcome", _("结果"), "outcome", named=_outcome), Dimension("street", _("街道"), "street"),
        Dimension("programme", _("从哪个项目来"), "programme", listed=False),
    ),
    listed=lambda rows: rows.select_related("subject").order_by("-asked_at", "-pk"), place=61,
)  # fmt: skip
ASKED = Flow(
    key="advice.asked", words=_("提出的咨询"), unit=pgettext_lazy("unit", "件"), source=ASKED_OF_EXPERTS,
    time="asked_at", public=True, definition=_("期间内企业和个人向专家提出的咨询件数；撤回的也计。"),
)  # fmt: skip
HERE = Q(asker__isnull=False)  # what was entered afterwards says nothing of when an expert took it
ASKED_HERE = Flow(
    key="advice.asked_here", words=_("在这里提出的咨询"), unit=pgettext_lazy("unit", "件"), source=ASKED_OF_EXPERTS,
    time="asked_at", public=True, where=HERE,
    definition=_("期间内在本网站提出的咨询件数；补录的以前的服务没有接单时间，不在里面。"),
)  # fmt: skip
IN_TERM = Flow(
    key="advice.in_term", words=_("期限内接单的咨询"), unit=pgettext_lazy("unit", "件"), source=ASKED_OF_EXPERTS,
    time="asked_at", public=True, where=HERE & Q(taken_at__date__lte=F("due_on")),
    definition=_("期间内在本网站提出、在承诺的期限当天或以前有专家接单的咨询件数，按提出的日期；补录的不计。"),
)  # fmt: skip
IN_TERM_SHARE = Ratio(
    key="advice.in_term_share", words=_("期限内接单的比例"), top=IN_TERM, bottom=ASKED_HERE,
    definition=_("期间内在本网站提出的咨询里，期限内有专家接单的和全部的；还没到期限的、撤回的也在全部里，补录的不在。"),
)  # fmt: skip
OPEN_NOW = Stock(
    key="advice.open", words=_("在办的咨询"), unit=pgettext_lazy("unit", "件"), source=ASKED_OF_EXPERTS,
    where=Q(state__in=sorted(OPEN)), public=True, desk=60,
    definition=_("现在还没办完的咨询：等接单、待协调和服务中的都算。"),
)  # fmt: skip
TAKEN_NOW = Stock(
    key="advice.running", words=_("服务中的咨询"), unit=pgettext_lazy("unit", "件"), source=ASKED_OF_EXPERTS,
    where=Q(state=TAKEN), public=True, definition=_("现在有专家接了、还没办结的咨询。"),
)  # fmt: skip

RATINGS = Table[Rating](
    _("咨询评价"),
    (
        Column("need", _("咨询"), lambda row: row.need.reference, width=20),
        Column("topic", _("分组"), lambda row: row.need.get_topic_display()),
        Column("score", _("评分"), lambda row: row.score, Kind.NUMBER, 8),
        Column("outcome", _("结果"), lambda row: row.get_outcome_display()),
        Column("at", _("时间"), lambda row: row.at, Kind.TIME),
    ),
    page=("need", "topic", "score", "outcome", "at"), named="need",
)  # fmt: skip


def _ratings_seen(rows: QuerySet[Rating], person: Person) -> QuerySet[Rating]:
    return rows.filter(need__in=Need.objects.visible_to(person).values("pk"))


RATED_SOURCE = Source[Rating](
    "advice_ratings", _("对咨询的评价"), lambda _day: Rating.objects.all(), RATINGS, _ratings_seen,
    dimensions=(
        Dimension("topic", _("分组"), "need__topic", named=_topic),
        Dimension("outcome", _("结果"), "outcome", named=_outcome), Dimension("score", _("评分"), "score"),
    ),
    listed=lambda rows: rows.select_related("need").order_by("-at", "-pk"), place=62,
)  # fmt: skip
RATED = Flow(
    key="advice.rated", words=_("收到的评价"), unit=pgettext_lazy("unit", "件"), source=RATED_SOURCE, time="at",
    public=True, definition=_("期间内提出咨询的人给的评价件数，一件咨询一次。"),
)  # fmt: skip
SATISFIED = Flow(
    key="advice.satisfied", words=_("四分和五分的评价"), unit=pgettext_lazy("unit", "件"), source=RATED_SOURCE,
    time="at", public=True, where=Q(score__gte=4), definition=_("期间内给 4 分或 5 分的评价件数，满分 5 分。"),
)  # fmt: skip
SATISFIED_SHARE = Ratio(
    key="advice.satisfied_share", words=_("评价四分以上的比例"), top=SATISFIED, bottom=RATED,
    definition=_("期间内收到的评价里，4 分和 5 分的和全部的；没有评价的不在里面，也不算满意。"),
)  # fmt: skip
SOLVED = Flow(
    key="advice.solved", words=_("说解决了的咨询"), unit=pgettext_lazy("unit", "件"), source=RATED_SOURCE, time="at",
    public=True, where=Q(outcome=Outcome.SOLVED), definition=_("期间内的评价里，说问题解决了的件数。"),
)  # fmt: skip

FIGURES = (
    PERSON_TIMES, TIMES, ASKED, ASKED_HERE, IN_TERM, IN_TERM_SHARE, OPEN_NOW, TAKEN_NOW, RATED, SATISFIED,
    SATISFIED_SHARE, SOLVED,
)  # fmt: skip
