"""Forms of what comes after a decision."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.risk import CHECKLIST
from district.cases.intake.forms import dressed
from district.ground.acts.forms import DayField
from district.policies.queries import Programme

WRONG_AMOUNT = _("金额应大于零，精确到分。")
AREA = {"rows": 3, "class": "form-control"}


class ReasonForm(forms.Form):
    """Every ruling has its words."""

    reason = forms.CharField(label=_("理由"), max_length=2000, widget=forms.Textarea(AREA))


class ProposeForm(forms.Form):
    amount = forms.DecimalField(
        label=_("金额（元）"), max_digits=18, decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), WRONG_AMOUNT)],
        error_messages=dict.fromkeys(("required", "invalid", "max_decimal_places", "max_digits"), WRONG_AMOUNT),
        widget=forms.TextInput({"inputmode": "decimal", "class": "form-control", "autocomplete": "off"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("说明（企业会看到）"), required=False, max_length=2000, widget=forms.Textarea(AREA)
    )


class KeyedForm(forms.Form):
    """One form, one row: a second click finds the first's."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"request_key": uuid.uuid4(), **(options.get("initial") or {})}
        super().__init__(*args, **options)


class StatementForm(KeyedForm):
    text = forms.CharField(
        label=_("您的意见"), max_length=4000, widget=forms.Textarea({"rows": 6, "class": "form-control"}),
        help_text=_("写明事实和理由；可以说明哪个数据不对、什么时候已改正。"),
    )  # fmt: skip


class CampaignForm(KeyedForm):
    """A campaign of one bureau's programmes."""

    title = forms.CharField(label=_("名称"), max_length=120)
    programmes = forms.ModelMultipleChoiceField(
        label=_("项目"), queryset=Programme.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    year = forms.IntegerField(label=_("决定年度"), min_value=2000, max_value=2100)
    size = forms.IntegerField(label=_("抽几件"), min_value=1, max_value=10_000)
    share = forms.IntegerField(
        label=_("按风险抽的比例（%）"), min_value=0, max_value=100, help_text=_("其余按种子随机抽取。")
    )

    def __init__(self, *args: Any, programmes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programmes"].queryset = programmes  # type: ignore[attr-defined]
        for name in ("title", "year", "size", "share"):
            dressed(self.fields[name])


class SeedForm(forms.Form):
    seed = dressed(
        forms.CharField(
            label=_("种子"), max_length=80,
            help_text=_("用名单封存之后才公布的公开号码，例如当天福利彩票开奖号；写明出处，任何人可以重算。"),
        )
    )  # fmt: skip


class ItemForm(forms.Form):
    """The checklist, the result, the words."""

    ANSWERS = [("yes", _("是")), ("no", _("否")), ("na", _("不涉及"))]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in CHECKLIST.items():
            self.fields[name] = dressed(
                forms.ChoiceField(label=str(label), choices=self.ANSWERS, widget=forms.RadioSelect)
            )
        results = [("fine", _("未发现问题")), ("problem", _("发现问题，立为线索"))]
        self.fields["result"] = dressed(forms.ChoiceField(label=_("结果"), choices=results, widget=forms.RadioSelect))
        self.fields["note"] = forms.CharField(
            label=_("情况"), required=False, max_length=2000, widget=forms.Textarea(AREA),
            help_text=_("发现问题时必填。"),
        )  # fmt: skip

    def given(self) -> dict[str, Any]:
        answers = {name: self.cleaned_data[name] for name in CHECKLIST}
        return {"result": self.cleaned_data["result"], "answers": answers, "note": self.cleaned_data["note"]}


class StaffForm(forms.Form):
    file = forms.FileField(
        label=_("职工名单"), widget=forms.FileInput({"class": "form-control"}),
        help_text=_("XLSX 或 CSV，列：姓名、身份证号、起始月份、终止月份。文件和号码都不保存，只留比对码。"),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > 5 * 1024 * 1024:
            raise forms.ValidationError(_("文件超过 5 MB，请分几份上传。"))
        return file


class SettleForm(forms.Form):
    note = forms.CharField(
        label=_("怎样处理的"), max_length=1000, widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": _("请写明怎样处理的。")},
    )  # fmt: skip
    finding = forms.BooleanField(label=_("立为线索"), required=False)


class OpenForm(KeyedForm):
    """What an official found about a grant."""

    say = forms.CharField(label=_("发现了什么（企业会看到）"), max_length=500, widget=forms.Textarea(AREA))
    cite = forms.CharField(label=_("依据"), max_length=200, required=False,
                           widget=forms.TextInput({"class": "form-control"}),
                           help_text=_("文号和条款"))  # fmt: skip
    since_on = DayField(label=_("从哪天起"), widget=forms.DateInput({"class": "form-control", "type": "date"}))
