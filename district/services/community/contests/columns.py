"""Contests, entries, sheets and awards as lists: page, phone, workbook, API."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Role
from district.ground.tables.columns import Column, Kind, Sort
from district.ground.tables.filters import Asks, Filter
from district.ground.tables.tables import PUBLIC, Empty, Table
from district.services.community.contests import queries
from district.services.community.contests.models import Contest, ContestAward, ContestEntry, MarkSheet
from district.services.community.contests.states import ENTRY_STATES, STATES

OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR)


def _tone(row: Contest) -> str:
    return str(STATES[row.state].tone)


PUBLIC_CONTESTS = Table[Contest](
    _("创业大赛"),
    (
        Column("title", _("大赛"), str, width=36, href=lambda row: reverse("contests:one", args=[row.reference]),
               small=lambda row: str(row.office)),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("state", _("状态"), lambda row: row.state_said, tone=_tone),
        Column("audience", _("参赛对象"), lambda row: row.audience, width=36),
        Column("opens", _("开始报名"), lambda row: row.opens_at, Kind.TIME),
        Column("closes", _("报名截止"), lambda row: row.closes_at, Kind.TIME),
        Column("results", _("公布日"), lambda row: row.results_on, Kind.DATE),
    ),
    page=("title", "state", "closes", "results"), named="title", card="contests/_card.html",
    key="contests.public", route="contests:list", door=PUBLIC,
    rows=lambda _person, _asked: queries.public_contests(),
    empty=Empty(_("还没有大赛"), _("征集发布后，报名截止、奖项和规则写在这里。"), "trophy"),
)  # fmt: skip

CONTESTS = Table[Contest](
    _("创业大赛"),
    (
        Column("title", _("大赛"), str, width=36, href=lambda row: reverse("contests:desk_one", args=[row.reference]),
               small=lambda row: row.reference, sort=Sort(("title", "pk"), _("按名称"))),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("office", _("组织单位"), lambda row: row.office.name),
        Column("state", _("状态"), lambda row: STATES[row.state].staff, tone=_tone),
        Column("closes", _("报名截止"), lambda row: row.closes_at, Kind.TIME,
               sort=Sort(("closes_at", "pk"), _("先截止的"), _("后截止的"))),
        Column("marks", _("评审期限"), lambda row: row.marks_due_on, Kind.DATE),
        Column("results", _("公布日"), lambda row: row.results_on, Kind.DATE),
    ),
    page=("title", "state", "closes", "marks", "results"), named="title", default="-closes",
    key="contests.contests", route="contests:desk", door=OFFICIALS,
    rows=lambda person, _asked: queries.desk_contests(person),
    filters=(
        Filter("state", _("状态"), lookup="state", choices=[(key, each.staff) for key, each in STATES.items()]),
        Filter("q", _("名称或编号"), Asks.WORDS, "title__icontains|reference__iexact"),
    ),
    empty=Empty(_("还没有大赛"), _("建一场：写明日期、奖项、评分表和规则，发布后开始收作品。"), "trophy"),
)  # fmt: skip


def _whose(row: ContestEntry) -> str:
    return row.whose


def _award(row: ContestEntry) -> str:
    """Awards are made when results are published, so nothing is told before."""
    award = getattr(row, "award", None)
    if award is None:
        return ""
    return str(_("%(prize)s（已撤销）") % {"prize": award.prize}) if hasattr(award, "revoked") else str(award.prize)


ENTRIES = Table[ContestEntry](
    _("参赛作品"),
    (
        Column("title", _("作品"), str, width=36, small=lambda row: row.reference,
               href=lambda row: reverse("contests:desk_entry", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("whose", _("参赛者"), _whose, width=28, small=lambda row: _("团队") if row.team_id else _("企业")),
        Column("contest", _("大赛"), lambda row: row.contest.title, width=28),
        Column("track", _("赛道"), lambda row: str(row.track)),
        Column("state", _("状态"), lambda row: ENTRY_STATES[row.state].staff,
               tone=lambda row: str(ENTRY_STATES[row.state].tone)),
        Column("handed_in", _("提交"), lambda row: row.handed_in_at, Kind.TIME,
               sort=Sort(("handed_in_at", "pk"), _("先提交的"), _("后提交的"))),
        Column("named", _("同意公开名称"), lambda row: row.named, width=10),
        Column("award", _("奖项"), _award),
    ),
    page=("title", "whose", "track", "state", "handed_in", "award"), named="title", default="handed_in",
    key="contests.entries", route="contests:entries", door=OFFICIALS,
    rows=lambda person, _asked: queries.desk_entries(person),
    filters=(
        Filter("contest", _("大赛"), lookup="contest__reference",
               choices=lambda user: [(each.reference, each.title) for each in queries.desk_contests(user)]),
        Filter("state", _("状态"), lookup="state", choices=[(key, each.staff) for key, each in ENTRY_STATES.items()]),
        Filter("q", _("作品或参赛者"), Asks.WORDS,
               "title__icontains|team__name__icontains|enterprise__name__icontains|reference__iexact"),
    ),
    empty=Empty(_("还没有参赛作品"), _("参赛者提交后列在这里。"), "file-text"),
)  # fmt: skip

OWN_ENTRIES = Table[ContestEntry](
    _("我的参赛"),
    (
        Column("title", _("作品"), str, width=36, href=lambda row: reverse("contests:entry", args=[row.reference]),
               small=lambda row: row.contest.title),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("contest", _("大赛"), lambda row: row.contest.title, width=28),
        Column("whose", _("以谁的名义"), _whose, width=28),
        Column("state", _("状态"), lambda row: row.state_said, tone=lambda row: str(ENTRY_STATES[row.state].tone)),
        Column("closes", _("报名截止"), lambda row: row.contest.closes_at, Kind.TIME),
        Column("award", _("奖项"), _award),
    ),
    page=("title", "whose", "state", "closes", "award"), named="title",
    key="contests.own", route="contests:mine", rows=lambda person, _asked: queries.own_entries(person),
    empty=Empty(_("还没有参赛"), _("看看正在征集的大赛，企业和没有企业的团队都可以参加。"), "trophy", "contests:list",
                _("看大赛")),
)  # fmt: skip

SHEETS = Table[MarkSheet](
    _("我要评的作品"),
    (
        Column("entry", _("作品"), lambda row: row.entry.title, width=36, small=lambda row: row.entry.whose,
               href=lambda row: reverse("contests:sheet", args=[row.pk])),
        Column("whose", _("参赛者"), lambda row: row.entry.whose, width=28),
        Column("contest", _("大赛"), lambda row: row.judge.contest.title, width=28),
        Column("state", _("状态"), lambda row: _("请复看") if row.asked_again else row.get_state_display(),
               tone=lambda row: "needs" if row.asked_again or row.state in ("open", "declared") else "done"),
        Column("total", _("总分"), lambda row: row.total, Kind.NUMBER, 10),
        Column("due", _("评审期限"), lambda row: row.judge.contest.marks_due_on, Kind.DATE),
    ),
    page=("entry", "contest", "state", "total", "due"), named="entry",
    key="contests.sheets", route="contests:sheets",
    rows=lambda person, _asked: queries.own_sheets(person).order_by("judge__contest__marks_due_on", "state", "pk"),
    empty=Empty(_("没有请您评审的作品"), _("组织单位分派后列在这里。"), "clipboard-list"),
)  # fmt: skip

AWARDS = Table[ContestAward](
    _("大赛奖项"),
    (
        Column("number", _("证书编号"), lambda row: row.number, width=20),
        Column("contest", _("大赛"), lambda row: row.entry.contest.title, width=28),
        Column("whose", _("参赛者"), lambda row: row.entry.public_name, width=28),
        Column("prize", _("奖项"), lambda row: str(row.prize)),
        Column("level", _("级别"), lambda row: row.prize.get_level_display()),
        Column("on", _("公布"), lambda row: row.on, Kind.DATE),
    ),
    page=("number", "contest", "whose", "prize", "level", "on"), named="number",
)  # fmt: skip


def all_tables() -> tuple[Table[Any], ...]:
    return PUBLIC_CONTESTS, CONTESTS, ENTRIES, OWN_ENTRIES, SHEETS
