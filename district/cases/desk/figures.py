"""What is counted of cases in hand, by urgency: the worklist's own buckets."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases.core.figures import HANDED
from district.cases.desk.buckets import bucket_filters
from district.ground.figures.figure import Stock


def _late(day: dt.date) -> Q:
    return bucket_filters(day)["overdue"]


def _resting(day: dt.date) -> Q:
    return bucket_filters(day)["waiting"]


LATE = Stock(
    key="cases.late", words=_("超过期限的申报"), unit=pgettext_lazy("unit", "件"),
    source=HANDED, where=_late,
    definition=_("期限在今天以前、还没有办完这一步的申报件数，逾期没有补正的也计。"),
)  # fmt: skip
RESTING = Stock(
    key="cases.resting", words=_("等补正或候补"), unit=pgettext_lazy("unit", "件"),
    source=HANDED, where=_resting,
    definition=_("等企业补正、还在期限内的，和等名额的申报件数。"),
)  # fmt: skip

FIGURES = (LATE, RESTING)
