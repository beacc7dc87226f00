"""Sampling campaigns at the desk: sealed, drawn, worked off, exported."""

from __future__ import annotations

from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.cases.aftercare import exporting, queries
from district.cases.aftercare.acts_campaigns import campaigns_seen, granting
from district.cases.aftercare.columns import CAMPAIGNS, ITEMS
from district.cases.aftercare.forms import CampaignForm, ItemForm, SeedForm
from district.cases.aftercare.models import Campaign, CampaignItem
from district.cases.aftercare.permissions import may_check, may_sample
from district.cases.aftercare.risk import CHECKLIST, METRICS
from district.cases.aftercare.states import DRAWN, SEALED
from district.cases.core.doors import DECIDES, SEES
from district.ground import clock
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person
from district.ground.tables import sheets
from district.ground.tables.pages import list_page

officials, workers = for_roles(*SEES), for_roles(*DECIDES)


def one(person: Person, reference: str) -> Campaign:
    return get_object_or_404(campaigns_seen(person), reference=reference)


@officials
@require_GET
def campaigns(request: HttpRequest) -> HttpResponseBase:
    """`/desk/campaigns/`: each with its progress."""
    may = cast(Person, request.user).has_role(*DECIDES)
    return list_page(request, CAMPAIGNS, "aftercare/campaigns.html", more={"may": may})


def new(request: HttpRequest, form: CampaignForm | None = None) -> HttpResponse:
    """`/desk/campaigns/new/`: choose programmes and year, seal the list."""
    initial = {"year": clock.today().year, "size": 10, "share": 50}
    form = form or CampaignForm(programmes=granting(cast(Person, request.user)), initial=initial)
    return render(request, "aftercare/campaign_new.html", {"form": form})


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


@officials
@require_GET
def export(request: HttpRequest, reference: str) -> FileResponse:
    """The campaign as a workbook: how it was drawn, the whole sealed list, the items."""
    row = one(cast(Person, request.user), reference)
    made = exporting.workbook(row, sheets.head_line(request, row.title))
    return FileResponse(made, as_attachment=True, filename=f"{row.reference}.xlsx", content_type=sheets.XLSX)


def item_of(request: HttpRequest, reference: str, place: int) -> CampaignItem:
    rows = queries.items_of(one(cast(Person, request.user), reference)).select_related("checked_by")
    return get_object_or_404(rows, place=place)


def item(request: HttpRequest, reference: str, place: int, form: ItemForm | None = None) -> HttpResponse:
    """`/desk/campaigns/<reference>/<place>/`: the checklist of one item, or what was recorded."""
    person = cast(Person, request.user)
    row, found = one(person, reference), item_of(request, reference, place)
    may = may_check(person, found)
    if form is None and may and not found.result and row.state == DRAWN:
        form = ItemForm()
    return render(request, "aftercare/item.html", _item_context(row, found, form, may))


def _item_context(row: Campaign, found: CampaignItem, form: ItemForm | None, may: Any) -> dict[str, Any]:
    words = dict(ItemForm.ANSWERS)
    answers = [(label, words.get(found.answers.get(name, ""), "—")) for name, label in CHECKLIST.items()]
    parts = [(METRICS[name].label, METRICS[name].says, points, METRICS[name].weight)
             for name, points in found.parts.items() if name in METRICS]  # fmt: skip
    return {"campaign": row, "item": found, "form": form, "why_not": "" if may else may.why, "answers": answers,
            "parts": parts}  # fmt: skip
