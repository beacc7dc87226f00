"""`/embed/check/`: two to four questions and the three best, in a frame on another portal's page.

Nothing is kept: browsers block a frame's cookies. Answers are in the address, every form is a GET.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.http import require_GET

from district.enterprises.queries import fact_kinds
from district.enterprises.trades import queries as trades
from district.enterprises.values import TRADE
from district.ground import clock
from district.ground.people.doors import open_to_all
from district.policies import queries
from district.policies.embedding.answers import Said, said
from district.policies.fitting import queries as fitting
from district.policies.fitting.kept import FIRM, SAID, Kept, link
from district.policies.queries import Fits, Verdict
from rulebook.explaining.questions import Question

QUESTIONS, BEST = 4, 3


@open_to_all
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """The next question, or the results: after four, or as soon as they are asked for."""
    with override("en" if request.GET.get("lang") == "en" else settings.LANGUAGE_CODE):
        answer = _check(request)
    if settings.PORTALS:
        # X-Frame-Options knows no list of origins; the policy does.
        answer.xframe_options_exempt = True
        answer._csp_replace = {"frame-ancestors": list(settings.PORTALS)}  # type: ignore[attr-defined]
    return answer


def _check(request: HttpRequest) -> HttpResponse:
    found, today = said(request), clock.today()
    kept = _kept(found)
    asked = fitting.question(queries.catalogue(), kept, today)
    done = found.asked >= QUESTIONS or "show" in request.GET
    context: dict[str, Any] = {
        "said": found, "portals": " ".join(settings.PORTALS), "lang": "en" if request.GET.get("lang") == "en" else "",
        "kinds": fact_kinds(), "number": found.asked + 1, "of": QUESTIONS,
    }  # fmt: skip
    if asked is None or (done and not found.wrong):
        fits = queries.fits(fitting.facts_to_judge(queries.catalogue(), kept, today), today)
        context |= {"best": _best(fits), "open": len(fits.one_missing) + len(fits.undecided), "total": fits.total,
                    "illustrative": fits.illustrative}  # fmt: skip
        return render(request, "policies/embed/results.html", context)
    if found.about != asked.fact:
        found = replace(found, wrong="", typed="")  # said of another question than this one
    context |= {"question": asked, "said": found, "trades": _meant(asked, found)}
    return render(request, "policies/embed/question.html", context)


def _best(fits: Fits) -> list[Verdict]:
    """The three that give most: what is certain, then what lacks fewest answers; confirmed numbers first."""
    sure = sorted(fits.eligible, key=lambda each: (each.illustrative, -(each.amount or 0)))
    near = sorted(
        (*fits.one_missing, *fits.undecided),
        key=lambda each: (each.illustrative, len(each.missing), -(each.amount or 0)),
    )
    return [*sure, *near][:BEST]


def _meant(asked: Question, found: Said) -> list[tuple[str, str]]:
    """(code, what it is called) of trades that a word may mean, to choose from."""
    several = trades.find(found.typed, 6) if asked.fact == TRADE and found.typed else []
    return [(each.code, trades.said(each)) for each in several]


@open_to_all
@require_GET
def whole(request: HttpRequest) -> HttpResponse:
    """`/embed/check/whole/`: the answers in the whole check, in a tab of its own. A link changes nothing: there
    the visitor takes them as their own.
    """
    found = said(request)
    return redirect("policies:fits_shared", link(_kept(found)))


def _kept(found: Said) -> Kept:
    """A firm's answers as the whole check keeps them."""
    return Kept(who=FIRM, answers=found.texts, source=dict.fromkeys(found.texts, SAID), skipped=found.skipped)
