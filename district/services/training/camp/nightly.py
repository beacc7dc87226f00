"""The night's work of the camp: rolls nobody handed in, who waits in vain, answers kept long enough."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.bringing.nightly import Piece
from district.ground.record.actions import write_log
from district.services.training.camp import attending, cohorts, queries, states
from district.services.training.camp.models import CampSignUp

GRACE = dt.timedelta(days=2)  # for the trainer to hand the roll in
BITE = 25  # sign-ups a transaction


def rolls(today: dt.date) -> str:
    rows = list(queries.lessons_to_settle(clock.now() - GRACE))
    for row in rows:
        attending.settle(lesson=row, by=None)
    return f"代交点名册 {len(rows)} 份。"


def waiting(today: dt.date) -> str:
    """Who still waits for a camp that is over hears so; some at a time, so that others may write meanwhile."""
    count = 0
    for row in queries.over_with_waiting():
        over = row.state == states.OVER
        why = "训练营已经结营，席位没有轮到" if over else f"训练营取消：{row.why}"
        while rows := list(row.sign_ups.waiting().order_by("pk")[:BITE]):
            count += cohorts.turn_down(rows=rows, by=None, why=why, told=over)  # who was cancelled was told then
    return f"结营或取消后仍在等的报名 {count} 份。"


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
    Piece("camp-waiting", _("结营后仍在等席位的报名"), waiting),
    Piece("camp-answers", _("保存到期的训练营报名回答"), answers),
)
