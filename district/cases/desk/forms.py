"""What officials type about a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from district.cases.intake.forms import YES_NO, dressed
from district.cases.review.corrections import Item


class AnswerForm(forms.Form):
    condition = forms.CharField(max_length=60)
    value = forms.TypedChoiceField(choices=YES_NO[:2], coerce=lambda text: text == "true")
    note = forms.CharField(required=False, max_length=1000)


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(choices=[("granted", gettext_lazy("同意")), ("refused", gettext_lazy("不予同意"))])
    note = forms.CharField(
        label=gettext_lazy("说明（企业会看到）"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "class": "form-control"}),
    )


class DeclineForm(forms.Form):
    """Why a case is not taken up, and by which provision."""

    why = forms.CharField(
        label=gettext_lazy("为什么不予受理（企业会看到）"), max_length=2000,
        help_text=gettext_lazy("例如：不属于本部门的职权范围，应当向哪个部门申请；依法不需要申请；申报期已过。"),
        widget=forms.Textarea({"rows": 3, "class": "form-control"}),
    )  # fmt: skip
    ground = forms.CharField(
        label=gettext_lazy("法律依据：文件和条款"), max_length=300, widget=forms.TextInput({"class": "form-control"}),
        help_text=gettext_lazy("例如：《中华人民共和国行政许可法》第三十二条；申报通知第几条。"),
    )  # fmt: skip


class SendBackForm(forms.Form):
    """The list sent back: proposed lines, each kept by default, and what the officer adds, one a line."""

    more = forms.CharField(
        label=gettext_lazy("另外还要补什么（每行一项）"), required=False, max_length=3000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, proposed: list[Item], **options: Any) -> None:
        super().__init__(**options)
        dressed(self.fields["more"])
        self.proposed = proposed
        for place, item in enumerate(proposed):
            say = forms.CharField(label=item.about, initial=item.say, max_length=300)
            self.fields[f"say-{place}"] = dressed(say)

    def lines(self) -> list[tuple[Item, forms.BoundField]]:
        return [(item, self[f"say-{place}"]) for place, item in enumerate(self.proposed)]

    def items(self) -> list[Item]:
        kept = [
            Item(item.kind, item.about, self.cleaned_data[f"say-{place}"]) for place, item in enumerate(self.proposed)
        ]
        added = [line.strip() for line in self.cleaned_data["more"].splitlines() if line.strip()]
        return kept + [Item("other", line[:120], line[:300]) for line in added]

    def given(self) -> dict[str, Any]:
        return {"items": self.items()}
