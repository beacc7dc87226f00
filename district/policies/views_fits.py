"""What fits me: for an enterprise from what is known of it, for a stranger from typed facts kept in the session."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.enterprises import queries as enterprises
from district.enterprises.actions import text_of, value_of
from district.people.doors import open_to_all
from district.policies import queries
from district.policies.forms import FactForm
from district.record import clock

KEPT, SKIPPED = "fits_facts", "fits_skipped"
ENOUGH = 3  # answers after which the results come first


@open_to_all
@require_GET
def fits(request: HttpRequest) -> HttpResponse:
    """The signed-in member's enterprise, or the three questions."""
    mine = list(enterprises.acted_for(request.user)) if request.user.is_authenticated else []  # type: ignore[arg-type]
    if mine and request.GET.get("as") != "stranger":
        return _for_enterprise(request, mine)
    return _for_stranger(request, FactForm)


def _for_enterprise(request: HttpRequest, mine: list[Any]) -> HttpResponse:
    chosen = next((each for each in mine if each.uscc == request.GET.get("enterprise")), mine[0])
    today = clock.today()
    known = enterprises.facts_of(chosen, today)
    facts = {name: each.value for name, each in known.items() if not each.expired}
    found = queries.fits(facts, today)
    context = {
        "enterprise": chosen, "mine": mine, "fits": found, "groups": groups(found), "sources": known,
        "package": queries.best_package(chosen, facts, today), "climbs": queries.climbs(facts, today),
    }  # fmt: skip
    return render(request, "policies/fits.html", context)


def groups(found: queries.Fits) -> list[dict[str, Any]]:
    """The groups of results as the page shows them, each verdict as JSON."""
    shown = (
        ("yes", _("符合"), found.eligible), ("one", _("还差一项信息"), found.one_missing),
        ("held", _("待部门核验"), found.held), ("open", _("需要确认"), found.undecided),
        ("no", _("不符合"), found.not_eligible),
    )  # fmt: skip
    return [{"key": key, "label": label, "verdicts": [each.as_json() for each in verdicts]}
            for key, label, verdicts in shown if verdicts]  # fmt: skip


def typed(request: HttpRequest) -> dict[str, Any]:
    """The stranger's facts, typed; what the vocabulary no longer knows, or only a bureau can say, is dropped."""
    kinds = enterprises.fact_kinds()
    kept: dict[str, str] = request.session.get(KEPT, {})
    return {name: value_of(kinds[name], text) for name, text in kept.items() if name in kinds and kinds[name].supposed}


def _for_stranger(request: HttpRequest, form_class: type[FactForm], bound: FactForm | None = None) -> HttpResponse:
    today = clock.today()
    facts = typed(request)
    asked = queries.question(facts, today, skip=request.session.get(SKIPPED, []))
    form = bound or (form_class(question=asked, initial={"fact": asked.fact}) if asked else None)
    found = queries.fits(facts, today)
    kinds = enterprises.fact_kinds()
    context = {
        "question": asked, "form": form, "facts": [(kinds[name], value) for name, value in facts.items()],
        "fits": found, "groups": groups(found), "enough": len(facts) >= ENOUGH, "sources": {},
        "skipped": request.session.get(SKIPPED, []),
    }  # fmt: skip
    return render(request, "policies/questions.html", context)


@open_to_all
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Keep one answer, or note that the person does not know."""
    name = request.POST.get("fact", "")
    if "skip" in request.POST:
        skipped = request.session.get(SKIPPED, [])
        request.session[SKIPPED] = [*skipped, name][-60:]
        return redirect("policies:fits")
    asked = queries.question(typed(request), clock.today(), skip=request.session.get(SKIPPED, []))
    form = FactForm(request.POST, question=asked if asked and asked.fact == name else None)
    if not form.is_valid():
        return _for_stranger(request, FactForm, form)
    kept = request.session.get(KEPT, {})
    request.session[KEPT] = {**kept, name: text_of(form.cleaned_data["kind"], form.cleaned_data["typed"])}
    return redirect("policies:fits")


@open_to_all
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Take one answer back, or all of them."""
    name = request.POST.get("fact", "")
    kept = request.session.get(KEPT, {})
    request.session[KEPT] = {key: value for key, value in kept.items() if name and key != name}
    request.session[SKIPPED] = [] if not name else request.session.get(SKIPPED, [])
    return redirect("policies:fits")
