"""Forms of this room."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.queries import Enterprise
from district.funds import returning
from district.funds.models import Level, Line, Payment
from district.ground import clock
from district.ground.acts.forms import DayField, Keyed
from district.ground.files.queries import accepted
from district.ground.people.queries import Bureau

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}


def area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea({**CONTROL, "rows": rows})


class YuanField(forms.DecimalField):
    """Yuan with at most two decimals; thousands separators are understood."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=18, decimal_places=2, widget=forms.TextInput({**CONTROL, "inputmode": "decimal"}),
                         **kwargs)  # fmt: skip
        self.unit = gettext_lazy("元")

    def to_python(self, value: Any) -> Any:
        """Decimal, or None where nothing was written."""
        return super().to_python(re.sub(r"[,，\s]", "", value) if isinstance(value, str) else value)


class LineForm(forms.Form):
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int, widget=forms.Select(SELECT))
    office = forms.ModelChoiceField(Bureau.objects.filter(kind="bureau"), label=gettext_lazy("主管部门"),
                                    empty_label=None, widget=forms.Select(SELECT))  # fmt: skip
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60, widget=forms.TextInput(CONTROL),
                           help_text=gettext_lazy("与政策项目里写的预算名称一致，项目才找得到它。"))  # fmt: skip
    sort = forms.ChoiceField(label=gettext_lazy("种类"), choices=Line.Sort.choices, widget=forms.Select(SELECT))
    hold_days = forms.IntegerField(label=gettext_lazy("占用期限（天）"), min_value=1, max_value=730, initial=90,
                                   widget=forms.NumberInput(CONTROL))  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = clock.today().year
        self.fields["year"].choices = [(each, str(each)) for each in (year, year + 1, year - 1)]  # type: ignore[attr-defined]


class AppropriateForm(Keyed):
    level = forms.ChoiceField(label=gettext_lazy("层级"), choices=Level.choices, initial=Level.DISTRICT,
                              widget=forms.Select(SELECT))  # fmt: skip
    amount = YuanField(label=gettext_lazy("金额"), help_text=gettext_lazy("调减写负数，最多调减到可用为 0。"))
    note = forms.CharField(label=gettext_lazy("文号或说明"), max_length=200, widget=forms.TextInput(CONTROL))


