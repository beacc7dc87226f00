"""Taking over what one said in the check, as statements of the enterprise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.acts.forms import Several
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person
from district.policies import queries as policies
from district.policies.fitting import kept as keeping
from district.policies.fitting.kept import Kept
from district.policies.fitting.taking import offered, take_over


class TickedForm(forms.Form):
    fact = Several()


def _take(*, enterprise: Enterprise, by: Person, fact: list[str], kept: Kept) -> list[str] | None:
    """Names of what was taken over; None where nothing was ticked of what there is."""
    choice = offered(policies.catalogue(), kept, enterprises.facts_of(enterprise, clock.today()), enterprise.subject)
    if choice and not fact:
        return None
    return take_over(enterprise=enterprise, answers=[each for each in choice if each.kind.name in set(fact)], by=by)


def _said(done: Done[Enterprise]) -> Say | None:
    if done.result is None:
        return Say(_("一项也没有勾选，什么也没有记下。"), "warning")
    assert done.thing is not None
    own, firms = _("已作为本人申报记下 %(n)d 项：%(names)s。"), _("已作为企业申报记下 %(n)d 项：%(names)s。")
    words = (own if done.thing.is_person else firms) % {"n": len(done.result), "names": "、".join(done.result)}
    return Say(words) if done.result else None


TAKE_PAGE = to("policies:fits_take", "thing.uscc")


def _then(done: Done[Enterprise]) -> str:
    assert done.thing is not None
    return TAKE_PAGE(done) if done.result is None else f"{reverse('policies:fits')}?enterprise={done.thing.uscc}"


TAKE: Act[Enterprise] = Act(
    "policies.fits_take", gettext_lazy("作为企业申报记下"), _take, door=is_known, on=enterprises.my_subjects,
    by="uscc", named="enterprise", asks=TickedForm, back=TAKE_PAGE, then=_then, says=_said,
)  # fmt: skip


def said_before(request: HttpRequest) -> dict[str, Any]:
    return {"kept": keeping.of(request)}


def forget_taken(request: HttpRequest, done: Done[Enterprise]) -> HttpResponse | None:
    """What became the enterprise's own statement is no more kept with the visitor."""
    if done.result is not None:
        kept: Kept = done.also["kept"]
        keeping.keep(request, kept.without(done.result) if done.result else kept)
    return None
