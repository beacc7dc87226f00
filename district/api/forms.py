"""From an act's Django form to a schema for programs, and from JSON back to what the form reads."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from district.api.faults import why_not
from district.api.problems import FieldError, Refusal
from district.ground.acts.acts import Act
from district.ground.acts.forms import Says, Several
from district.ground.acts.once import FIELD as KEY
from district.ground.papers.letter import printable

FEW = 60  # choices written into the description; more are rows, and a number or a text there
Types = tuple[tuple[type[forms.Field], Any], ...]
TYPES: Types = (
    (forms.FileField, str), (forms.BooleanField, bool), (Says, bool), (forms.IntegerField, int | str),
    (forms.DecimalField, Decimal | str), (forms.DateField, dt.date), (forms.UUIDField, str),
    (forms.ModelMultipleChoiceField, list[str | int]), (forms.ModelChoiceField, str | int),
    (forms.MultipleChoiceField, list[str]), (Several, list[str]),
)  # fmt: skip


class Open(BaseModel):
    """The body of an act whose form depends on the thing: its fields are named by `…/acts`."""

    model_config = ConfigDict(extra="allow")


class Closed(BaseModel):
    """The body of an act: its form's fields and no other."""

    model_config = ConfigDict(extra="forbid")


def fields_of(act: Act[Any]) -> dict[str, forms.Field]:
    """The fields every form of this act has; the key of the request comes as a header."""
    found: dict[str, forms.Field] = dict(getattr(act.asks, "base_fields", {}))
    return {name: field for name, field in found.items() if name != KEY}


def is_open(act: Act[Any]) -> bool:
    """Whether the form's fields depend on the thing."""
    return act.asks is not None and act.asks_with is not None


def takes_files(act: Act[Any]) -> bool:
    return is_open(act) or any(isinstance(each, forms.FileField) for each in fields_of(act).values())


@cache
def model_of(act: Act[Any]) -> type[BaseModel]:
    """The body as pydantic reads it: types alone; what may be said is the form's. Made when somebody first asks."""
    made: dict[str, Any] = {}
    for name, field in fields_of(act).items():
        kind = _type(field)
        says: Any = field.label or name
        needed = field.required and not isinstance(field, Says | Several)
        made[name] = (kind if needed else kind | None, Field(... if needed else None, description=says))
    base = Open if is_open(act) else Closed
    return create_model(f"{act.key.replace('.', '_')}_body", __base__=base, **made)


def _type(field: forms.Field) -> Any:
    if isinstance(field, forms.ChoiceField) and not isinstance(
        field, forms.MultipleChoiceField | forms.ModelChoiceField
    ):
        words = _words(field)
        return Literal[words] if words else str
    return next((kind for sort, kind in TYPES if isinstance(field, sort)), str | int)


def _words(field: forms.ChoiceField) -> tuple[str, ...]:
    """A choice's values, where they are few and the same for everybody."""
    if callable(getattr(field, "_choices", None)):
        return ()
    choices: Any = field.choices
    words = tuple(str(value) for value, label in choices if not isinstance(label, list | tuple))
    return words if 0 < len(words) <= FEW else ()


def sent(request: HttpRequest, act: Act[Any]) -> tuple[QueryDict, MultiValueDict[str, Any]]:
    """What was sent, as a form reads it: JSON, or a form with files. Raises Refusal."""
    kind = request.content_type or ""
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        return request.POST, request.FILES
    if kind not in ("application/json", "", "text/plain") and request.body:
        raise Refusal(415)
    said = _json(request)
    try:
        model_of(act).model_validate(said)
    except ValidationError as wrong:
        raise Refusal(422, errors=_errors(wrong)) from None
    return _as_form(said, fields_of(act)), MultiValueDict()


def _json(request: HttpRequest) -> Mapping[str, Any]:
    if not request.body:
        return {}
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Refusal(400) from None
    if not isinstance(said, dict):
        raise Refusal(422, errors=[FieldError("body", why_not("model"))])
    if "\x00" in str(said):
        raise Refusal(400)
    return said


def _as_form(said: Mapping[str, Any], fields: Mapping[str, forms.Field]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, value in said.items():
        if value is not None:
            values = value if isinstance(value, list) else [value]
            found.setlist(name, [_text(each, fields.get(name)) for each in values])
    return found


def _text(value: object, field: forms.Field | None) -> str:
    if isinstance(value, bool):
        if isinstance(field, Says):
            return field.word if value else ""
        return "true" if value else "false"
    return printable(value if isinstance(value, str) else str(value))


def _errors(wrong: ValidationError) -> list[FieldError]:
    return [
        FieldError(".".join(["body", *(str(part) for part in each["loc"][:1])]), why_not(str(each["type"])))
        for each in wrong.errors()
    ]


def form_errors(form: forms.BaseForm) -> list[FieldError]:
    """A form's own faults, each in its words."""
    return [
        FieldError("body" if name in ("__all__", KEY) else f"body.{name}", str(each))
        for name, errors in form.errors.items()
        for each in errors
    ]
