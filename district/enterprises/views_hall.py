"""The register as an enterprise sees it: its own facts, to confirm, contest or complete."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.enterprises import actions, queries
from district.enterprises.forms import ClaimForm
from district.enterprises.mandates.queries import is_agent
from district.enterprises.models import Enterprise
from district.enterprises.values import BadValue
from district.people.doors import signed_in
from district.record import clock


@signed_in
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The enterprises I act for, and the form to claim one."""
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.claim_enterprise(uscc=form.cleaned_data["uscc"], name=form.cleaned_data["name"], by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("已提交认领，确认后会收到消息。"))
            return redirect("enterprises:mine")
        except BadValue as error:
            form.add_error(None, str(error))
    memberships = queries.memberships_of(request.user)  # type: ignore[arg-type]
    context = {"form": form, "memberships": memberships, "is_agent": is_agent(request.user)}  # type: ignore[arg-type]
    return render(request, "enterprises/mine.html", context)


def _own(request: HttpRequest, uscc: str) -> Enterprise:
    """The firm's own people vouch for what is known of it; an agent sees facts where a verdict rests on them."""
    return get_object_or_404(queries.my_enterprises(request.user), uscc=uscc)  # type: ignore[arg-type]


@signed_in
@require_GET
def facts(request: HttpRequest, uscc: str) -> HttpResponse:
    """What is known, what has expired, what is unknown."""
    found = _own(request, uscc)
    known, kinds = queries.facts_of(found, clock.today()), queries.fact_kinds()
    gone = {name for name in kinds if name not in known or known[name].expired}
    context = {
        "enterprise": found, "known": [each for each in known.values() if not each.expired],
        "expired": [each for each in known.values() if each.expired and each.kind.asked],
        "unknown": [kind for name, kind in kinds.items() if name not in known and kind.ask and kind.asked],
        "held": [(name, known.get(name), kind) for name, kind in kinds.items() if name in gone and not kind.asked],
        "open": request.GET.get("fact", ""),
    }  # fmt: skip
    return render(request, "enterprises/facts.html", context)


@signed_in
@require_POST
def say(request: HttpRequest, uscc: str) -> HttpResponse:
    """Confirm a fact, contest it, or supply it."""
    found = _own(request, uscc)
    name, written, note = (request.POST.get(key, "").strip() for key in ("fact", "value", "note"))
    person = request.user
    try:
        if request.POST.get("act") == "confirm":
            actions.confirm_fact(enterprise=found, name=name, by=person)  # type: ignore[arg-type]
        elif request.POST.get("act") == "contest":
            actions.contest_fact(enterprise=found, name=name, written=written, note=note, by=person)  # type: ignore[arg-type]
        else:
            actions.supply_fact(enterprise=found, name=name, written=written, by=person)  # type: ignore[arg-type]
        messages.success(request, _("已记下“%(name)s”。") % {"name": name})
    except BadValue as error:
        messages.error(request, f"{name}：{error}")
    return redirect("enterprises:facts", uscc)
