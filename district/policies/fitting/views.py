"""What fits me as a guided check: who you are, four to six questions, the answer. For a member of an enterprise, what
is known of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.enterprises import queries as enterprises
from district.enterprises.actions import BadValue
from district.enterprises.trades import queries as trades
from district.ground import clock
from district.ground.people.doors import open_to_all
from district.ground.people.queries import Person
from district.policies import queries as policies
from district.policies.fitting import kept as keeping
from district.policies.fitting import queries, taking
from district.policies.fitting.answers import SECTION, TRADE, refuse_contradiction, refuse_wide, understand
from district.policies.fitting.forms import AnswerForm, CodeForm, buttons
from district.policies.fitting.kept import PERSONS, REGISTER, SAID, WHO, Kept
from district.policies.queries import Catalogue, Question

SUGGESTED = 8


@open_to_all
@require_GET
def fits(request: HttpRequest) -> HttpResponse:
    """The signed-in member's enterprise, or the check."""
    mine = list(enterprises.acted_for(request.user, subjects=enterprises.ALL)) if request.user.is_authenticated else []
    return _for_enterprise(request, mine) if mine else _step(request)


@open_to_all
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """The check, for members too: a question, or the results once enough is asked."""
    return _step(request)


@open_to_all
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """The results so far, whatever has been asked."""
    kept = keeping.of(request)
    return _results(request, kept) if kept.who else redirect("policies:fits_check")


def _step(request: HttpRequest) -> HttpResponse:
    kept = keeping.of(request)
    if not kept.who or "who" in request.GET:
        return _who(request, kept)
    found, today = policies.catalogue(), clock.today()
    if name := request.GET.get("ask"):
        asked = queries.question_about(found, name, kept.who)
        if asked is not None:
            return _ask(request, found, kept, asked, typed=kept.words.get(name) or _typed(kept, name))
    asked = queries.question(found, kept, today)
    if asked is None or kept.asked >= queries.PLANNED:
        return _results(request, kept)
    return _ask(request, found, kept, asked)


def _trades(typed: str) -> list[tuple[trades.Trade, str, str]]:
    """Trades to choose from for what was typed, each with the English of its division and of its section."""
    found = trades.find(typed, SUGGESTED) if typed else []
    return [(each, trades.english_of(each.code), trades.english_of(each.section)) for each in found]


