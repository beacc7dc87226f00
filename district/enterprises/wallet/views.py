"""`/my/enterprises/<code>/papers/`: an enterprise's own papers, to add, replace and take out."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from district.enterprises.wallet.acts import keeping_for, papers_kept
from district.enterprises.wallet.columns import PAPERS
from district.enterprises.wallet.forms import PaperForm, ReplaceForm
from district.enterprises.wallet.kinds import paper_kinds
from district.enterprises.wallet.models import Evidence
from district.enterprises.wallet.queries import papers_of
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page


def papers(request: HttpRequest, uscc: str, form: PaperForm | None = None) -> HttpResponseBase:
    """The wallet by type, and the form for another paper; `?kind=` chooses the type beforehand."""
    enterprise = get_object_or_404(keeping_for(cast(Person, request.user)), uscc=uscc)
    kinds = paper_kinds(clock.today())
    initial = {"request_key": uuid.uuid4(), "kind": request.GET.get("kind", "")}

    def more(found: Listed[Evidence]) -> dict[str, Any]:
        every = papers_of(enterprise)
        replaced = every.exclude(replaced_by=None).filter(kind__in={each.kind for each in found.rows})[:50]
        held = set(every.filter(replaced_by=None).order_by().values_list("kind", flat=True))
        return {
            "enterprise": enterprise, "replaced": list(replaced),
            "form": form or PaperForm(kinds=kinds, initial=initial),
            "lacking": [kind for kind in kinds.values() if kind.name not in held],
        }  # fmt: skip

    return list_page(request, PAPERS, "enterprises/wallet/papers.html", of={"uscc": uscc}, more=more)


def paper_of(request: HttpRequest, uscc: str, reference: uuid.UUID) -> Evidence:
    return get_object_or_404(papers_kept(cast(Person, request.user)), enterprise__uscc=uscc, reference=reference)


def replace(request: HttpRequest, uscc: str, reference: uuid.UUID, form: ReplaceForm | None = None) -> HttpResponse:
    """Another paper in this one's place; the old one stays readable in the history."""
    paper = paper_of(request, uscc, reference)
    form = form or ReplaceForm(initial={"request_key": uuid.uuid4()})
    context = {"enterprise": paper.enterprise, "paper": paper, "form": form}
    return render(request, "enterprises/wallet/replace.html", context)
