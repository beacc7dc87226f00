"""Sampling campaigns at the desk: sealed, drawn, worked off, exported."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.cases.aftercare import exporting, queries, sampling
from district.cases.aftercare.columns import CAMPAIGNS, ITEMS
from district.cases.aftercare.forms import CampaignForm, ItemForm, SeedForm
from district.cases.aftercare.models import Campaign, CampaignItem
from district.cases.aftercare.permissions import may_check, may_sample
from district.cases.aftercare.risk import CHECKLIST, METRICS
from district.cases.aftercare.states import DRAWN, SEALED
from district.cases.core.checks import NotPossible
from district.cases.core.doors import DECIDES, SEES
from district.cases.core.models import Decision
from district.ground import clock
from district.ground.people.doors import for_roles
from district.ground.people.queries import Bureau, Person, Role
from district.ground.record.moves import MoveRefused
from district.ground.tables import sheets
from district.ground.tables.pages import list_page
from district.policies.queries import Programme

officials, workers = for_roles(*SEES), for_roles(*DECIDES)


def one(person: Person, reference: str) -> Campaign:
    return get_object_or_404(queries.campaigns_of(person).defer(None), reference=reference)


@officials
@require_GET
def campaigns(request: HttpRequest) -> HttpResponseBase:
    """`/desk/campaigns/`: each with its progress."""
    may = cast(Person, request.user).has_role(*DECIDES)
    return list_page(request, CAMPAIGNS, "aftercare/campaigns.html", more={"may": may})


@workers
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`/desk/campaigns/new/`: choose programmes and year, seal the list."""
    person = cast(Person, request.user)
    offices = person.bureau_ids(Role.OFFICER, Role.LEADER)
    granted = Decision.objects.filter(outcome="granted").values("application__programme")
    programmes = Programme.objects.filter(office__in=offices, pk__in=granted).order_by("name")
    initial = {"year": clock.today().year, "size": 10, "share": 50}
    form = CampaignForm(programmes, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data.pop("programmes"))
        try:
            made = sampling.prepare(
                office=Bureau.objects.get(pk=chosen[0].office_id), programmes=chosen, by=person, **form.cleaned_data
            )
            return redirect("cases:campaign", made.reference)
        except NotPossible as refused:
            form.add_error(None, str(refused))
    status = 422 if form.errors else 200
    return render(request, "aftercare/campaign_new.html", {"form": form}, status=status)


@officials
@require_GET
def campaign(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/campaigns/<reference>/`: how it was drawn, and every item with its officer and result."""
    person = cast(Person, request.user)
    row: Any = one(person, reference)
    may = bool(may_sample(person, row.office))
    more = {
        "campaign": row, "metrics": METRICS, "population": len(row.population),
        "left": row.drawn - row.checked,
        "seed_form": SeedForm() if may and row.state == SEALED else None,
        "may_finish": may and row.state == DRAWN and row.drawn == row.checked,
    }  # fmt: skip
    return list_page(request, ITEMS, "aftercare/campaign.html", of={"reference": reference}, more=more)


@workers
@require_POST
def draw(request: HttpRequest, reference: str) -> HttpResponse:
    row = one(cast(Person, request.user), reference)
    try:
        if row.state == SEALED:
            sampling.draw(campaign=row, seed=request.POST.get("seed", "")[:80], by=cast(Person, request.user))
        messages.success(request, _("已抽取并分给未经办过的人员。"))
    except (NotPossible, MoveRefused) as refused:
        messages.error(request, str(refused))
    return redirect("cases:campaign", reference)


@workers
@require_POST
def finish(request: HttpRequest, reference: str) -> HttpResponse:
    row = one(cast(Person, request.user), reference)
    try:
        if row.state == DRAWN:
            sampling.finish(campaign=row, by=cast(Person, request.user))
        messages.success(request, _("抽查已结束。"))
    except (NotPossible, MoveRefused) as refused:
        messages.error(request, str(refused))
    return redirect("cases:campaign", reference)


@officials
@require_GET
def export(request: HttpRequest, reference: str) -> FileResponse:
    """The campaign as a workbook: how it was drawn, the whole sealed list, the items."""
    row = one(cast(Person, request.user), reference)
    made = exporting.workbook(row, sheets.head_line(request, row.title))
    return FileResponse(made, as_attachment=True, filename=f"{row.reference}.xlsx", content_type=sheets.XLSX)


@officials
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, reference: str, place: int) -> HttpResponse:
    """`/desk/campaigns/<reference>/<place>/`: the checklist of one item, or what was recorded."""
    person = cast(Person, request.user)
    row = one(person, reference)
    found = get_object_or_404(queries.items_of(row).select_related("checked_by"), place=place)
    may = may_check(person, found)
    form = ItemForm(request.POST or None) if may and not found.result and row.state == DRAWN else None
    if request.method == "POST" and form is None:
        messages.info(request, _("这件已有结果。") if found.result else str(may.why))
    elif form is not None and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sampling.record_result(
                item=found, by=person, result=data["result"], answers=form.answers(), note=data["note"]
            )
            messages.success(request, _("已记录。"))
            return redirect("cases:campaign", reference)
        except NotPossible as refused:
            form.add_error(None, str(refused))
    status = 422 if form is not None and form.errors else 200
    return render(request, "aftercare/item.html", _item_context(row, found, form, may), status=status)


def _item_context(row: Campaign, found: CampaignItem, form: ItemForm | None, may: Any) -> dict[str, Any]:
    words = dict(ItemForm.ANSWERS)
    answers = [(label, words.get(found.answers.get(name, ""), "—")) for name, label in CHECKLIST.items()]
    parts = [(METRICS[name].label, METRICS[name].says, points, METRICS[name].weight)
             for name, points in found.parts.items() if name in METRICS]  # fmt: skip
    return {"campaign": row, "item": found, "form": form, "why_not": "" if may else may.why, "answers": answers,
            "parts": parts}  # fmt: skip
