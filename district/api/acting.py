"""Operations from the acts of the house (`ground.acts`): found, permitted, asked and said as on a page."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from functools import lru_cache
from typing import Any

from django import forms
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.params.functions import Header, Path
from pydantic.dataclasses import dataclass

from district.api.auth import KNOWN, OPENED, covers, has_proved, narrowed
from district.api.describing import extras
from district.api.forms import fields_of, form_errors, sent
from district.api.problems import FieldError, Refusal
from district.ground.acts.acts import Act, Done, Invalid, Refused, Stale, open_to_all, perform, told_before
from district.ground.acts.minding import hints
from district.ground.acts.offering import offered
from district.ground.acts.once import FIELD as KEY
from district.ground.acts.refusing import why_of
from district.ground.acts.registry import ACTS
from district.ground.bringing.shown import areas, shows
from district.ground.tokens.scopes import ACT, READ

BY_PEOPLE = frozenset(
    {
        "tokens", "messaging.hooks", "messaging.system_hooks", "people.staff", "people.grant", "people.confirm",
        "organisations.enter", "organisations.vouch", "organisations.renew", "organisations.staff",
        "organisations.expert_link", "onetime.renew", "cases.round_links", "enterprises.people", "enterprises.part",
        "enterprises.invited",
    }
)  # fmt: skip
"""Rooms and acts no program does: a key never makes another nor gives powers, and a secret is shown to a person."""


@dataclass(frozen=True)
class FieldAsked:
    """One field an act asks for now, for this thing."""

    name: str
    label: str
    type: str
    required: bool
    choices: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class OfferShown:
    """One act: whether one may do it now, else why not; where it is posted, and what it asks for."""

    key: str
    label: str
    tells: str
    allowed: bool
    why: str
    post: str
    asks: list[FieldAsked]


@dataclass(frozen=True)
class Offers:
    """What one may do now with a thing, and why not."""

    acts: list[OfferShown]


@dataclass(frozen=True)
class Said:
    """A sentence for who acted; `level`: success, info, warning or error."""

    level: str
    text: str


@dataclass(frozen=True)
class Acted:
    """What came of an act. `again`: it had been done before. `result`: the key of what it made or found. `thing` as its
    own operation shows it, null where nothing shows it; `acts`: what one may do now, and why not."""

    says: list[Said]
    again: bool
    result: str
    page: str
    thing: Any
    acts: list[OfferShown]


def room_of(act: Act[Any]) -> tuple[str, str]:
    """`cases`, `send-back`."""
    room, _dot, verb = (act.key if "." in act.key else act.key.replace("_", ".", 1)).partition(".")
    return room, verb.replace("_", "-")


def path_of(act: Act[Any]) -> str:
    """`/cases/{reference}/send-back`; of an act on nothing yet `/cases/take-next`."""
    room, verb = room_of(act)
    return "/" + "/".join(filter(None, (room, "" if act.on is None else f"{{{act.by}}}", verb)))


def made_from() -> dict[str, tuple[Act[Any], ...]]:
    """Address → the act it is made of."""
    return {path_of(each).removeprefix("/").replace("{", "<").replace("}", ">"): (each,) for each in acts()}


def whole(act: Act[Any]) -> bool:
    """Whether the thing and the form are all it needs: not the parts of a page's address, nor who connects; and whether
    a program may do it at all.
    """
    if not BY_PEOPLE.isdisjoint({act.key, room_of(act)[0]}):
        return False
    named = {act.named, "by", "form", KEY, *fields_of(act)}
    needed = {
        name for name, each in inspect.signature(act.do).parameters.items()
        if each.kind == each.KEYWORD_ONLY and each.default is each.empty
    }  # fmt: skip
    if act.on is None and act.named in needed:  # its page finds the thing by more than one part of the address
        return False
    if "address" in needed - set(fields_of(act)):  # of who connects
        return False
    return hasattr(act.asks, "given") or act.asks_with is not None or needed <= named


def acts() -> tuple[Act[Any], ...]:
    """Those a program can do; those on nothing yet first, for their addresses are whole words."""
    return _whole_of(tuple(ACTS))


@lru_cache(maxsize=2)
def _whole_of(every: tuple[Act[Any], ...]) -> tuple[Act[Any], ...]:
    return tuple(sorted((each for each in every if whole(each)), key=lambda each: each.on is not None))


def add(api: NinjaAPI) -> None:
    labels = {each.key: each.label for each in areas}
    every = acts()
    for act in every:
        room, _verb = room_of(act)
        api.default_router.add_api_operation(
            path_of(act), ["POST"], _view(act), response=Acted,
            auth=OPENED if act.door is open_to_all else KNOWN, operation_id=act.key,
            summary=act.label,  # type: ignore[arg-type] # in the reader's language, when it is written
            description=act.tells or act.label, tags=[labels.get(room, room)],  # type: ignore[arg-type, list-item]
        )  # fmt: skip
    for room in dict.fromkeys(room_of(each)[0] for each in every):
        api.default_router.add_api_operation(
            f"/{room}/{{id}}/acts", ["GET"], _offers_view(room), auth=KNOWN, response=Offers,
            operation_id=f"{room}.acts", summary=gettext_lazy("现在能办什么，不能办的为什么"),  # type: ignore[arg-type]
            tags=[labels.get(room, room)],  # type: ignore[list-item]
            openapi_extra=extras({"zh": EXAMPLE, "en": EXAMPLE_EN}, {}),
        )  # fmt: skip


def _view(act: Act[Any]) -> Callable[..., Any]:
    room, _verb = room_of(act)

    def view(request: HttpRequest, idempotency_key: str = "", **given: Any) -> Acted:
        person = narrowed(request, room, ACT)
        by = person if person.is_authenticated else None
        if not (door := act.door(by)):
            raise Refusal(403, str(door.why))
        data, files = sent(request, act)
        thing = found_again(act, by, given[act.by], data, files, idempotency_key) if act.on is not None else None
        asks_key = act.keyed or KEY in getattr(act.asks, "base_fields", {})
        if asks_key and not (idempotency_key or data.get(KEY)):
            raise Refusal(422, errors=[FieldError("header.Idempotency-Key", _("必填。"))])
        key = idempotency_key or str(data.get(KEY, ""))[:200]
        proved = not act.fresh or has_proved(request)
        heard: list[str] = []

        def listen(form: Any) -> str:
            heard.extend(hints(act, by, thing, form))
            return ""

        outcome = perform(act, by=by, thing=thing, data=data, files=files, key=key, proved=proved, before=listen)
        told = answer(outcome, by, reads=covers(request, room, READ))
        return replace(told, says=[*told.says, *(Said("warning", each) for each in heard)])

    view.__name__ = act.key.replace(".", "_")
    view.__signature__ = _signature(act)  # type: ignore[attr-defined]
    return view


def _signature(act: Act[Any]) -> inspect.Signature:
    positional, keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    key = Header(
        "",
        alias="Idempotency-Key",
        max_length=200,
        description=gettext_lazy("同一个请求再发一次时用同一个键"),  # type: ignore[arg-type]
    )
    made = [inspect.Parameter("request", positional, annotation=HttpRequest),
            inspect.Parameter("idempotency_key", keyword, default=key, annotation=str)]  # fmt: skip
    if act.on is not None:
        made.append(inspect.Parameter(act.by, keyword, default=Path(...), annotation=str))
    return inspect.Signature(made)


def found(act: Act[Any], by: Any, value: str) -> Any:
    """The thing among those this person may see. Raises Http404."""
    if (thing := act.find(by, value)) is None:
        raise Http404
    return thing


def found_again(act: Act[Any], by: Any, value: str, data: Any, files: Any, key: str) -> Any:
    """The thing to act on; also one this person's own act took out of their sight, when its key is said again."""
    try:
        return found(act, by, value)
    except Http404:
        if not key or act.own_key or act.on is None or act.finds is not None:
            raise
        thing = act.find(by, value, seen=False)
        if thing is None or told_before(act, by=by, thing=thing, data=data, files=files, key=key) is None:
            raise
        return thing


