"""Taking over what was told before signing in: offered as statements of the enterprise, each confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from district.enterprises import queries as enterprises
from district.enterprises.actions import BadValue, declare_fact
from district.enterprises.queries import Enterprise, KnownFact, Value
from district.ground import clock
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.policies import queries as policies
from district.policies.fitting import kept as keeping
from district.policies.fitting.kept import SAID, Kept
from district.policies.queries import Catalogue, FactKind


@dataclass(frozen=True)
class Offered:
    """One answer that may become the enterprise's statement; `words` as it was typed where that was not exact."""

    kind: FactKind
    value: Value
    text: str
    words: str = ""


def offered(found: Catalogue, kept: Kept, known: Mapping[str, KnownFact], subject: str) -> list[Offered]:
    """What was said and the enterprise's own word counts for: not what the register has, nor what is known already."""
    made = []
    for name, value in kept.facts(found.facts).items():
        kind, has = found.facts[name], known.get(name)
        theirs = has is None or has.expired or (has.grade == "declared" and has.value != value)
        if kept.source.get(name) == SAID and kind.asked and kind.subject == subject and theirs:
            made.append(Offered(kind, value, kept.answers[name], kept.words.get(name, "")))
    return made


def take_over(*, enterprise: Enterprise, answers: Iterable[Offered], by: Person) -> list[str]:
    """Declare the confirmed ones; returns their names. Raises Refused, BadValue."""
    taken = []
    for each in answers:
        written = {"true": "是", "false": "否"}.get(each.text, each.text) if each.kind.type == "boolean" else each.text
        declare_fact(enterprise=enterprise, name=each.kind.name, written=written, by=by)
        taken.append(each.kind.name)
    return taken


@signed_in
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, uscc: str) -> HttpResponse:
    """What may be taken over for one enterprise; posted, the ticked ones are declared."""
    person: Person = request.user  # type: ignore[assignment]
    enterprise = enterprises.my_subjects(person).filter(uscc=uscc).first()
    if enterprise is None:
        raise Http404
    kept, found = keeping.of(request), policies.catalogue()
    choice = offered(found, kept, enterprises.facts_of(enterprise, clock.today()), enterprise.subject)
    home = f"{reverse('policies:fits')}?enterprise={enterprise.uscc}"
    if request.method == "POST":
        ticked = set(request.POST.getlist("fact"))
        if choice and not ticked:
            messages.warning(request, _("一项也没有勾选，什么也没有记下。"))
            return redirect("policies:fits_take", enterprise.uscc)
        try:
            taken = take_over(enterprise=enterprise, answers=[e for e in choice if e.kind.name in ticked], by=person)
        except BadValue as wrong:
            messages.error(request, str(wrong))
            return redirect("policies:fits_take", enterprise.uscc)
        keeping.keep(request, kept.without(taken) if taken else kept)
        if taken:
            said = _("已作为本人申报记下 %(n)d 项：%(names)s。") if enterprise.is_person else ""
            messages.success(request, (said or _("已作为企业申报记下 %(n)d 项：%(names)s。"))
                             % {"n": len(taken), "names": "、".join(taken)})  # fmt: skip
        return redirect(home)
    if not choice:
        return redirect(home)
    return render(request, "policies/fitting/take.html", {"enterprise": enterprise, "choice": choice, "home": home})
