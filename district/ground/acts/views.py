"""An act's address for pages: POST alone, or with the page of its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

from district.ground.acts import once
from district.ground.acts.acts import Act, Done, Invalid, Refused, Stale, Warned, open_to_all, perform
from district.ground.acts.minding import Minded, word_before
from district.ground.acts.refusing import blame
from district.ground.clients import client_of

View = Callable[..., HttpResponse]
Page = Callable[..., Any]


class Denied(PermissionDenied):
    """Not by this person; the error page shows `why`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotFresh(Exception):
    """Who it is has to be proved anew before this is done; the doors lead there and back."""


def act_view(
    act: Act[Any], *, page: Page | None = None, get: bool = False, find: Callable[..., Any] | None = None,
    also: Callable[[HttpRequest], Mapping[str, Any]] | None = None, answer: Callable[..., Any] | None = None,
    redraws: bool | Callable[[Refused[Any]], bool] | None = None, denies: bool = True,
) -> View:  # fmt: skip
    """The view of one act.

    `page(request, **address, form=…)` draws the page again where the form is wrong, 422; by `get` also where it is only
    looked at. `redraws` (as `get` unless said): it does so too for what the action refuses, with the sentence in the
    form, so that what was typed is kept; else that is said on the thing's page. `denies=False`: who may not is told on
    the page, not by 403. `find(request, **address)` finds the thing where the address does not name it by the act's own
    field; `also(request)` is for the action alone; `answer(request, done)` may answer otherwise than by leading on (a
    file, a part of a page).
    """

    redraws = get if redraws is None else redraws

    def view(request: HttpRequest, **address: Any) -> HttpResponse:
        person = request.user if request.user.is_authenticated else None
        if not (door := act.door(person)):
            raise Denied(str(door.why))
        if request.method != "POST":
            if not get or page is None or request.method != "GET":
                return HttpResponseNotAllowed(["GET", "POST"] if get else ["POST"])
            return cast(HttpResponse, page(request, **address))
        thing = within(act, person, find(request, **address)) if find else thing_of(act, person, address)
        outcome = perform(
            act, by=person, thing=thing, data=request.POST, files=request.FILES,
            key=request.POST.get(once.FIELD, "")[:200], also=also(request) if also else None,
            proved=not act.fresh or getattr(request, "is_fresh", bool)(),
            before=lambda form: word_before(request, act, person, thing, form),
        )  # fmt: skip
        return answered(request, outcome, address, page=page, redraws=redraws or False, denies=denies, answer=answer)

    return _dressed(view, (act,), reads=get)


def one_of(
    acts: Mapping[str, Act[Any]], *, name: str = "verb", else_: Any = None,
    which: Callable[[HttpRequest], str] | None = None, **options: Any,
) -> View:  # fmt: skip
    """One address for several acts: which one `which(request)` says, or the address, or else the posted field, by
    `name`. A verb nobody knows is no address (404); or, where `else_` is given, that sentence is said on the thing's
    page."""
    views = {verb: act_view(each, **options) for verb, each in acts.items()}
    first = next(iter(acts.values()))

    def view(request: HttpRequest, **address: Any) -> HttpResponse:
        verb = which(request) if which else address.pop(name, None) or request.POST.get(name, "")
        if request.method != "POST":
            return next(iter(views.values()))(request, **address)
        if verb in views:
            return views[verb](request, **address)
        if else_ is None:
            raise Http404
        person = request.user if request.user.is_authenticated else None
        if not (door := first.door(person)):
            raise Denied(str(door.why))
        find = options.get("find")
        thing = find(request, **address) if find else thing_of(first, person, address)
        return answered(request, Refused(first, person, thing, str(else_)), address, page=None)

    return _dressed(view, tuple(acts.values()), reads=bool(options.get("get")))


def _dressed(view: View, acts: tuple[Act[Any], ...], *, reads: bool) -> View:
    """With its door for the doors' check; its acts, and whether it has a page, for whoever asks what an address is."""
    view.acts, view.reads = acts, reads  # type: ignore[attr-defined]
    doors = {each.door for each in acts}
    view.door = "all" if doors == {open_to_all} else "acts: " + ", ".join(each.key for each in acts)  # type: ignore[attr-defined]
    return login_not_required(view) if doors == {open_to_all} else view


def thing_of(act: Act[Any], person: Any, address: Mapping[str, Any]) -> Any:
    """The thing of the address among what the person may see; 404 where it is not among that."""
    if act.on is None:
        return None
    thing = act.find(person, address[act.by] if act.by in address else next(iter(address.values())))
    if thing is None:
        raise Http404
    return thing


def within(act: Act[Any], person: Any, thing: Any) -> Any:
    """A thing found otherwise than by the act's own field; 404 where it is not among what the person may see."""
    if act.on is not None and act.finds is None and isinstance(thing, Model):
        rows = act.on(person)
        if rows.model is type(thing) and not rows.filter(pk=thing.pk).exists():
            raise Http404
    return thing


def answered(
    request: HttpRequest, outcome: Any, address: Mapping[str, Any], *, page: Page | None,
    redraws: bool | Callable[[Refused[Any]], bool] = False, denies: bool = True,
    answer: Callable[..., Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """An outcome as a page says it."""
    if isinstance(outcome, Done):
        for each in outcome.says:
            getattr(messages, each.level)(request, each.text)
        other = answer(request, outcome) if answer else None
        return other if other is not None else HttpResponseRedirect(outcome.to)
    if isinstance(outcome, Stale):
        raise NotFresh(outcome.why)
    if isinstance(outcome, Refused) and outcome.denied and denies:
        raise outcome.error or Denied(outcome.why)
    form = outcome.form
    again = isinstance(outcome, Invalid) or (redraws(outcome) if callable(redraws) else redraws)
    if page is not None and form is not None and again:
        if isinstance(outcome, Refused):
            blame(form, outcome.error or Denied(outcome.why))
        drawn = page(request, **address, form=form)
        drawn.status_code = 422 if drawn.status_code == 200 else drawn.status_code
        return cast(HttpResponse, drawn)
    if isinstance(outcome, Warned):
        raise Minded(outcome.why)
    messages.error(request, outcome.why)
    return HttpResponseRedirect(outcome.act.back(outcome))


def tell(request: HttpRequest, form: Any) -> None:
    """Say a form's faults above the page, where the page does not draw the form's own fields."""
    for errors in form.errors.values():
        for each in errors:
            messages.error(request, str(each))


def from_where(request: HttpRequest) -> dict[str, str]:
    """For acts of strangers: the address that how often they come is counted by."""
    return {"address": client_of(request)}
