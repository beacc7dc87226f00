"""The night's work of the camp: rolls nobody handed in, answers kept long enough."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.bringing.nightly import Piece
from district.ground.record.actions import write_log
from district.services.training.camp import attending, queries
from district.services.training.camp.models import CampSignUp

GRACE = dt.timedelta(days=2)  # for the trainer to hand the roll in


def rolls(today: dt.date) -> str:
    rows = list(queries.lessons_to_settle(clock.now() - GRACE))
    for row in rows:
        attending.settle(lesson=row, by=None)
    return f"代交点名册 {len(rows)} 份。"


def answers(today: dt.date) -> str:
    rows = CampSignUp.objects.filter(until__lt=today).exclude(answers={})
    count = 0
    for row in rows:
        CampSignUp.objects.filter(pk=row.pk).update(answers={})
        write_log(room="camp", subject=row.reference, verb="delete-answers", by=None)
        count += 1
    return f"删除到期的报名回答 {count} 份。"


PIECES = (
    Piece("camp-rolls", _("没有按时交的点名册"), rolls),
    Piece("camp-answers", _("保存到期的训练营报名回答"), answers),
)
