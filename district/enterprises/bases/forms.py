"""The form of a base."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.enterprises.bases.actions import SORTS
from district.enterprises.models import Membership
from district.enterprises.queries import my_enterprises
from district.ground.people.queries import Person


class BaseForm(forms.Form):
    operator: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=_("举办的企业"), empty_label=None, widget=forms.Select(attrs={"class": "form-select"})
    )
    sort = forms.ChoiceField(
        label=_("哪一种基地"), choices=SORTS.items(), widget=forms.Select(attrs={"class": "form-select"})
    )
    base_name = forms.CharField(
        label=_("基地名称"), max_length=200, widget=forms.TextInput(attrs={"class": "form-control"})
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = my_enterprises(person).filter(membership__person=person, membership__role=Membership.Role.OWNER)
        self.fields["operator"].queryset = rows.distinct()  # type: ignore[attr-defined]


def base_form(person: Person) -> BaseForm | None:
    """For owners of an enterprise; None for others."""
    form = BaseForm(person=person)
    return form if form.fields["operator"].queryset.exists() else None  # type: ignore[attr-defined]
