"""`/my/enterprises/<code>/papers/`: an enterprise's own papers, to add, replace and take out."""

from __future__ import annotations

import uuid
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from district.enterprises.wallet.acts import keeping_for, papers_kept
from district.enterprises.wallet.forms import PaperForm, ReplaceForm
from district.enterprises.wallet.kinds import paper_kinds
from district.enterprises.wallet.models import Evidence
from district.enterprises.wallet.queries import papers_of
from district.ground import clock
from district.ground.people.queries import Person

PAGE = 25


def papers(request: HttpRequest, uscc: str, form: PaperForm | None = None) -> HttpResponse:
    """The wallet by type, and the form for another paper; `?kind=` chooses the type beforehand."""
    enterprise = get_object_or_404(keeping_for(cast(Person, request.user)), uscc=uscc)
    today = clock.today()
    kinds = paper_kinds(today)
    initial = {"request_key": uuid.uuid4(), "kind": request.GET.get("kind", "")}
    page = Paginator(papers_of(enterprise).filter(replaced_by=None), PAGE).get_page(request.GET.get("page"))
    replaced = papers_of(enterprise).exclude(replaced_by=None).filter(kind__in={each.kind for each in page})[:50]
    held = set(papers_of(enterprise).filter(replaced_by=None).order_by().values_list("kind", flat=True))
    context = {
        "enterprise": enterprise, "page": page, "replaced": list(replaced),
        "shown": [{"paper": each, "state": each.state_on(today)} for each in page],
        "form": form or PaperForm(kinds=kinds, initial=initial),
        "lacking": [kind for kind in kinds.values() if kind.name not in held],
    }  # fmt: skip
    return render(request, "enterprises/wallet/papers.html", context)


def paper_of(request: HttpRequest, uscc: str, reference: uuid.UUID) -> Evidence:
    return get_object_or_404(papers_kept(cast(Person, request.user)), enterprise__uscc=uscc, reference=reference)


def replace(request: HttpRequest, uscc: str, reference: uuid.UUID, form: ReplaceForm | None = None) -> HttpResponse:
    """Another paper in this one's place; the old one stays readable in the history."""
    paper = paper_of(request, uscc, reference)
    form = form or ReplaceForm(initial={"request_key": uuid.uuid4()})
    context = {"enterprise": paper.enterprise, "paper": paper, "form": form}
    return render(request, "enterprises/wallet/replace.html", context)
