"""Who no longer works for the district: when the duty ended, until when the account is kept, whether they were told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.consents import FIRST, former_officials, lasting, out_by
from district.ground.people.models import AccountEnding, Person, Role
from district.ground.people.serving import duties_held
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import Asks, Filter
from district.ground.tables.tables import Empty, Table


def _former(user: Any, _asked: Mapping[str, str]) -> QuerySet[Person]:
    return former_officials(user)


def _dress(rows: Sequence[Person], _user: Any, _asked: Mapping[str, str]) -> Iterable[Person]:
    """With the duties each held, the last day of the account (None: still needed), and the day as it was told."""
    keys = [each.pk for each in rows]
    held: dict[int, list[str]] = {}
    past = duties_held().filter(person__in=keys)
    for each in past.select_related("organisation").order_by("pk"):
        words = held.setdefault(each.person_id, [])
        words += {f"{each.organisation} · {each.get_role_display()}"} - set(words)
    told = dict(AccountEnding.objects.filter(person__in=keys).values_list("person").annotate(day=Max("day")))
    until = lasting(rows)
    for row in rows:
        row.held, row.last_day, row.told_day = held.get(row.pk, []), until.get(row.pk), told.get(row.pk)  # type: ignore[attr-defined]
    return rows


def _needed(row: Person) -> str:
    return "" if row.last_day else str(_("仍有在办的件、代表的企业或者没付清的款，不到期"))  # type: ignore[attr-defined]


FORMER = Table[Person](
    _("离岗账号"),
    (
        Column("person", _("用户"), str, small=lambda row: row.username),
        Column("username", _("用户名"), lambda row: row.username),
        Column("held", _("原岗位"), lambda row: "；".join(row.held), width=50),  # type: ignore[attr-defined]
        Column("served", _("岗位结束"), lambda row: row.served, Kind.DATE),  # type: ignore[attr-defined]
        Column("until", _("账号保存到"), lambda row: row.last_day, Kind.DATE, small=_needed),  # type: ignore[attr-defined]
        Column("told", _("已告知的注销日"), lambda row: row.told_day, Kind.DATE),  # type: ignore[attr-defined]
    ),
    page=("person", "held", "served", "until", "told"), named="person",
    key="people.former", route="people:former", door=(Role.ADMINISTRATOR, Role.LEADER), rows=_former, dress=_dress,
    filters=(
        Filter("q", _("用户名或姓名"), Asks.WORDS, "username__icontains|name__icontains"),
        Filter("soon", _("一个月内到期"), Asks.FLAG, where=lambda _user, _yes: out_by(clock.today() + FIRST)),
    ),
    empty=Empty(_("没有离岗账号"), _("岗位结束以后，账号在这里等到保存期满。"), "users"),
    tells=_("供说明当时做的事，账号再保存一段时间；告知两次以后，删去邮箱、手机和登录方式。姓名是公务署名，随留痕保留。"),
)  # fmt: skip
