"""The library, packages, answers: open to all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.asking.queries import votes_of
from district.ground.figures.registry import FIGURES
from district.ground.people.doors import open_to_all
from district.ground.tables.pages import list_page
from district.policies import plain_text, queries
from district.policies.columns import LIBRARY
from district.policies.models import Programme

OUTCOMES = {"helped": "cases.firm_programmes", "decided": "cases.granted_yuan"}  # what a package's numbers are

OLD = 12  # months after which an answer's check says that rules may have changed


@open_to_all
@require_GET
def library(request: HttpRequest) -> HttpResponseBase:
    """Programmes in force, filtered by office, kind, stage, topic, open now."""
    return list_page(request, LIBRARY, "policies/library.html", more=lambda found: {"total": found.total})


@open_to_all
@require_GET
def package(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.catalogue().packages.get(slug)
    if found is None:
        raise Http404
    members = {each.slug: each for each in Programme.objects.select_related("office")}
    named = [slug for part in found.get("parts") or [] for slug in part.get("members") or [] if slug in members]
    counted = queries.outcomes(named, found.get("from"), found.get("until"))
    parts = [
        (part["name"], [(members[slug], counted.get(slug)) for slug in part.get("members") or [] if slug in members])
        for part in found.get("parts") or []
    ]
    until, today = found.get("until"), clock.today()
    context = {
        "package": found, "parts": parts, "today": today, "over": isinstance(until, dt.date) and until < today,
        "years": _by_year(counted.values()), "helped": sum(each.enterprises for each in counted.values()),
        "decided": sum((each.decided for each in counted.values()), Decimal(0)),
        "illustrative": sum((each.illustrative for each in counted.values()), Decimal(0)),
        "figures": {name: FIGURES.get(key) for name, key in OUTCOMES.items()},
    }  # fmt: skip
    return render(request, "policies/package.html", context)


def _by_year(counted: Iterable[queries.Outcome]) -> list[queries.YearOutcome]:
    """The programmes of a package together, a row a decision year; a firm helped twice counts twice."""
    found: dict[int, queries.YearOutcome] = {}
    for each in (year for outcome in counted for year in outcome.years):
        old = found.get(each.year, queries.YearOutcome(each.year, 0, Decimal(0), Decimal(0)))
        found[each.year] = queries.YearOutcome(
            each.year, old.enterprises + each.enterprises, old.decided + each.decided,
            old.illustrative + each.illustrative,
        )  # fmt: skip
    if found and max(found) < (year := clock.today().year):  # last year's figures stand beside the new nought
        found[year] = queries.YearOutcome(year, 0, Decimal(0), Decimal(0))
    return [found[year] for year in sorted(found)]


@open_to_all
@require_GET
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    text = queries.catalogue().answers.get(slug)
    if text is None:
        raise Http404
    head, body = plain_text.answer_parts(text)
    checked = head.get("checked_on")
    months = _months(checked, clock.today()) if isinstance(checked, dt.date) else None
    context = {
        "slug": slug, "head": head, "months": months, "old": months is not None and months >= OLD,
        "paragraphs": plain_text.paragraphs(body), "votes": votes_of(slug),
    }  # fmt: skip
    return render(request, "policies/answer.html", context)


def _months(since: dt.date, today: dt.date) -> int:
    """Whole months from one day to another, not below nought."""
    return max(0, (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day))
