"""The wallet's forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.forms import DayField
from district.ground.files.queries import accepted, most_megabytes

CONTROL = {"class": "form-control"}


def file_field() -> forms.FileField:
    """A file of the kinds that are kept; the content is looked at when it comes."""
    return forms.FileField(
        label=gettext_lazy("文件"), widget=forms.FileInput({**CONTROL, "accept": accepted()}),
        help_text=_("PDF、JPEG、PNG、docx、xlsx 或 OFD，不超过 %(n)d MB。") % {"n": most_megabytes()},
    )  # fmt: skip


def day_field(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date", **CONTROL}, format="%Y-%m-%d")
    return DayField(label=label, required=False, widget=widget, help_text=help_text)


class ReplaceForm(forms.Form):
    """Another paper in one's place."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"] = file_field()
        self.fields["valid_from"] = day_field(_("生效日期"), _("空着就从今天算起。"))
        self.fields["valid_until"] = day_field(_("有效期至"), _("长期有效的空着；有规定期限的会自动算出。"))
        note = forms.CharField(label=_("备注"), required=False, max_length=200, widget=forms.TextInput(CONTROL))
        self.fields["note"] = note

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("valid_from"), data.get("valid_until")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("valid_until", _("有效期的最后一天不能早于第一天。"))
        return data


class PaperForm(ReplaceForm):
    """A new paper: its type is chosen or, for something else, written."""

    field_order = ("request_key", "kind", "other", "file", "valid_from", "valid_until", "note")

    def __init__(self, *args: Any, kinds: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("请选择")), *((kind, kind) for kind in kinds), ("-", _("其他材料"))]
        select = forms.Select({"class": "form-select"})
        self.fields["kind"] = forms.ChoiceField(label=_("材料类型"), choices=choices, widget=select)
        other = forms.CharField(
            label=_("其他材料的名称"), required=False, max_length=60, widget=forms.TextInput(CONTROL)
        )
        other.help_text = _("选“其他材料”时填写。")
        self.fields["other"] = other
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == "-" and not (data.get("other") or "").strip():
            self.add_error("other", _("请写明是什么材料。"))
        return data

    def given(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        other = (said.pop("other") or "").strip()
        return {**said, "kind": other if said["kind"] == "-" else said["kind"]}
