"""An enterprise's own papers as a list."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.models import Scope
from district.enterprises.queries import ALL, acted_for
from district.enterprises.wallet.models import Evidence
from district.enterprises.wallet.queries import papers_of
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.tables import Empty, Table


def _papers(person: Person, asked: Mapping[str, str]) -> QuerySet[Evidence]:
    enterprise = get_object_or_404(acted_for(person, Scope.FILLS, Scope.CORRECTS, subjects=ALL), uscc=asked["uscc"])
    return papers_of(enterprise).select_related("enterprise").filter(replaced_by=None)


PAPERS = Table[Evidence](
    _("材料库"),
    (
        Column("kind", _("材料"), lambda row: row.kind, width=28, part="enterprises/wallet/_paper.html"),
        Column("file", _("文件"), lambda row: row.file.name, width=36),
        Column("note", _("说明"), lambda row: row.note, width=36),
        Column(
            "valid", _("有效期"), lambda row: row.state_on(clock.today()), width=12, book=False,
            part="enterprises/wallet/_valid.html",
        ),
        Column("from", _("从"), lambda row: row.valid_from, Kind.DATE),
        Column("until", _("到"), lambda row: row.valid_until, Kind.DATE),
        Column("at", _("上传"), lambda row: row.at, Kind.DATE, small=lambda row: name_of(row.by)),
        Column("acts", _("操作"), lambda row: "", book=False, quiet=True, part="enterprises/wallet/_acts.html"),
    ),
    page=("kind", "valid", "at", "acts"), named="kind",
    key="enterprises.papers", route="enterprises:papers", of=("uscc",), rows=_papers,
    empty=Empty(_("材料库还是空的"), _("申报时上传的材料会自动存到这里；也可以现在放进来。"), "folder"),
)  # fmt: skip
