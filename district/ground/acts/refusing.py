"""What stops an act and is fit to be said to who tried: each room brings the exceptions its actions raise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied

from district.ground.bringing.registry import Registry

refusals: Registry[type[Exception]] = Registry("refusals")


class NotPossible(Exception):
    """What was asked for cannot be done now. `str()` is fit for the person who tried."""


refusals.register(NotPossible)


def why_of(error: Exception) -> str | None:
    """The sentence of a refusal; None for a fault, which nobody catches."""
    if isinstance(error, (PermissionDenied, *refusals)):
        return str(error)
    return None


def first_error(form: forms.BaseForm) -> str:
    """The first thing that is wrong with a form; with its field's label where it was given one."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else None
        return f"{label}：{errors[0]}" if label else str(errors[0])
    return ""


def blame(form: forms.BaseForm, error: Exception) -> None:
    """Put a refusal where the form shows it: what is wrong with a file beside its field."""
    form.refused = error  # type: ignore[attr-defined] # for a page that says more of it than its sentence
    files = [name for name, field in form.fields.items() if isinstance(field, forms.FileField)]
    of_file = not {"BadFile", "BadUpload"}.isdisjoint(each.__name__ for each in type(error).__mro__)
    where = files[0] if of_file and len(files) == 1 else None
    for fault in getattr(error, "faults", None) or [str(why_of(error))]:
        form.add_error(where, str(fault))


def named(thing: Any, path: str) -> Any:
    """What a dotted path of attributes leads to: `named(outcome, "thing.reference")`."""
    for name in path.split("."):
        thing = getattr(thing, name)
    return thing