def answer(outcome: Done[Any] | Refused[Any] | Invalid[Any] | Stale[Any], by: Any, *, reads: bool = True) -> Acted:
    """What a program is told of an outcome: of the thing itself only where its key `reads`. Raises Refusal."""
    if isinstance(outcome, Invalid):
        raise Refusal(422, errors=form_errors(outcome.form))
    if isinstance(outcome, Stale):
        raise Refusal(403, outcome.why)
    if isinstance(outcome, Refused):
        raise Refusal(403 if outcome.denied else 409, outcome.why)
    thing = _fresh(outcome.thing if outcome.thing is not None else outcome.result) if reads else None
    says = [Said(each.level, str(each.text)) for each in outcome.says]
    seen, acts = (shown(by, thing), list(offers(by, thing))) if reads else (None, [])
    return Acted(says, outcome.again, _name(outcome.result), outcome.to, seen, acts)


def _fresh(thing: Any) -> Any:
    """A row as it is now: the act may have moved it."""
    return type(thing)._base_manager.filter(pk=thing.pk).first() if isinstance(thing, models.Model) else None


def _name(result: Any) -> str:
    """What an act made, by the name its address has: a code or a key only where it is one thing's alone."""
    for attribute in ("reference", "number", "code", "key", "slug", "pk"):
        if (value := getattr(result, attribute, None)) in (None, ""):
            continue
        if attribute not in ("code", "key") or _alone(result, attribute):
            return str(value)
    return ""


