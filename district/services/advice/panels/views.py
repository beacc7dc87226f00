"""Pages of panels: the planner, one panel at the desk, one's own as asker or expert, ways between streets."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.acts.views import tell
from district.ground.onetime.actions import Issued
from district.ground.onetime.handing import issued
from district.ground.onetime.queries import links_for
from district.ground.people.doors import for_roles, signed_in
from district.ground.people.queries import Field, Person, Role
from district.ground.tables.pages import list_page
from district.services.advice.panels import purposes, queries, states
from district.services.advice.panels.acts import parts_seen
from district.services.advice.panels.columns import OFFICIALS, PANELS, WAYS
from district.services.advice.panels.forms import AskForm, BookForm, BriefForm, PartForm, StepInForm, WhyForm
from district.services.advice.panels.models import Panel, Part
from district.services.advice.panels.permissions import may_arrange, may_keep, may_sign
from district.services.advice.panels.planning import Missing, Why
from district.services.advice.queries import Need, needs_seen_by

WHYS = {
    Why.NOBODY: _("要 %(wanted)d 位，能担任的只有 %(known)d 位"),
    Why.NO_TIME: _("能担任的有 %(known)d 位，这些天有空的只有 %(free)d 位"),
    Why.NOT_TOGETHER: _("有空的 %(free)d 位，和其他角色凑不到同一个时间"),
}
ROLES = (Role.OFFICER, Role.LEADER, Role.EXPERT)


@for_roles(*OFFICIALS)
@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """`/desk/advice/panels/`: panels and visits of one's bureaus, and those one sits on."""
    return list_page(request, PANELS, "panels/desk_panels.html")


def _need(request: HttpRequest, reference: str) -> Need:
    return get_object_or_404(needs_seen_by(cast(Person, request.user)), reference=reference)


@for_roles(*ROLES)
def planner(request: HttpRequest, reference: str, form: BookForm | None = None) -> HttpResponse:
    """`/desk/advice/panels/new/<need>/`: roles asked for, the earliest panels that are free, fair and complete."""
    person, need = cast(Person, request.user), _need(request, reference)
    asked = form or (AskForm(request.GET, need=need) if "kind" in request.GET else AskForm(need=need))
    context: dict[str, Any] = {
        "need": need, "form": asked, "may": may_arrange(person, need), "taken": need.state == "taken",
        "request_key": request.POST.get("request_key") or uuid.uuid4(), "brief": request.POST.get("brief", need.text),
    }  # fmt: skip
    if form is not None:
        tell(request, form)
    if asked.is_bound and (asked.is_valid() or form is not None) and asked.cleaned_data.get("roles") and context["may"]:
        context |= {"search": queries.search(asked.asking), "asking": asked.asking}
        context["missing"] = [(Field(each.role).label, says(each)) for each in context["search"].missing]
    return render(request, "panels/planner.html", context)


def says(each: Missing) -> str:
    """Why a role stays empty, for whoever asked."""
    return str(WHYS[each.why] % {"wanted": each.wanted, "known": each.known, "free": each.free})


def _panel(request: HttpRequest, reference: str) -> Panel:
    rows = queries.in_full(Panel.objects.visible_to(cast(Person, request.user)))
    return get_object_or_404(rows, reference=reference)


@for_roles(*OFFICIALS)
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/advice/panels/<reference>/`: brief, who sits and stands by, who has signed."""
    return desk_page(request, reference)


def desk_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """The page of a panel at the desk; `form` is what of it could not be done, with what was typed."""
    person, panel = cast(Person, request.user), _panel(request, reference)
    if form is not None:
        tell(request, form)
    keeps, begun = may_keep(person, panel), clock.now() >= panel.starts
    sits, standby = _split(panel)
    links = {link.thing: link for link in reversed(links_for(purposes.PART, [each.reference for each in sits]))}
    rows = [
        {"part": each, "link": links.get(each.reference),
         "step": StepInForm(part=each) if keeps and each.withdrew_at and not begun else None}
        for each in sits
    ]  # fmt: skip
    context = {
        "panel": panel, "rows": rows, "standby": standby, "keeps": keeps, "begun": begun,
        "held": panel.state == states.HELD, "signed": sum(each.signed_at is not None for each in sits),
        "brief": form if isinstance(form, BriefForm) else BriefForm(initial={"brief": panel.brief}),
        "why": form if isinstance(form, WhyForm) else WhyForm(),
        "seats": sum(each.withdrew_at is None for each in sits),
    }  # fmt: skip
    return render(request, "panels/desk_panel.html", context)


def _split(panel: Panel) -> tuple[list[Part], list[Part]]:
    stand: list[Part] = panel.stand  # type: ignore[attr-defined] # `in_full` prefetched it
    for each in stand:
        each.panel = panel
    return [each for each in stand if not each.standby], [each for each in stand if each.standby]


@signed_in
@require_GET
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/advice/panels/<reference>/`: for who asked and for the experts who sit there."""
    return my_page(request, reference)


def my_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """One's own page of a panel; `form` is what of it could not be done, with what was typed."""
    person, panel = cast(Person, request.user), _panel(request, reference)
    if form is not None:
        tell(request, form)
    sits, _standby = _split(panel)
    part = next((each for each in sits if may_sign(person, each)), None)
    context = {
        "panel": panel, "sits": sits, "part": part, "coming": any(each.withdrew_at is None for each in sits),
        "signed": [each for each in sits if each.signed_at],
        "begun": clock.now() >= panel.starts,
        "held": panel.state == states.HELD, "sealed": panel.state == states.SEALED,
        "write": form if isinstance(form, PartForm) else PartForm(),
        "why": form if isinstance(form, WhyForm) else WhyForm(),
    }  # fmt: skip
    return render(request, "panels/mine.html", context)


@signed_in
@require_GET
def my_panels(request: HttpRequest) -> HttpResponse:
    """`/my/advice/panels/`: panels and visits of one's needs, and those one sits on."""
    person = cast(Person, request.user)
    mine_only = queries.panels_of(person)
    rows = list(queries.in_full(mine_only).order_by("-starts")[:50])
    to_sign = {each.panel_id for each in queries.parts_to_sign(person)}
    return render(request, "panels/my_panels.html", {"rows": [(row, row.pk in to_sign) for row in rows]})


def part_page(request: HttpRequest, reference: str, form: Any = None, **_address: Any) -> HttpResponse:
    """The page on which a part's form stands: the desk's where somebody steps in, else one's own."""
    page = desk_page if isinstance(form, StepInForm) else my_page
    return page(request, reference, form)


def link_made(request: HttpRequest, done: Done[Part]) -> HttpResponse | None:
    """The link, this once; of other acts nothing special."""
    if not isinstance(done.result, Issued):
        return None
    assert done.thing is not None
    return issued(request, [done.result], back=reverse("panels:desk_panel", args=[done.thing.panel.reference]))


def part_of(request: HttpRequest, reference: str, pk: int) -> Part:
    """A part of the address, among those this person may see."""
    return get_object_or_404(parts_seen(cast(Person, request.user)).filter(panel__reference=reference), pk=pk)


@for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR)
@require_GET
def ways(request: HttpRequest) -> HttpResponseBase:
    """`/desk/advice/panels/ways/`: minutes between places, whose word each is."""
    return list_page(request, WAYS, "panels/ways.html")
