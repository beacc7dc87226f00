"""What is done about cases once a night; each says in a sentence what it did."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.cases.aftercare import tasks as after
from district.cases.desk.assigning.actions import tell_about_lost
from district.cases.desk.chasing import tasks as chasing
from district.cases.intake.consenting import submit_consented
from district.ground.bringing.nightly import Faulty, Piece

COUNTED = {
    "made": "新立义务", "kept": "守住", "breached": "疑似违反", "unknown": "不确定", "ended": "期满履行",
    "heard": "已处理过", "corrections": "事实更正",
}  # fmt: skip


def hand_in(today: dt.date) -> str:
    """Raises Faulty where a case broke; it is tried again the next night."""
    done = submit_consented()
    lines = [f"{each} 已提交" for each in done.submitted]
    lines += [f"{each} 没有提交：{why}" for each, why in done.failed.items()]
    lines += [f"{each} 已不需要" for each in done.moot]
    if done.broken:
        raise Faulty("\n".join([*lines, f"出了意外，下次再试：{'、'.join(done.broken)}"]))
    return "\n".join(lines) or "没有要提交的。"


def clocks(today: dt.date) -> str:
    return (
        "逾期关闭 {silent} 条会办意见；补正提醒 {reminded} 件、告知逾期 {warned} 件、视为撤回 {ended} 件；"
        "逐级提醒 {told} 件。".format(**chasing.work())
    )


def owners(today: dt.date) -> str:
    told = tell_about_lost(today=today)
    return "\n".join([*(f"{office}：{count} 件" for office, count in told.items()), f"已告诉 {len(told)} 个部门。"])


def obligations(today: dt.date) -> str:
    return "，".join(f"{COUNTED[name]} {count}" for name, count in after.work().items())


PIECES = (
    Piece("hand-in", _("提交到期自动提交的草稿"), hand_in),
    Piece("clocks", _("会办、补正、办理期限"), clocks),
    Piece("owners", _("没有人负责、没有期限的件"), owners),
    Piece("obligations", _("决定之后的义务和更正"), obligations),
)
