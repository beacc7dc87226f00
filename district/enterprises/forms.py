"""Forms of the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.enterprises.events.actions import ABOUT
from district.enterprises.importing.columns import CODE, NAME, UNITS, Column, column
from district.enterprises.models import FactKind, ImportRun, Membership
from district.ground.acts.forms import DayField
from district.ground.files.queries import accepted

TEXT = {"class": "form-control"}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("企业名录"),
        help_text=_("XLSX 或 CSV，最大 200 MB；表头上方有说明、下方有合计都不要紧。"),
        widget=forms.FileInput(attrs=TEXT),
    )
    source = forms.CharField(
        label=_("数据来源"), max_length=60, initial=_("区市场监管局"), widget=forms.TextInput(attrs=TEXT)
    )


class MappingForm(forms.Form):
    """One choice a column: which fact it holds, in which unit."""

    as_of = DayField(label=_("数据截止日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **TEXT}))

    def __init__(self, *args: Any, run: ImportRun, kinds: Mapping[str, FactKind], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"as_of": run.as_of}})
        self.kinds = kinds
        self.columns = [Column.from_json(each) for each in run.mapping["columns"]]
        choices: list[tuple[str, Any]] = [("", _("不导入")), (CODE, _("统一社会信用代码（键）")), (NAME, _("企业名称"))]
        choices += [(name, f"{name}（{kind.unit}）" if kind.unit else name) for name, kind in kinds.items()]
        samples = run.mapping.get("samples") or []
        self.rows = []
        for each in self.columns:
            fact, unit = f"fact-{each.place}", f"unit-{each.place}"
            label = each.heading or f"{each.place + 1}"
            self.fields[fact] = forms.ChoiceField(
                choices=choices, required=False, initial=each.fact,
                widget=forms.Select(attrs={"class": "form-select", "aria-label": label}),
            )  # fmt: skip
            self.fields[unit] = forms.ChoiceField(
                choices=[("", "—"), *((name, name) for name in UNITS)], required=False, initial=each.unit,
                widget=forms.Select(attrs={"class": "form-select", "aria-label": f"{label} {_('单位')}"}),
            )  # fmt: skip
            shown = samples[each.place] if each.place < len(samples) else []
            self.rows.append({"heading": each.heading, "fact": self[fact], "unit": self[unit], "samples": shown})

    def given(self) -> dict[str, Any]:
        """The columns as confirmed, and the day they speak of."""
        data = self.cleaned_data
        columns = [
            column(each.place, each.heading, data[f"fact-{each.place}"], data[f"unit-{each.place}"], self.kinds)
            for each in self.columns
        ]
        return {"columns": columns, "as_of": data["as_of"]}


class ClaimForm(forms.Form):
    role = forms.ChoiceField(
        label=_("您是"),
        choices=[*reversed(Membership.Role.choices)],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=24, widget=forms.TextInput(attrs=TEXT))
    name = forms.CharField(label=_("企业名称"), max_length=200, help_text=_("与营业执照一致"),
                           widget=forms.TextInput(attrs=TEXT))  # fmt: skip
    file = forms.FileField(
        label=_("营业执照或授权书"), required=False, widget=forms.FileInput(attrs=TEXT),
        help_text=_("负责人传营业执照，经办人传盖公章的授权书；拍照、PDF 都可以。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = accepted()


class InviteForm(forms.Form):
    """Whom an owner asks to act for the enterprise."""

    name = forms.CharField(label=_("请谁"), max_length=60, widget=forms.TextInput(attrs=TEXT))
    role = forms.ChoiceField(
        label=_("身份"), choices=Membership.Role.choices, initial=Membership.Role.MEMBER,
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    until = DayField(
        label=_("代表到哪天"), required=False, help_text=_("不填为没有期限"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **TEXT}),
    )  # fmt: skip


class ChangeForm(forms.Form):
    """What happened to an enterprise by an official paper."""

    about = forms.ChoiceField(
        label=_("变化的是"),
        choices=[(each, each) for each in ABOUT],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    written = forms.CharField(
        label=_("现在是"),
        max_length=200,
        help_text=_("例如新的名称、注销、虹口区、是"),
        widget=forms.TextInput(attrs=TEXT),
    )
    on = DayField(label=_("从哪天起"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **TEXT}))
    source = forms.CharField(
        label=_("依据"), max_length=120, help_text=_("哪个部门的什么文书"), widget=forms.TextInput(attrs=TEXT)
    )
