"""`/my/enterprises/<code>/papers/`: an enterprise's own papers, to add, replace and take out."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from district.enterprises.mandates.models import Scope
from district.enterprises.models import Enterprise
from district.enterprises.queries import acted_for
from district.enterprises.values import BadValue
from district.enterprises.wallet import actions
from district.enterprises.wallet.actions import BadUpload
from district.enterprises.wallet.columns import PAPERS
from district.enterprises.wallet.forms import PaperForm, ReplaceForm
from district.enterprises.wallet.kinds import paper_kinds
from district.enterprises.wallet.models import Evidence
from district.enterprises.wallet.queries import papers_of
from district.ground import clock
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page


def _own(request: HttpRequest, uscc: str) -> Enterprise:
    """Whose papers the person may keep: a mandate has to go as far."""
    person = cast(Person, request.user)
    return get_object_or_404(acted_for(person, Scope.FILLS, Scope.CORRECTS), uscc=uscc)


@signed_in
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, uscc: str) -> HttpResponseBase:
    """The wallet by type, and the form for another paper; `?kind=` chooses the type beforehand."""
    enterprise = _own(request, uscc)
    kinds = paper_kinds(clock.today())
    initial = {"request_key": uuid.uuid4(), "kind": request.GET.get("kind", "")}
    form = PaperForm(request.POST or None, request.FILES or None, kinds=kinds, initial=initial)
    if request.method == "POST" and form.is_valid():
        file, data = form.cleaned_data["file"], form.cleaned_data
        try:
            paper = actions.add_paper(
                enterprise=enterprise, kind=form.chosen_kind(), file=file, name=file.name,
                by=cast(Person, request.user), request_key=data["request_key"], valid_from=data["valid_from"],
                valid_until=data["valid_until"], note=data["note"],
            )  # fmt: skip
            messages.success(request, _("“%(kind)s”已放进材料库，以后申报可以直接使用。") % {"kind": paper.kind})
            return redirect("enterprises:papers", uscc)
        except BadUpload as refused:
            form.add_error("file", str(refused))
        except BadValue as refused:
            form.add_error(None, str(refused))
    return _page(request, enterprise, kinds, form, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, uscc: str, reference: uuid.UUID) -> HttpResponse:
    """Another paper in this one's place; the old one stays readable in the history."""
    enterprise = _own(request, uscc)
    paper = get_object_or_404(papers_of(enterprise), reference=reference)
    form = ReplaceForm(request.POST or None, request.FILES or None, initial={"request_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        file, data = form.cleaned_data["file"], form.cleaned_data
        try:
            actions.add_paper(
                enterprise=enterprise, kind=paper.kind, file=file, name=file.name, by=cast(Person, request.user),
                request_key=data["request_key"], valid_from=data["valid_from"], valid_until=data["valid_until"],
                note=data["note"], replaces=paper,
            )  # fmt: skip
            messages.success(request, _("已换成新的，旧的留在历史里。"))
            return redirect("enterprises:papers", uscc)
        except BadUpload as refused:
            form.add_error("file", str(refused))
        except BadValue as refused:
            form.add_error(None, str(refused))
    context = {"enterprise": enterprise, "paper": paper, "form": form}
    return render(request, "enterprises/wallet/replace.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def remove(request: HttpRequest, uscc: str, reference: uuid.UUID) -> HttpResponse:
    enterprise = _own(request, uscc)
    paper = papers_of(enterprise).filter(reference=reference).first()
    if paper is not None:  # a second click: the first has done it
        try:
            actions.remove_paper(paper=paper, by=cast(Person, request.user))
            messages.success(request, _("已从材料库删除。"))
        except BadValue as refused:
            messages.error(request, str(refused))
    return redirect("enterprises:papers", uscc)


def _page(request: HttpRequest, enterprise: Enterprise, kinds: Any, form: PaperForm, status: int) -> HttpResponseBase:
    def more(found: Listed[Evidence]) -> dict[str, Any]:
        every = papers_of(enterprise)
        replaced = every.exclude(replaced_by=None).filter(kind__in={each.kind for each in found.rows})[:50]
        held = set(every.filter(replaced_by=None).order_by().values_list("kind", flat=True))
        lacking = [kind for kind in kinds.values() if kind.name not in held]
        return {"enterprise": enterprise, "replaced": list(replaced), "form": form, "lacking": lacking}

    of = {"uscc": enterprise.uscc}
    return list_page(request, PAPERS, "enterprises/wallet/papers.html", of=of, more=more, status=status)