class PayeeForm(Keyed):
    holder = forms.CharField(label=gettext_lazy("户名"), max_length=120, widget=forms.TextInput(CONTROL))
    bank_name = forms.CharField(label=gettext_lazy("开户银行"), max_length=120, widget=forms.TextInput(CONTROL),
                                help_text=gettext_lazy("写到支行"))  # fmt: skip
    bank_code = forms.CharField(label=gettext_lazy("联行号"), max_length=12,
                                widget=forms.TextInput({**CONTROL, "inputmode": "numeric"}),
                                help_text=gettext_lazy("12 位数字"))  # fmt: skip
    number = forms.CharField(
        label=gettext_lazy("账号"), max_length=40,
        widget=forms.TextInput({**CONTROL, "inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("加密保存，页面上只显示末四位"),
    )  # fmt: skip
    certificate = forms.FileField(
        label=gettext_lazy("开户许可证或开户证明"), widget=forms.FileInput(CONTROL),
        help_text=gettext_lazy("银行开的，写着户名和账号；拍照、PDF 都可以"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certificate"].widget.attrs["accept"] = accepted()


class ReturnForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("回单文件"), widget=forms.ClearableFileInput(CONTROL),
        help_text=gettext_lazy("银行或国库返回的 CSV 或 XLSX；没见过的表头先指定各列。同一份文件再传不会重复记账"),
    )  # fmt: skip


class ReturnColumnsForm(forms.Form):
    """Which column is what, in which unit the amount is, and what each word of the results means."""

    ROLES = {"reference": gettext_lazy("付款编号"), "amount": gettext_lazy("金额"), "result": gettext_lazy("结果"),
             "reason": gettext_lazy("原因")}  # fmt: skip

    def __init__(self, *args: Any, table: returning.Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, proposed = table, returning.propose(table)
        choices = [("", "—")] + [
            (str(place), f"{head or place + 1}：{'、'.join(table.samples(place))[:60]}")
            for place, head in enumerate(table.header)
        ]  # fmt: skip
        for role, label in self.ROLES.items():
            place = proposed[role]
            self.fields[role] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial="" if place is None else str(place),
                widget=forms.Select(SELECT),
            )  # fmt: skip
        self.fields["unit"] = forms.ChoiceField(
            label=gettext_lazy("金额单位"), choices=[(each, each) for each in returning.UNITS],
            initial=returning.unit_of(table, proposed["amount"]), widget=forms.Select(SELECT),
        )  # fmt: skip
        self.words = self._words(proposed["result"])
        for number, word in enumerate(self.words):
            self.fields[f"word-{number}"] = forms.ChoiceField(
                label=_("“%(word)s”的意思") % {"word": word or _("（空白）")}, initial=returning.meaning(word),
                choices=[("", "—"), *((each.value, each.label) for each in Payment.State
                                      if each.value in returning.WORDS)],
                required=False, widget=forms.Select(SELECT),
            )  # fmt: skip

    def _words(self, proposed: int | None) -> list[str]:
        """The words of the column chosen as result, so that each can be given its meaning."""
        said = self.data.get("result", "") if self.is_bound else ""
        place = int(said) if said.isdecimal() and len(said) < 4 else proposed
        return self.table.words(place)[: returning.MOST_WORDS] if place is not None else []

    def given(self) -> dict[str, returning.Columns]:
        """Raises returning's BadFile where something is missing."""
        said = self.cleaned_data
        places = {role: int(said[role]) if said[role] else None for role in self.ROLES}
        words = {word: said.get(f"word-{number}", "") for number, word in enumerate(self.words)}
        return {"columns": returning.choose(self.table, places, said["unit"], words)}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500, widget=area())


class ReceiveForm(Keyed):
    amount = YuanField(label=gettext_lazy("收到金额"), min_value=Decimal("0.01"))
    note = forms.CharField(label=gettext_lazy("凭证号"), max_length=200, widget=forms.TextInput(CONTROL))


class SettleForm(Keyed):
    """What became of one payment, and the paper that says so."""

    result = forms.ChoiceField(label=gettext_lazy("结果"), widget=forms.Select(SELECT))
    reason = forms.CharField(label=gettext_lazy("凭证说了什么"), max_length=200, widget=forms.TextInput(CONTROL),
                             help_text=gettext_lazy("例如：国库支付凭证 2026-1023 号，10 月 9 日已入账"))  # fmt: skip
    file = forms.FileField(label=gettext_lazy("凭证"), widget=forms.ClearableFileInput(CONTROL),
                           help_text=gettext_lazy("银行或国库出具的凭证，PDF 或图片"))  # fmt: skip

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = choices  # type: ignore[attr-defined]


class OutsideForm(forms.Form):
    """One grant of another office."""

    enterprise = forms.CharField(label=gettext_lazy("统一社会信用代码"), max_length=18, widget=forms.TextInput(CONTROL))
    office = forms.CharField(label=gettext_lazy("给付部门"), max_length=120, widget=forms.TextInput(CONTROL))
    name = forms.CharField(
        label=gettext_lazy("项目"), max_length=160, widget=forms.TextInput(CONTROL),
        help_text=gettext_lazy("写目录里的项目名称；规则里点名的外部项目写它的代码。"),
    )  # fmt: skip
    amount = YuanField(label=gettext_lazy("金额"), min_value=0, help_text=gettext_lazy("只认定不给钱的写 0。"))
    granted_on = DayField(label=gettext_lazy("给付日期"), widget=forms.DateInput({**CONTROL, "type": "date"}))
    source = forms.CharField(label=gettext_lazy("来源"), max_length=200, widget=forms.TextInput(CONTROL),
                             help_text=gettext_lazy("文号、公示页面或来函"))  # fmt: skip

    def clean_enterprise(self) -> Enterprise:
        found = Enterprise.objects.filter(uscc=self.cleaned_data["enterprise"].strip().upper()).first()
        if found is None:
            raise forms.ValidationError(_("企业库里没有这个代码。"))
        return found


class OutsideFileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("工作簿"), widget=forms.FileInput(CONTROL))
