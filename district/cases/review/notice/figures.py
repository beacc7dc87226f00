"""What is counted of public notices; everybody may read the rows."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases.review.notice.columns import COUNTED, LINES
from district.cases.review.notice.models import Notice, NoticeLine
from district.ground.figures.figure import Dimension, Flow, People, Source, Stock
from district.policies.queries import marking_invented


def _listed(rows: QuerySet[NoticeLine]) -> QuerySet[NoticeLine]:
    rows = rows.select_related("notice")
    return marking_invented(rows, "application__version").order_by("-notice__since", "-notice", "serial")


def _outcome(value: str) -> str:
    return str(NoticeLine.Outcome(value).label)


ON_NOTICE = Source[NoticeLine](
    "notice_lines", _("公示过的名单"), lambda _day: NoticeLine.objects.all(), LINES, None,
    dimensions=(
        Dimension("bureau", _("部门"), "notice__programme__office__name"),
        Dimension("programme", _("项目"), "notice__programme__slug", label="notice__programme__name"),
        Dimension("notice", _("公示"), "notice__reference", label="notice__title", listed=False),
        Dimension("outcome", _("结果"), "outcome", named=_outcome, listed=False),
    ),
    invented=Q(application__version__description__illustrative=True), listed=_listed, place=41,
    people=People(Q(application__enterprise__subject="person"), "application__enterprise", ("programme", "bureau")),
)  # fmt: skip
LISTED = Flow(
    key="notices.lines", words=_("公示的家数"), unit=pgettext_lazy("unit", "家次"),
    source=ON_NOTICE, time="notice__since", public=True,
    definition=_("公示开始在期间内的名单行数；一家企业在几份公示里就计几次，异议成立退出的也计。"),
)  # fmt: skip
LISTED_YUAN = Flow(
    key="notices.lines_yuan", words=_("公示的金额"), unit=_("元"), source=ON_NOTICE, time="notice__since",
    amount="amount", public=True,
    definition=_("公示开始在期间内的名单所载金额相加；是拟给付的金额，不是决定的金额，没有写金额的不计。"),
)  # fmt: skip


def _running(day: dt.date) -> Q:
    return Q(since__lte=day, until__gte=day)


NOTICED = Source[Notice](
    "notices", _("公示"), lambda _day: Notice.objects.all(), COUNTED, None,
    dimensions=(
        Dimension("bureau", _("部门"), "programme__office__name"),
        Dimension("programme", _("项目"), "programme__slug", label="programme__name"),
    ),
    looks_back=True, listed=lambda rows: rows.select_related("programme__office").order_by("-since", "-pk"),
    place=40,
)  # fmt: skip
RUNNING = Stock(
    key="notices.open", words=_("正在进行的公示"), unit=pgettext_lazy("unit", "份"),
    source=NOTICED, where=_running, public=True,
    definition=_("那一天还在公示期内、可以提出异议的公示份数，头尾两天都计。"),
)  # fmt: skip

FIGURES = (RUNNING, LISTED, LISTED_YUAN)
