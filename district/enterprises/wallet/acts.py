"""Acts on an enterprise's own papers: add, replace, take out."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.mandates.models import Scope
from district.enterprises.models import Enterprise
from district.enterprises.persons.permissions import may_keep
from district.enterprises.queries import ALL, acted_for
from district.enterprises.wallet import actions
from district.enterprises.wallet.forms import PaperForm, ReplaceForm
from district.enterprises.wallet.kinds import paper_kinds
from district.enterprises.wallet.models import Evidence
from district.enterprises.wallet.queries import papers_of
from district.ground import clock
from district.ground.acts.acts import Act, to
from district.ground.people.permissions import Answer, Yes, is_known
from district.ground.people.queries import Person


def keeping_for(person: Person) -> QuerySet[Enterprise]:
    """Whose papers the person may keep: a mandate has to go as far."""
    return acted_for(person, Scope.FILLS, Scope.CORRECTS, subjects=ALL)


def papers_kept(person: Person) -> QuerySet[Evidence]:
    rows = Evidence.objects.filter(enterprise__in=keeping_for(person))
    return rows.select_related("file", "by", "replaced_by", "enterprise")


def _may_keep(_by: Person, kept: Enterprise | Evidence) -> Answer:
    """Of a person only while they consent."""
    subject = kept.enterprise if isinstance(kept, Evidence) else kept
    return may_keep(subject) if subject.is_person else Yes


def _add(*, enterprise: Enterprise, by: Person, file: Any, **said: Any) -> Evidence:
    return actions.add_paper(enterprise=enterprise, by=by, file=file, name=file.name, **said)


def _replace(*, paper: Evidence, by: Person, file: Any, **said: Any) -> Evidence:
    return actions.add_paper(
        enterprise=paper.enterprise, kind=paper.kind, by=by, file=file, name=file.name, replaces=paper, **said
    )


def _remove(*, enterprise: Enterprise, by: Person, reference: uuid.UUID) -> bool:
    paper = papers_of(enterprise).filter(reference=reference).first()
    if paper is not None:  # on a second click the first has done it
        actions.remove_paper(paper=paper, by=by)
    return paper is not None


def paper_named(request: HttpRequest) -> dict[str, Any]:
    assert request.resolver_match is not None
    return {"reference": request.resolver_match.kwargs["reference"]}


PAPERS = to("enterprises:papers", "thing.uscc")
ADD: Act[Enterprise] = Act(
    "enterprises.papers", gettext_lazy("放进材料库"), _add, door=is_known, back=PAPERS, on=keeping_for, by="uscc",
    named="enterprise", asks=PaperForm, asks_with=lambda _by, _firm: {"kinds": paper_kinds(clock.today())},
    own_key=True, may=_may_keep,
    says=lambda done: _("“%(kind)s”已放进材料库，以后申报可以直接使用。") % {"kind": done.result.kind},
)  # fmt: skip
REPLACE: Act[Evidence] = Act(
    "enterprises.paper_replace", gettext_lazy("换一份新的"), _replace, door=is_known, on=papers_kept, named="paper",
    back=to("enterprises:papers", "thing.enterprise.uscc"), asks=ReplaceForm, own_key=True, may=_may_keep,
    address=lambda paper: reverse("enterprises:paper_replace", args=[paper.enterprise.uscc, paper.reference]),
    says=gettext_lazy("已换成新的，旧的留在历史里。"),
)  # fmt: skip
REMOVE: Act[Enterprise] = Act(
    "enterprises.paper_remove", gettext_lazy("删除"), _remove, door=is_known, back=PAPERS, on=keeping_for, by="uscc",
    named="enterprise", says=lambda done: _("已从材料库删除。") if done.result else None,
)  # fmt: skip
WALLET: tuple[Act[Any], ...] = (ADD, REPLACE, REMOVE)
