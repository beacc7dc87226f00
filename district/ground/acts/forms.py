"""Fields and forms that acts ask with."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from district.ground.acts.once import FIELD

FIRST, LAST = 1900, 2100  # years: beside the calendar's ends a moment has no day in our zone
EXPIRED = _("页面已过期，请刷新后再试。")


class Cut(forms.CharField):
    """Text of which no more than `most` characters are kept; nothing where none was sent."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(required=kwargs.pop("required", False), **kwargs)
        self.most = most

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "")[: self.most]


class OneOf(forms.ChoiceField):
    """One of a few words; `else_` says what to do where none of them was sent."""

    def __init__(self, words: list[str] | tuple[str, ...], else_: Any) -> None:
        messages = {"required": else_, "invalid_choice": else_}
        super().__init__(choices=[(each, each) for each in words], error_messages=messages)


class Unseen(forms.HiddenInput):
    """Of what a button says: the form draws nothing for it."""

    def render(self, *_args: Any, **_more: Any) -> SafeString:
        return SafeString("")


class Says(forms.Field):
    """Whether a field says this word: a button's value, a tick."""

    widget = Unseen

    def __init__(self, word: str) -> None:
        super().__init__(required=False)
        self.word = word

    def clean(self, value: Any) -> bool:
        return bool(value == self.word)


class Several(forms.Field):
    """Every value sent under a name, at most `most` of them."""

    widget: Any = forms.MultipleHiddenInput

    def __init__(self, most: int = 500) -> None:
        super().__init__(required=False)
        self.most = most

    def clean(self, value: Any) -> list[str]:
        return [str(each) for each in value or []][: self.most]


class Keyed(forms.Form):
    """A form whose key the action itself keeps, as an invariant of what it writes; each showing has its own."""

    request_key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages={"required": EXPIRED, "invalid": EXPIRED}
    )


class Reason(forms.Form):
    """Why; whether that has to be said is the action's."""

    reason = Cut(500)


def day_asked(text: str | None) -> dt.date | None:
    """An ISO date within two hundred years, or None."""
    try:
        found = dt.date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if is_of_our_time(found) else None


def is_of_our_time(day: dt.date) -> bool:
    return FIRST <= day.year <= LAST


def _of_our_time(day: dt.date) -> None:
    if not is_of_our_time(day):
        raise forms.ValidationError(_("请核对年份。"))


class DayField(forms.DateField):
    """A day within two hundred years: one further off is a slip, and reckoning with it would end in a fault."""

    default_validators = [_of_our_time]


class Day(forms.Field):
    """An ISO day of the last or the next hundred years; none where nothing was sent, or where it is no day unless
    `else_` says so."""

    def __init__(self, else_: Any = None) -> None:
        super().__init__(required=False)
        self.else_ = else_

    def clean(self, value: Any) -> dt.date | None:
        if (day := day_asked(value)) is not None:
            return day
        if value and self.else_:
            raise forms.ValidationError(self.else_)
        return None


class _Uploads(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class Files(forms.Field):
    """Every file sent under a name, at most `most` of them; whether there have to be any is the action's."""

    widget = _Uploads

    def __init__(self, most: int) -> None:
        super().__init__(required=False)
        self.most = most

    def clean(self, value: Any) -> list[Any]:
        return list(value or [])[: self.most]


class Once(Keyed):
    """A form that is done once however often it is sent: the key is the act's alone, the action does not hear of it."""

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != FIELD}
