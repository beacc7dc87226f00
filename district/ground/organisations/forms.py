"""Forms about organisations, their members, experts."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground.acts.forms import DayField, OneOf
from district.ground.organisations import purposes
from district.ground.people import listed
from district.ground.people.queries import (
    OFFICES,
    Field,
    Kind,
    Language,
    Organisation,
    Part,
    Person,
    Role,
    Topic,
)

TEXT, SELECT = {"class": "form-control"}, {"class": "form-select"}
DAY = {"class": "form-control", "type": "date"}
CHECK = {"class": "form-check-input"}
OTHERS = [(value, label) for value, label in Kind.choices if value not in OFFICES]


def text(label: Any, most: int, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.TextInput(attrs=TEXT), **more)


def day(label: Any, *, required: bool = False) -> forms.DateField:
    return DayField(label=label, required=required, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class ReachForm(forms.Form):
    """How an office is reached and whether it is listed: what its steward says."""

    phone = text(_("办公电话"), 40, help_text=_("单位的电话，不写个人手机。"))
    address = text(_("办公地址"), 160)
    email = forms.EmailField(label=_("对外邮箱"), required=False, widget=forms.EmailInput(attrs=TEXT))
    public = forms.BooleanField(
        label=_("在公开页列出名称、类别、地址和电话"), required=False, widget=forms.CheckboxInput(attrs=CHECK)
    )


class OrganisationForm(ReachForm):
    """An organisation that is no bureau and no street."""

    kind = forms.ChoiceField(label=_("类别"), choices=OTHERS, widget=forms.Select(attrs=SELECT))
    name = text(_("简称"), 40, required=True)
    full = text(_("全称"), 120)
    english = text(_("英文名称"), 160)
    code = text(_("统一社会信用代码"), 18)
    parent = forms.ModelChoiceField(
        listed.organisations(), required=False, label=_("上级机构"), empty_label=_("没有"),
        widget=forms.Select(attrs=SELECT),
    )  # fmt: skip
    since = day(_("成立或加入"))
    until = day(_("到哪天为止"))
    field_order = ("kind", "name", "full", "english", "code", "parent", "since", "until", "phone", "address", "email")


class ChangeForm(ReachForm):
    """What is known of one: administrators say all of it, others how it is reached."""

    def __init__(self, *, organisation: Organisation, whole: bool, **options: Any) -> None:
        super().__init__(**options)
        if whole:
            self.fields |= {name: deepcopy(field) for name, field in OrganisationForm.base_fields.items()}
            self.order_fields(OrganisationForm.field_order)
        self.initial = {name: getattr(organisation, name) for name in self.fields}


class MemberForm(forms.Form):
    """A member by user name: nobody browses the accounts to find one."""

    username = text(_("用户名"), 150, required=True)
    role = forms.ChoiceField(label=_("身份"), widget=forms.Select(attrs=SELECT))
    title = text(_("职务"), 60)
    since = day(_("从（不填为今天）"))
    until = day(_("任期到（不填为没有期限）"))

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = organisation.kind not in OFFICES
        self.fields["role"].choices = Part.choices if others else Role.choices  # type: ignore[attr-defined]
        self.fields["role"].initial = Part.STAFF if others else Role.OFFICER

    def clean_username(self) -> Person:
        found = listed.account(self.cleaned_data["username"].strip())
        if found is None or not found.is_active:
            raise forms.ValidationError(_("没有这个用户名的账号。请本人先注册，再来登记。"))
        return found

    def given(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"person": data.pop("username")}


class JoinForm(forms.Form):
    """Say that one belongs to an organisation."""

    organisation = forms.ModelChoiceField(
        listed.others(), label=_("机构"), empty_label=_("请选择"),
        widget=forms.Select(attrs=SELECT),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("身份"), choices=[(Part.STAFF.value, Part.STAFF.label), (Part.MEMBER.value, Part.MEMBER.label)],
        widget=forms.Select(attrs=SELECT),
    )  # fmt: skip
    title = text(_("职务"), 60)


class RenewForm(forms.Form):
    until = day(_("任期到"))


class EndForm(forms.Form):
    why = text(_("为何结束"), 200, required=True)


class StaffFileForm(forms.Form):
    file = forms.FileField(
        label=_("人员名单（.xlsx）"), widget=forms.FileInput(attrs={**TEXT, "accept": ".xlsx,.xls,.ods"})
    )


class ExpertForm(forms.Form):
    """What is known of an expert."""

    name = text(_("姓名"), 60, required=True)
    english = text(_("英文姓名"), 80)
    office = forms.ModelChoiceField(listed.offices(), label=_("聘请部门"), widget=forms.Select(attrs=SELECT))
    organisation = forms.ModelChoiceField(
        listed.others(), required=False, label=_("所在机构"), empty_label=_("不写"),
        widget=forms.Select(attrs=SELECT),
    )  # fmt: skip
    title = text(_("职务"), 60)
    fields_ = forms.MultipleChoiceField(
        label=_("领域"), choices=Field.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.MultipleChoiceField(
        label=_("云坐诊分组"), choices=Topic.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("语言"), choices=Language.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    about = forms.CharField(
        label=_("简介"), max_length=1000, required=False, widget=forms.Textarea(attrs={**TEXT, "rows": 3})
    )
    since = day(_("聘期从"))
    until = day(_("聘期到"))
    public = forms.BooleanField(label=_("公开列出"), required=False, widget=forms.CheckboxInput(attrs=CHECK))
    agreed_how = text(_("怎样同意公开的"), 100, help_text=_("例如：书面同意书；也可以发链接请本人确认。"))

    def __init__(self, offices: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"fields": data.pop("fields_")}


class HonourForm(forms.Form):
    title = text(_("荣誉或资质"), 80, required=True)
    source = text(_("授予单位"), 80, required=True)
    since = day(_("从"), required=True)
    until = day(_("到（不填为长期）"))


class LinkForm(forms.Form):
    """What a one-time link is for."""

    purpose = OneOf(purposes.KEYS, _("没有这种用途的链接。"))
