"""Public notices as lists: for everybody, and for the bureaus that have to answer; what figures count of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.cases.core.columns import row_link
from district.cases.core.doors import SEES
from district.cases.review.notice import queries
from district.cases.review.notice.models import Notice, NoticeLine
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, is_invented
from district.ground.tables.tables import PUBLIC, Empty, Table


def _running(row: Notice) -> bool:
    return row.until >= clock.today()


def _state(row: Notice) -> str:
    return gettext("公示中") if _running(row) else gettext("已结束")


def _title(route: str) -> Column[Notice]:
    return Column(
        "title", _("公示"), lambda row: row.title, width=40, small=lambda row: row.reference,
        href=lambda row: reverse(route, args=[row.reference]),
    )  # fmt: skip


def _counted(what: str) -> Any:
    """What the queries have counted with the notices."""
    return lambda row: int(getattr(row, what))


def _of_bureaus(person: Person, _asked: Mapping[str, str]) -> Any:
    """With those first whose objections wait for an answer."""
    rows: Any = queries.desk_notices(person)
    return rows.order_by("-waiting", "-until", "-pk")


REST: tuple[Column[Notice], ...] = (
    Column("reference", _("编号"), lambda row: row.reference),
    Column("office", _("部门"), lambda row: row.programme.office.name),
    Column("state", _("状态"), _state, width=12, tone=lambda row: "ink" if _running(row) else "plain"),
    Column("count", _("家数"), _counted("count"), Kind.NUMBER, 10),
    Column("since", _("开始"), lambda row: row.since, Kind.DATE),
    Column("until", _("到期"), lambda row: row.until, Kind.DATE),
)
NOTICES = Table[Notice](
    _("公示"),
    (_title("cases:notice"), *REST),
    page=("title", "office", "state", "count", "until"), named="title",
    key="cases.notices", route="cases:notices", door=PUBLIC, card="notice/_card.html",
    rows=lambda _person, _asked: queries.public_notices().order_by("-until", "-pk"),
    empty=Empty(_("还没有公示"), _("有名单公示时，会列在这里。"), "speakerphone"),
)  # fmt: skip
DESK_NOTICES = Table[Notice](
    _("公示和异议"),
    (
        _title("cases:desk_notice"), *REST,
        Column("waiting", _("待答复异议"), _counted("waiting"), Kind.NUMBER, 12, part="notice/_waiting.html"),
    ),
    page=("title", "state", "count", "waiting", "until"), named="title",
    key="cases.desk_notices", route="cases:desk_notices", door=SEES,
    rows=_of_bureaus,
    empty=Empty(
        _("还没有公示"), _("走完前面步骤、在名单上有名额的件，会列在这里等公示。"), "speakerphone"
    ),
)  # fmt: skip
COUNTED = Table[Notice](
    _("公示"),
    (
        Column(
            "title", _("公示"), lambda row: row.title, width=48, href=lambda row: row_link("notice", row.reference)
        ),
        Column("reference", _("编号"), lambda row: row.reference, width=20),
        Column("programme", _("项目"), lambda row: row.programme.name, width=28),
        Column("office", _("部门"), lambda row: row.programme.office.name),
        Column("since", _("公示开始"), lambda row: row.since, Kind.DATE),
        Column("until", _("公示到"), lambda row: row.until, Kind.DATE),
    ),
    page=("title", "programme", "office", "since", "until"), named="title",
)  # fmt: skip
LINES = Table[NoticeLine](
    _("公示的名单"),
    (
        Column("name", _("企业"), lambda row: row.name, width=36, small=lambda row: row.code),
        Column("code", _("统一社会信用代码"), lambda row: row.code, width=22),
        Column(
            "notice", _("公示"), lambda row: row.notice.title, width=48,
            href=lambda row: row_link("notice", row.notice.reference),
        ),
        Column("since", _("公示开始"), lambda row: row.notice.since, Kind.DATE),
        Column("outcome", _("结果"), lambda row: row.get_outcome_display(), width=24),
        Column(
            "amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=is_invented,
        ),
    ),
    page=("name", "notice", "since", "outcome", "amount"), named="name",
)  # fmt: skip
# fmt: skip