def _divisions(asked: Question | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """(section, its divisions as code and name) to choose a trade from without a word for it; [] for other facts."""
    if asked is None or asked.fact != TRADE:
        return []
    english = get_language() == "en"

    def name(each: trades.Trade) -> str:
        return trades.english_of(each.code) if english else each.name

    return [(name(top), [(each.code, name(each)) for each in below]) for top, below in trades.divisions()]


def _typed(kept: Kept, name: str) -> str:
    return {"true": "是", "false": "否"}.get(kept.answers.get(name, ""), kept.answers.get(name, ""))


def _who(request: HttpRequest, kept: Kept, code: CodeForm | None = None) -> HttpResponse:
    context = {**queries.who_context(policies.catalogue(), kept), "code": code or CodeForm()}
    return render(request, "policies/fitting/who.html", context)


def _ask(
    request: HttpRequest, found: Catalogue, kept: Kept, asked: Question, *, form: AnswerForm | None = None,
    typed: str = "",
) -> HttpResponse:  # fmt: skip
    today = clock.today()
    shown = form or AnswerForm(question=asked, initial={"fact": asked.fact, "value": typed})
    done = kept.asked
    context = {
        **_said(found, kept), "question": asked, "form": shown, "buttons": buttons(asked), "who": kept.who,
        "number": done + 1, "about": max(done + 1, min(queries.PLANNED, done + max(asked.left, 1))),
        "result": queries.results(found, kept, today) if done else None,
        "trades": _trades(shown.typed) if asked.fact == TRADE else [], "divisions": _divisions(asked),
    }  # fmt: skip
    return render(request, "policies/fitting/ask.html", context)


def _said(found: Catalogue, kept: Kept) -> dict[str, Any]:
    """What was said, in the order it was."""
    facts = kept.facts(found.facts)
    return {
        "kept": kept, "label": {key: words for key, words, _icon in queries.people()}.get(kept.who, ""),
        "said": [(found.facts[name], _named(name, value), kept.words.get(name, ""), kept.source.get(name, SAID))
                 for name, value in facts.items() if name != SECTION],
    }  # fmt: skip


def _named(name: str, value: Any) -> Any:
    trade = trades.trade_of(str(value)) if name == TRADE else None
    return trades.said(trade) if trade else value


def _results(request: HttpRequest, kept: Kept, *, shared: str = "") -> HttpResponse:
    found, today = policies.catalogue(), clock.today()
    asked = None if shared else queries.question(found, kept, today)
    context = {
        **_said(found, kept), "result": queries.results(found, kept, today), "question": asked, "who": kept.who,
        "person": kept.who in PERSONS, "dreams": queries.dreams(found, today) if kept.who in PERSONS else [],
        "as_person": queries.PERSON in queries.subjects_of(kept.who),
        "form": AnswerForm(question=asked, initial={"fact": asked.fact}) if asked else None,
        "buttons": buttons(asked) if asked else (), "shared": shared, "day": today, "trades": [],
        "divisions": _divisions(asked),
        "link": request.build_absolute_uri(reverse("policies:fits_shared", args=[keeping.link(kept)])),
    }  # fmt: skip
    return render(request, "policies/fitting/results.html", context)


def take(request: HttpRequest, uscc: str, form: Any = None) -> HttpResponse:
    """What of the check may be taken over for one enterprise, each confirmed by a person."""
    person: Person = request.user  # type: ignore[assignment]
    enterprise = get_object_or_404(enterprises.my_subjects(person), uscc=uscc)
    known = enterprises.facts_of(enterprise, clock.today())
    choice = taking.offered(policies.catalogue(), keeping.of(request), known, enterprise.subject)
    home = f"{reverse('policies:fits')}?enterprise={enterprise.uscc}"
    if not choice:
        return redirect(home)
    return render(request, "policies/fitting/take.html", {"enterprise": enterprise, "choice": choice, "home": home})


@open_to_all
@require_POST
def who(request: HttpRequest) -> HttpResponse:
    """The first step: who it is, and where the firm is or is to be."""
    said = request.POST.get("who", "")
    if said not in WHO:
        return redirect("policies:fits_check")
    kept = replace(keeping.of(request), who=said)
    found = policies.catalogue()
    place = found.facts.get(queries.PLACE)
    if place and said not in PERSONS and (typed := request.POST.get("place", "").strip()):
        try:
            refuse_wide(found, typed[:40])
        except BadValue as wrong:
            messages.error(request, str(wrong))
            return redirect(f"{reverse('policies:fits_check')}?who")
        kept = kept.told(place, understand(place, typed[:40], clock.today()).value, source="first")
    keeping.keep(request, kept)
    return redirect("policies:fits_check")


@open_to_all
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Keep one answer, or note that the person does not know. What is refused stays in the field."""
    kept, found = keeping.of(request), policies.catalogue()
    name = request.POST.get("fact", "")
    asked = queries.question_about(found, name, kept.who) if kept.who else None
    if asked is None:
        return redirect("policies:fits_check")
    if "skip" in request.POST:
        keeping.keep(request, kept.without([name]).passed_over(name))
        return redirect("policies:fits_check")
    form = AnswerForm(request.POST, question=asked)
    if not form.is_valid():
        return _ask(request, found, kept, asked, form=form)
    try:
        kept = _told(found, kept, name, form.cleaned_data["value"], clock.today())
    except BadValue as wrong:
        form.add_error("value", str(wrong))
        return _ask(request, found, kept, asked, form=form)
    keeping.keep(request, kept)
    return redirect("policies:fits_check")


def _told(found: Catalogue, kept: Kept, name: str, text: str, day: dt.date) -> Kept:
    kind = found.facts[name]
    if name == queries.PLACE:
        refuse_wide(found, text)
    meant = understand(kind, text, day)
    kept = kept.told(kind, meant.value, words="" if meant.exact else text.strip())
    exact = {each: value for each, value in kept.facts(found.facts).items() if each not in kept.words}
    refuse_contradiction(found.facts, exact, name)
    for also, value in meant.also:
        if also in found.facts:
            kept = kept.told(found.facts[also], value, source="first")
    return kept


@open_to_all
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Take one answer back, or all of them."""
    name = request.POST.get("fact", "")
    keeping.keep(request, keeping.of(request).without([name]) if name else Kept())
    return redirect("policies:fits_check")


@open_to_all
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Trades for what is being typed: a list to choose from."""
    typed = request.GET.get("value", "")[:40]
    context = {"found": _trades(typed), "typed": typed}
    return render(request, "policies/fitting/_trades.html", context)


@open_to_all
@require_POST
def by_code(request: HttpRequest) -> HttpResponse:
    """By 统一社会信用代码: a member goes to the enterprise's page; anybody else is told what the register publishes."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _who(request, keeping.of(request), form)
    code = form.cleaned_data["code"]
    mine = enterprises.acted_for(request.user) if request.user.is_authenticated else None
    if mine is not None and mine.filter(uscc=code).exists():
        return redirect(f"{reverse('policies:fits')}?enterprise={code}")
    found = policies.catalogue()
    public = queries.public_facts(found, code, clock.today())
    if public is None:
        form.add_error("code", _("名录里没有这个代码。可能在外区注册，或者刚刚注册：请直接选上面的一项，答几题就行。"))
        return _who(request, keeping.of(request), form)
    trader = public.facts.get(queries.KIND_OF_FIRM) == queries.SOLE_TRADER
    kept = Kept(who="sole-trader" if trader else "firm")
    for name, value in public.facts.items():
        kept = kept.told(found.facts[name], value, source=REGISTER)
    keeping.keep(request, kept)
    messages.success(request, _("%(name)s：已填好登记机关公示的 %(n)d 项，不再问您。")
                     % {"name": public.name, "n": len(public.facts)})  # fmt: skip
    return redirect("policies:fits_check")


@open_to_all
@require_GET
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The results behind a link; the visitor's own answers stay as they are."""
    kept = keeping.of_link(token)
    if kept is None or not kept.who:
        raise Http404
    return _results(request, kept, shared=token)


@open_to_all
@require_POST
def go_on(request: HttpRequest, token: str) -> HttpResponse:
    """Take the answers behind a link as one's own, to go on from there."""
    kept = keeping.of_link(token)
    if kept is None:
        raise Http404
    keeping.keep(request, kept)
    return redirect("policies:fits_check")


def _for_enterprise(request: HttpRequest, mine: list[Any]) -> HttpResponse:
    chosen = next((each for each in mine if each.uscc == request.GET.get("enterprise")), mine[0])
    today = clock.today()
    known = enterprises.facts_of(chosen, today)
    facts = {name: each.value for name, each in known.items() if not each.expired}
    found = policies.catalogue()
    context = {
        "enterprise": chosen, "mine": mine, "sources": known,
        "fits": policies.fits(facts, today, subject=chosen.subject),
        "result": queries.for_enterprise(found, facts, today, chosen.subject), "day": today,
        "package": policies.best_package(chosen, facts, today),
        "climbs": policies.climbs(facts, today) if chosen.subject == queries.ENTERPRISE else [],
        "offered": taking.offered(found, keeping.of(request), known, chosen.subject),
    }  # fmt: skip
    return render(request, "policies/fits.html", context)