def _alone(result: Any, attribute: str) -> bool:
    fields = {each.name: each for each in result._meta.fields} if isinstance(result, models.Model) else {}
    return attribute in fields and fields[attribute].unique


def shown(by: Any, thing: Any) -> Any:
    """A thing as its room shows it to this person."""
    show = shows.get(thing._meta.label_lower) if isinstance(thing, models.Model) else None
    return show.show(by, thing) if show is not None and by is not None else None


_models: dict[Any, type[models.Model]] = {}  # of each way to see, what is seen: the same for whoever sees


def offers(by: Any, thing: Any) -> Iterator[OfferShown]:
    """The acts on this thing, for whoever sees it there; each query of a way to see asked once."""
    if not isinstance(thing, models.Model) or by is None:
        return
    seen: dict[Any, Any] = {}
    for act in acts():
        if act.on is None or _models.get(act.on, type(thing)) is not type(thing) or not act.door(by):
            continue
        if act.on not in seen:
            rows = act.on(by)
            _models[act.on] = rows.model
            seen[act.on] = rows.filter(pk=thing.pk).first() if rows.model is type(thing) else None
        if (row := seen[act.on]) is not None:
            yield from filter(None, (_offer(by, row, each) for each in offered(by, row, [act])))


def _offer(by: Any, thing: Any, each: Any) -> OfferShown | None:
    """One act as it stands; None where its form finds nothing of this thing to be about."""
    act, why = each.act, each.why
    try:
        asks = list(_asked(act, by, thing)) if each.allowed else []
    except Http404:
        return None
    except Exception as error:
        if (said := why_of(error)) is None:
            raise
        asks, why = [], said
    address = "/api/v1" + path_of(act).replace(f"{{{act.by}}}", str(getattr(thing, act.by)))
    return OfferShown(each.key, each.label, each.tells, each.allowed and not why, why, address, asks)


def _asked(act: Act[Any], by: Any, thing: Any) -> Iterable[FieldAsked]:
    if act.asks is None:
        return []
    fields = act.form(by, thing).fields if act.asks_with is not None else fields_of(act)
    return [
        FieldAsked(name, str(each.label or name), type(each).__name__.removesuffix("Field").lower(), each.required,
                   _choices(each))
        for name, each in fields.items() if name != KEY
    ]  # fmt: skip


def _choices(each: forms.Field) -> list[str]:
    if not isinstance(each, forms.ChoiceField) or isinstance(each, forms.ModelChoiceField):
        return []
    choices: Any = each.choices
    return [str(value) for value, _label in choices]


def _offers_view(room: str) -> Callable[..., Any]:
    def view(request: HttpRequest, id: str = Path(...)) -> Offers:
        person = narrowed(request, room, READ)
        for act in acts():
            if act.on is None or room_of(act)[0] != room or not act.door(person):
                continue
            try:
                thing = found(act, person, id)
            except Http404:
                continue
            return Offers(list(offers(person, thing)))
        raise Http404

    view.__name__ = f"{room}_acts"
    return view


OFFER = {"key": "cases.withdraw", "label": "撤回", "tells": "", "allowed": True, "why": "",
         "post": "/api/v1/cases/SB2026-ABCDEFGH/withdraw",
         "asks": [{"name": "reason", "label": "理由", "type": "cut", "required": False, "choices": []}]}  # fmt: skip
EXAMPLE = {"acts": [OFFER]}
EXAMPLE_EN = {"acts": [{**OFFER, "label": "Withdraw", "asks": [{**OFFER["asks"][0], "label": "Reason"}]}]}  # type: ignore[index]
