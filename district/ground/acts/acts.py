"""An act, and doing it: the one place through which pages and API change anything."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Protocol, TypeVar

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from district.ground.acts import once
from district.ground.acts.forms import EXPIRED
from district.ground.acts.refusing import first_error, named, why_of

Thing = TypeVar("Thing")
Text = str | Promise


class Permission(Protocol):
    """Yes, or no with a reason."""

    @property
    def why(self) -> Text: ...

    def __bool__(self) -> bool: ...


@dataclass(frozen=True)
class NotNow:
    """No, for nobody: the thing does not stand so."""

    why: Text

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True)
class Say:
    """A sentence for who acted: how it is meant (success, info, warning, error)."""

    text: Text
    level: str = "success"


Spoken = Text | Say | Sequence[Text | Say] | None


@dataclass(frozen=True)
class Done(Generic[Thing]):
    """It is done: what the action returned, what is said, where the page goes. `again`: it had been done before."""

    act: Act[Thing]
    by: Any
    thing: Thing | None
    result: Any = None
    given: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)
    says: tuple[Say, ...] = ()
    to: str = ""
    again: bool = False


@dataclass(frozen=True)
class Refused(Generic[Thing]):
    """It cannot be done: why. `denied`: not by this person; `error`: what the action raised, if it came to that."""

    act: Act[Thing]
    by: Any
    thing: Thing | None
    why: str
    denied: bool = False
    error: Exception | None = None
    form: forms.BaseForm | None = None
    result: Any = None


@dataclass(frozen=True)
class Invalid(Generic[Thing]):
    """What was sent is wrong: the bound form, with its errors."""

    act: Act[Thing]
    by: Any
    thing: Thing | None
    form: forms.BaseForm
    result: Any = None

    @property
    def why(self) -> str:
        return first_error(self.form)


@dataclass(frozen=True)
class Warned(Invalid[Thing]):
    """Nothing is wrong; something is said first, and the same sent again is done."""


@dataclass(frozen=True)
class Stale(Generic[Thing]):
    """It may be done once who asks has proved anew who they are."""

    act: Act[Thing]
    by: Any
    thing: Thing | None
    form: forms.BaseForm | None = None
    result: Any = None

    @property
    def why(self) -> str:
        return _("这一步涉及资金、发布或者岗位，请先再次验证身份。")


Outcome = Done[Any] | Refused[Any] | Invalid[Any] | Stale[Any]
Where = Callable[[Any], str]


def open_to_all(_person: Any) -> Any:
    """The door of an act that needs no account."""
    return True


def to(route: str, *paths: str) -> Where:
    """The page of a route; its arguments are read from the outcome: `to("cases:case", "thing.reference")`."""
    return lambda outcome: reverse(route, args=[named(outcome, each) for each in paths])


@dataclass(frozen=True, eq=False)
class Act(Generic[Thing]):
    """What may be done. `key`: room and verb, also the route's name (`cases.accept` is `cases:accept`).

    `do` is called with `by`, the thing under the name `named`, and what the form gives (`given()` where it has that,
    else its cleaned data); it may raise what rooms brought as refusals. `on`: the things this person may see, found by
    the field `by`; None for an act on nothing yet. `finds(by, value)` looks up an address where no rows can say who
    sees it: a token opens what it is of to whoever holds it, with an account or without. `door` narrows who comes at
    all, `now` says why not at present ("" where it can be), `may` whether this person may, and why not.
    `asks` is made with what `asks_with(by, thing)` gives. `whole`: `do` gets the bound form itself as `form`, right or
    wrong, and keeps of it what it can. `already(by, thing, data)`: a second click finds it done; what it returns stands
    for the result. `keyed`: nothing is done without a key; `own_key`: the action keeps the key itself, in what it
    writes, for it is an invariant there or takes too long for one transaction. `says` and `then` are told of the
    `Done`; `back` is where the thing stands, for refusals too. `address(thing)`: where its form is posted, if that is
    not the route of its key, and what the form `sends` besides. `tells`: what it will do. `texts(by, thing)`: what was
    typed before and is handed in by it. `fresh`: over money,
    publication or duties, so who does it has proved a moment ago who they are.
    """

    key: str
    label: Text
    do: Callable[..., Any]
    door: Callable[[Any], Any]
    back: Where
    on: Callable[[Any], QuerySet[Any]] | None = None
    by: str = "reference"
    finds: Callable[[Any, str], Any] | None = None
    named: str = "thing"
    now: Callable[[Any], Text] | None = None
    may: Callable[[Any, Any], Any] | None = None
    asks: type[forms.BaseForm] | None = None
    asks_with: Callable[[Any, Any], Mapping[str, Any]] | None = None
    says: Text | Say | Callable[[Done[Any]], Spoken] = ""
    then: Where | None = None
    already: Callable[[Any, Any, Mapping[str, Any]], Any] | None = None
    keyed: bool = False
    own_key: bool = False
    whole: bool = False
    fresh: bool = False
    tells: Text = ""
    texts: Callable[[Any, Any], Sequence[str]] | None = None
    address: Callable[[Any], str] | None = None
    sends: Mapping[str, str] = field(default_factory=dict)

    def url(self, thing: Any) -> str:
        """Where its form is posted."""
        if self.address is not None:
            return self.address(thing)
        return reverse(self.key.replace(".", ":", 1), args=[] if self.on is None else [named(thing, self.by)])

    def find(self, by: Any, value: Any, *, seen: bool = True) -> Any:
        """What an address names, among what this person may see; None where it is not among that. `seen=False`: among
        all there is, for what this person's own act took out of their sight.
        """
        try:
            if self.finds is not None:
                return self.finds(by, str(value))
            assert self.on is not None
            rows = self.on(by)
            return (rows if seen else rows.model._base_manager).filter(**{self.by: value}).first()
        except (ValueError, ValidationError, OverflowError):
            return None

    def allows(self, by: Any, thing: Any) -> Permission:
        """Whether this person may, by the door and by the act's own permission."""
        answer: Permission = self.door(by)
        if answer and self.now is not None and (why := self.now(thing)):
            return NotNow(why)
        if answer and self.may is not None:
            answer = self.may(by, thing)
        return answer

    def form(
        self, by: Any, thing: Any, data: Mapping[str, Any] | None = None, files: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Any:  # fmt: skip
        """The act's form: for a page to draw, or bound to what was sent."""
        assert self.asks is not None
        fitted = self.asks_with(by, thing) if self.asks_with else {}
        make: Callable[..., Any] = self.asks
        return make(data=data, files=files, **fitted, **more)


def perform(
    act: Act[Thing], *, by: Any, thing: Thing | None = None, data: Mapping[str, Any] | None = None,
    files: Mapping[str, Any] | None = None, key: str = "", also: Mapping[str, Any] | None = None, proved: bool = True,
    before: Callable[[forms.BaseForm], str] | None = None,
) -> Done[Thing] | Refused[Thing] | Invalid[Thing] | Stale[Thing]:  # fmt: skip
    """Do it, or say why not. `thing` was found among what `by` may see; `by` is None for a stranger. `key`: the same
    again with the same data gives the same answer, with other data it is refused. `also` is for `do` alone. `proved`:
    who asks showed a moment ago who they are, as pages and API say; within the house nobody is asked. `before(form)`:
    what is said of it first.
    """
    data, files = QueryDict() if data is None else data, files or {}
    door = act.door(by)
    if not door:
        return Refused(act, by, thing, str(door.why), denied=True)
    if key and (told := told_before(act, by=by, thing=thing, data=data, files=files, key=key)):
        return told
    if act.already and (known := act.already(by, thing, data)):
        return _told(Done(act, by, thing, None if known is True else known, again=True))
    if act.now is not None and (not_now := act.now(thing)):
        return Refused(act, by, thing, str(not_now))
    if act.may is not None and not (answer := act.may(by, thing)):
        return Refused(act, by, thing, str(answer.why), denied=True)
    form = act.form(by, thing, _keyed(act, by, data, key), files) if act.asks else None
    if form is not None and not form.is_valid() and not act.whole:
        return Invalid(act, by, thing, form)
    if before and form is not None and not act.whole and (word := before(form)):
        form.add_error(None, word)
        return Warned(act, by, thing, form)
    if act.fresh and not proved:
        return Stale(act, by, thing, form)
    if act.keyed and not key:
        return Refused(act, by, thing, str(EXPIRED), form=form)
    try:
        if not key or act.own_key:
            return _do(act, by, thing, form, also or {})
        return _once(act, by, thing, form, also or {}, key, once.body_of(_subject(thing), data, files))
    except Exception as error:
        if (why := why_of(error)) is None:
            raise
        return Refused(act, by, thing, why, denied=isinstance(error, PermissionDenied), error=error, form=form)


def told_before(
    act: Act[Thing], *, by: Any, thing: Thing | None, data: Mapping[str, Any], files: Mapping[str, Any], key: str
) -> Done[Thing] | None:
    """What this person was answered when they said just this under this key, whatever has become of the thing since."""
    if act.own_key or (row := once.known(key=key, act=act.key, by=by)) is None:
        return None
    again = _again(act, by, thing, row, once.body_of(_subject(thing), data, files))
    return again if isinstance(again, Done) else None


def _again(
    act: Act[Thing], by: Any, thing: Thing | None, row: Any, body: str, form: Any = None
) -> Done[Thing] | Refused[Thing]:
    """The answer that was kept; another body under the same key is refused."""
    if row.body != body:
        return Refused(act, by, thing, _("这个请求键已经用过，内容不同。请刷新后再试。"), form=form)
    says = tuple(Say(text, level) for text, level in row.answer["says"])
    return Done(act, by, thing, _read(row.answer["result"]), says=says, to=row.answer["to"], again=True)


def _keyed(act: Act[Any], by: Any, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The data with the key of the request, where the act's form asks for one and it came beside the data: bound to the
    act and to who acts, so that nobody meets what another's key made.
    """
    wanted = key and act.asks is not None and once.FIELD in getattr(act.asks, "base_fields", ())
    if not wanted or once.FIELD in data:
        return data
    made = uuid.uuid5(uuid.NAMESPACE_OID, f"{act.key} {by.pk if by else ''} {key}")
    given = QueryDict(mutable=True)
    for name in data:
        value = data[name]
        given.setlist(name, [*value] if isinstance(value, list | tuple) else [value])
    given[once.FIELD] = str(made)
    return given


def _do(act: Act[Thing], by: Any, thing: Thing | None, form: Any, also: Mapping[str, Any]) -> Done[Thing]:
    given: dict[str, Any] = {}
    if form is not None and act.whole:
        given = {"form": form}
    elif form is not None:
        given = dict(form.given() if hasattr(form, "given") else form.cleaned_data)
    about = {} if thing is None else {act.named: thing}
    result = act.do(**about, by=by, **given, **also)
    return _told(Done(act, by, thing, result, given, also))


def _told(done: Done[Thing]) -> Done[Thing]:
    """With where the page goes and what is said, which are kept as part of the answer."""
    done = replace(done, to=(done.act.then or done.act.back)(done))
    said: Any = done.act.says(done) if callable(done.act.says) else done.act.says
    said = said if isinstance(said, list | tuple) else [said] if said else []
    return replace(done, says=tuple(each if isinstance(each, Say) else Say(each) for each in said))


def _once(
    act: Act[Thing], by: Any, thing: Thing | None, form: Any, also: Mapping[str, Any], key: str, body: str
) -> Done[Thing] | Refused[Thing]:
    with transaction.atomic():
        row, new = once.take(key=key, act=act.key, by=by, body=body)
        if not new:
            return _again(act, by, thing, row, body, form)
        done = _do(act, by, thing, form, also)
        says_kept = [[str(each.text), each.level] for each in done.says]
        once.answer(row, {"says": says_kept, "to": done.to, "result": _kept(done.result)})
        return done


def _subject(thing: object) -> object:
    return (thing._meta.label, thing.pk) if isinstance(thing, models.Model) else thing


def _kept(result: object) -> dict[str, Any]:
    """A result as it is kept with its key: a row by its key, plain words and numbers as they are, else nothing."""
    if isinstance(result, models.Model):
        return {"model": result._meta.label, "pk": str(result.pk)}
    return {"value": result} if isinstance(result, str | int | bool) else {}


def _read(kept: Mapping[str, Any]) -> Any:
    if "model" in kept:
        return apps.get_model(kept["model"])._base_manager.filter(pk=kept["pk"]).first()
    return kept.get("value")
