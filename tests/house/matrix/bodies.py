"""A full body that a form takes, made from its fields; what no field says is given by hand."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from district.ground import clock
from district.ground.acts.forms import Day, Files, Says, Several
from tests.district.ground.files.samples import pdf

TEXT = "示例说明：按规定办理，理由写清楚，可以核对。"
HOURS = ("09:00", "11:00", "13:00", "15:00")
"""The hours of a form, in the order it asks for them: what ends does so after it began."""


def body_of(form: Any) -> tuple[MultiValueDict[str, Any], MultiValueDict[str, Any]]:
    """(data, files) for every field of an unbound form."""
    data, files = MultiValueDict[str, Any](), MultiValueDict[str, Any]()
    hours = iter(HOURS)
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if isinstance(field, forms.FileField | Files):
            files.setlist(name, [paper()])
        elif isinstance(field, forms.TimeField):
            data.setlist(form.add_prefix(name), [str(value or next(hours))])
        else:
            made = value_for(field, value)
            data.setlist(form.add_prefix(name), made if isinstance(made, list) else [made])
    return data, files


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.pdf", pdf(), content_type="application/pdf")


def value_for(field: forms.Field, initial: Any = None) -> Any:
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        first = [str(field.prepare_value(each)) for each in field.queryset[:1]]
        return first if isinstance(field, forms.ModelMultipleChoiceField) else "".join(first)
    if isinstance(field, forms.MultipleChoiceField):
        return [str(each) for each in initial] if initial else _choices(field)[:1]
    if isinstance(field, forms.ChoiceField):
        return str(initial) if initial else next(iter(_choices(field)), "")
    return _plain(field, initial)


def _choices(field: Any) -> list[str]:
    found: list[str] = []
    for value, label in field.choices:
        if isinstance(label, list | tuple):
            found += [str(inner) for inner, _words in label if inner != ""]
        elif value not in ("", None):
            found.append(str(value))
    return found


def _plain(field: forms.Field, initial: Any) -> Any:
    if isinstance(field, Says):
        return field.word
    if isinstance(field, Several):
        return []
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.DateField | Day):
        return initial.isoformat() if isinstance(initial, dt.date) else clock.today().isoformat()
    if isinstance(field, forms.UUIDField):
        return str(initial or uuid.uuid4())
    if isinstance(field, forms.IntegerField):
        return str(initial or field.min_value or 1)
    if isinstance(field, forms.EmailField):
        return "matrix@example.com"
    if isinstance(field, forms.URLField):
        return "https://example.com/hook"
    if isinstance(field, forms.SlugField):
        return str(initial or "matrix")
    text = str(initial or TEXT)
    return text[: getattr(field, "max_length", None) or len(text)]
