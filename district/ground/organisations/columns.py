"""Organisations and experts as lists: page, phone, workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.people.listed import experts_seen, organisations
from district.ground.people.queries import Expert, Field, Organisation, Role, Topic
from district.ground.people.queries import Kind as OrganisationKind
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import Asks, Filter
from district.ground.tables.tables import Empty, Table

OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)


def _among(column: str) -> Callable[[Any, str], Q]:
    """Few words in a list are told by their quotes."""
    return lambda _person, value: Q(**{f"{column}__icontains": f'"{value}"'})


ORGANISATIONS = Table[Organisation](
    _("机构"),
    (
        Column("kind", _("类别"), lambda row: row.get_kind_display(), width=12),
        Column("name", _("简称"), lambda row: row.name, width=24, small=lambda row: row.full,
               href=lambda row: reverse("organisations:one", args=[row.pk])),
        Column("full", _("全称"), lambda row: row.full, width=40),
        Column("english", _("英文名称"), lambda row: row.english, width=30),
        Column("code", _("代码"), lambda row: row.code, width=22),
        Column("parent", _("上级机构"), lambda row: row.parent.name if row.parent else "", width=20),
        Column("phone", _("办公电话"), lambda row: row.phone),
        Column("address", _("办公地址"), lambda row: row.address, width=36),
        Column("standing", _("在任人数"), lambda row: int(getattr(row, "standing", 0)), Kind.NUMBER, 10),
        Column("public", _("公开列出"), lambda row: _("是") if row.public else _("否"), width=10),
        Column("since", _("成立或加入"), lambda row: row.since, Kind.DATE),
        Column("until", _("到哪天为止"), lambda row: row.until, Kind.DATE),
    ),
    page=("name", "kind", "phone", "standing", "public"), named="name",
    key="organisations.organisations", route="organisations:list", door=OFFICIALS,
    rows=lambda _person, _asked: organisations(),
    filters=(
        Filter("q", _("名称或代码"), Asks.WORDS, "name__icontains|full__icontains|english__icontains|code__iexact"),
        Filter("kind", _("类别"), lookup="kind", choices=OrganisationKind.choices, every=_("全部类别")),
    ),
    empty=Empty(_("没有找到机构"), _("换个名称或类别再找。"), "building-bank"),
)  # fmt: skip

EXPERTS = Table[Expert](
    _("专家"),
    (
        Column("name", _("姓名"), lambda row: row.name, width=16, small=lambda row: row.reference,
               href=lambda row: reverse("organisations:expert", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("fields", _("领域"), lambda row: "、".join(row.fields_said), width=24),
        Column("topics", _("云坐诊分组"), lambda row: "、".join(row.topics_said), width=24),
        Column("organisation", _("所在机构"), lambda row: row.organisation.name if row.organisation else "", width=24,
               small=lambda row: row.title),
        Column("title", _("职务"), lambda row: row.title),
        Column("office", _("聘请部门"), lambda row: row.office.name),
        Column("account", _("账号"), lambda row: _("有") if row.person_id else _("没有"), width=8),
        Column("public", _("公开列出"), lambda row: _("是") if row.public else _("否"), width=10),
        Column("since", _("聘期从"), lambda row: row.since, Kind.DATE),
        Column("until", _("聘期到"), lambda row: row.until, Kind.DATE),
        Column("state", _("状态"), lambda row: _("在聘") if row.stands() else _("不在聘"), width=10,
               tone=lambda row: "done" if row.stands() else "needs"),
    ),
    page=("name", "fields", "organisation", "account", "state"), named="name",
    key="organisations.experts", route="organisations:experts", door=OFFICIALS,
    rows=lambda _person, _asked: experts_seen(),
    filters=(
        Filter(
            "q", _("姓名、机构或编号"), Asks.WORDS,
            "name__icontains|organisation__name__icontains|reference__iexact",
        ),
        Filter("field", _("领域"), where=_among("fields"), choices=Field.choices, every=_("全部领域")),
        Filter("topic", _("云坐诊分组"), where=_among("topics"), choices=Topic.choices, every=_("全部分组")),
    ),
    empty=Empty(_("没有符合的专家"), _("换个领域或分组再找。"), "school"),
)  # fmt: skip
