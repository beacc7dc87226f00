"""What is counted of questions and of what readers say of answers."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.asking.models import AskedQuestion, Vote
from district.ground.figures.figure import Dimension, Flow, Ratio, Source
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table

QUESTIONS = Table[AskedQuestion](
    _("提问"),
    (
        Column("title", _("问题"), lambda row: row.title, width=40, small=lambda row: row.reference),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("office", _("答复部门"), lambda row: row.office.name),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12),
        Column("asked", _("提出"), lambda row: row.asked_at, Kind.TIME),
        Column("due", _("答复期限"), lambda row: row.due_on, Kind.DATE),
        Column("replied", _("答复时间"), lambda row: row.replied_at, Kind.TIME),
    ),
    page=("title", "office", "state", "asked", "due", "replied"), named="title",
)  # fmt: skip


def _seen(rows: QuerySet[AskedQuestion], person: Person) -> QuerySet[AskedQuestion]:
    return rows.filter(pk__in=AskedQuestion.objects.visible_to(person).values("pk"))


ASKED_OF_US = Source[AskedQuestion](
    "questions", _("向部门提出的问题"), lambda _day: AskedQuestion.objects.all(), QUESTIONS, _seen,
    dimensions=(
        Dimension("bureau", _("答复部门"), "office__name"),
        Dimension("answer", _("问答页"), "answer", listed=False),
    ),
    listed=lambda rows: rows.select_related("office").order_by("-asked_at", "-pk"),
    place=90,
)  # fmt: skip
ASKED = Flow(
    key="asking.asked", words=_("收到的提问"), unit=pgettext_lazy("unit", "个"),
    source=ASKED_OF_US, time="asked_at", public=True,
    definition=_("期间内向部门提出的问题数，从问答页和从搜索提出的都计。"),
)  # fmt: skip
ANSWERED = Flow(
    key="asking.answered", words=_("已答复的提问"), unit=pgettext_lazy("unit", "个"),
    source=ASKED_OF_US, time="asked_at", public=True,
    where=Q(state=AskedQuestion.State.ANSWERED), definition=_("期间内提出、到现在已经答复的问题数，按提出的日期。"),
)  # fmt: skip
IN_TIME = Flow(
    key="asking.in_time", words=_("按期答复的提问"), unit=pgettext_lazy("unit", "个"),
    source=ASKED_OF_US, time="asked_at", public=True,
    where=Q(state=AskedQuestion.State.ANSWERED, replied_at__date__lte=F("due_on")),
    definition=_("期间内提出、在五个工作日的期限当天或以前答复的问题数，按提出的日期。"),
)  # fmt: skip
IN_TIME_SHARE = Ratio(
    key="asking.in_time_share", words=_("按期答复的比例"), top=IN_TIME, bottom=ASKED,
    definition=_("期间内提出的问题中，按期答复的和全部的；还没到期限的也在全部里，两个数一起说。"),
)  # fmt: skip

VOTES = Table[Vote](
    _("对问答的评价"),
    (
        Column("answer", _("问答页"), lambda row: row.answer, width=36),
        Column("helpful", _("有帮助"), lambda row: _("是") if row.helpful else _("否"), width=10),
        Column("at", _("时间"), lambda row: row.at, Kind.TIME),
    ),
    page=("answer", "helpful", "at"), named="answer",
)  # fmt: skip


def _officials(rows: QuerySet[Vote], person: Person) -> QuerySet[Vote]:
    return rows if person.is_official else rows.none()


SAID_OF_ANSWERS = Source[Vote](
    "votes", _("读者对问答的评价"), lambda _day: Vote.objects.all(), VOTES, _officials,
    dimensions=(Dimension("answer", _("问答页"), "answer"),), listed=lambda rows: rows.order_by("-at", "-pk"),
    place=91,
)  # fmt: skip
HELPFUL = Flow(
    key="asking.helpful", words=_("说问答有帮助"), unit=pgettext_lazy("unit", "人次"),
    source=SAID_OF_ANSWERS, where=Q(helpful=True),
    time="at", public=True, definition=_("读者最后一次说有帮助在期间内的次数；同一读者对同一问答只计最后一次。"),
)  # fmt: skip
OTHER = Flow(
    key="asking.not_helpful", words=_("说问答没有帮助"), unit=pgettext_lazy("unit", "人次"),
    source=SAID_OF_ANSWERS, where=Q(helpful=False),
    time="at", public=True, definition=_("读者最后一次说没有帮助在期间内的次数；同一读者对同一问答只计最后一次。"),
)  # fmt: skip

FIGURES = (ASKED, ANSWERED, IN_TIME, IN_TIME_SHARE, HELPFUL, OTHER)
