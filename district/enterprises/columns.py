"""The room's lists: each column once, for the page, the phone, the sort links and the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.enterprises import queries
from district.enterprises.claims.queries import claims_for
from district.enterprises.events.queries import former_among
from district.enterprises.models import Enterprise, Fact, ImportRun, Membership, Size, Subject
from district.ground.people.queries import Person, Role
from district.ground.tables.columns import Column, Kind, Sort, name_of
from district.ground.tables.filters import Asks, Filter, Pairs
from district.ground.tables.tables import Empty, Table


def _former(row: Enterprise) -> str:
    name = getattr(row, "former", "")
    return gettext("曾用名：%(name)s") % {"name": name} if name else ""


def _named(rows: Sequence[Enterprise], _person: Person, asked: Mapping[str, str]) -> Sequence[Enterprise]:
    """With the former name by which one was found."""
    former = former_among([each.pk for each in rows], asked.get("q", ""))
    for each in rows:
        each.former = former.get(each.pk, "")  # type: ignore[attr-defined]
    return rows


def _options(_person: Person) -> dict[str, Pairs]:
    kinds = queries.fact_kinds(Subject.ENTERPRISE)
    names = {"street": "所属街道", "section": "行业门类", "status": "经营状态"}
    return {key: [(each, each) for each in kinds[name].choices] for key, name in names.items() if name in kinds}


def _to(row: Enterprise) -> str:
    return reverse("enterprises:enterprise", args=[row.uscc])


def _history(row: Fact) -> str:
    address = reverse("enterprises:history", args=[row.enterprise.uscc])
    return f"{address}?{urlencode({'fact': row.kind.name})}"


REGISTER = Table[Enterprise](
    _("企业库"),
    (
        Column(
            "uscc", _("统一社会信用代码"), lambda row: row.uscc, width=22,
            sort=Sort(("uscc",), up=_("统一社会信用代码")),
        ),
        Column(
            "name", _("企业名称"), lambda row: row.name, width=36,
            small=_former, sort=Sort(("name", "pk"), up=_("名称")),
            href=_to,
        ),
        Column("kind", _("企业类型"), lambda row: row.kind, width=24),
        Column(
            "street", _("所属街道"), lambda row: row.street,
            sort=Sort(("street", "pk"), up=_("街道"))
        ),
        Column(
            "section", _("行业门类"), lambda row: row.section,
            sort=Sort(("section", "pk"), up=_("行业")),
        ),
        Column("industry", _("行业代码"), lambda row: row.industry, width=10),
        Column(
            "founded", _("成立日期"), lambda row: row.founded, Kind.DATE,
            sort=Sort(("founded", "pk"), up=_("成立最早"), down=_("成立最晚")),
        ),
        Column("status", _("经营状态"), lambda row: row.status, width=10),
        Column(
            "size", _("企业规模"), lambda row: row.get_size_display(), width=10,
            sort=Sort(("size", "pk"), up=_("规模")),
        ),
    ),
    page=("name", "uscc", "street", "section", "size", "founded", "status"), named="name", default="uscc",
    key="enterprises.register", route="enterprises:register", door=tuple(Role.values), dress=_named, options=_options,
    rows=lambda person, _asked: queries.register(person),
    filters=(
        Filter("q", _("搜索"), Asks.WORDS, where=lambda _person, text: queries.called(text), hint=_("名称或代码")),
        Filter("street", _("所属街道"), Asks.WORDS, "street"), Filter("section", _("行业门类"), Asks.WORDS, "section"),
        Filter(
            "size", _("企业规模"), choices=[*Size.choices, ("unknown", _("未能划型"))],
            where=lambda _person, size: Q(size="" if size == "unknown" else size),
        ),
        Filter("status", _("经营状态"), Asks.WORDS, "status"),
    ),
    empty=Empty(_("没有找到企业"), _("放宽筛选，或者先导入名录。"), "building-community"),
)  # fmt: skip
IMPORTS = Table[ImportRun](
    _("名录导入"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "file", _("文件"), lambda row: row.file_name, width=36,
            href=lambda row: reverse("enterprises:import", args=[row.reference]),
            small=lambda row: f"{row.reference} · {row.source}",
        ),
        Column("source", _("来源"), lambda row: row.source, width=28),
        Column(
            "state", _("状态"), lambda row: row.get_state_display(), width=12, part="enterprises/_import_state.html"
        ),
        Column("rows_in", _("进库"), lambda row: row.rows_in, Kind.NUMBER, 10),
        Column("returned", _("退回"), lambda row: row.rows_returned, Kind.NUMBER, 10),
        Column("by", _("何人"), lambda row: name_of(row.by)),
        Column("at", _("时间"), lambda row: row.created_at, Kind.TIME),
    ),
    page=("file", "state", "rows_in", "returned", "at"), named="file", size=15,
    key="enterprises.imports", route="enterprises:imports", door=(Role.OFFICER, Role.ADMINISTRATOR),
    rows=lambda person, _asked: ImportRun.objects.visible_to(person).select_related("office", "by"),
    empty=Empty(_("还没有导入过名录"), icon="table-import"),
)  # fmt: skip
CLAIMS = Table[Membership](
    _("认领确认"),
    (
        Column("person", _("申请人"), lambda row: name_of(row.person)),
        Column(
            "enterprise", _("企业"), lambda row: row.enterprise.name, width=36, href=lambda row: _to(row.enterprise),
        ),
        Column("uscc", _("统一社会信用代码"), lambda row: row.enterprise.code, width=22),
        Column("role", _("身份"), lambda row: row.get_role_display(), width=18),
        Column(
            "evidence", _("凭据"), lambda row: row.get_ground_display(), part="enterprises/claims/_evidence.html",
        ),
        Column("objection", _("负责人的异议"), lambda row: row.objection, width=30),
        Column("at", _("时间"), lambda row: row.since, Kind.TIME),
        Column("settle", _("处理"), lambda row: "", book=False, part="enterprises/_settle.html"),
    ),
    page=("person", "enterprise", "role", "evidence", "at", "settle"), named="person",
    key="enterprises.claims", route="enterprises:claims", door=(Role.OFFICER,),
    rows=lambda person, _asked: claims_for(person),
    empty=Empty(_("没有待确认的认领"), icon="user-check"),
)  # fmt: skip
CONTESTED = Table[Fact](
    _("有异议的事实"),
    (
        Column(
            "enterprise", _("企业"), lambda row: row.enterprise.name, width=36, href=lambda row: _to(row.enterprise),
        ),
        Column("uscc", _("统一社会信用代码"), lambda row: row.enterprise.code, width=22),
        Column(
            "fact", _("事实"), lambda row: row.kind.name,
            href=_history,
        ),
        Column("said", _("企业所说"), lambda row: str(row.value), part="enterprises/_said.html"),
        Column("note", _("理由"), lambda row: row.note, width=50, wide=True),
        Column("at", _("时间"), lambda row: row.known_from, Kind.TIME),
    ),
    page=("enterprise", "fact", "said", "note", "at"), named="enterprise",
    key="enterprises.contested", route="enterprises:contested", door=(Role.OFFICER, Role.LEADER),
    rows=lambda person, _asked: queries.contested_facts(person), tells=_("企业认为登记数据有误，并写明了理由。"),
    empty=Empty(_("没有异议"), icon="message-check"),
)  # fmt: skip
