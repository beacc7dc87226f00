"""Forms about people: opening an account, changing one's name, the staff page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.acts.forms import DayField
from district.ground.people import consents
from district.ground.people.models import Bureau, Person, Role

TEXT, SELECT = {"class": "form-control"}, {"class": "form-select"}
DAY = {"class": "form-control", "type": "date"}


class SignupForm(forms.Form):
    """What we ask beside allauth's own fields; nothing in it is refused because of who is there already."""

    name = forms.CharField(
        label=_("姓名"), max_length=60,
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "name", "autofocus": True}),
        help_text=_("经办人和企业看到的是这个名字。"),
    )  # fmt: skip
    agree = forms.BooleanField(
        label=_("我同意为下面的目的、在下面的期限内保存"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": _("不同意保存这些信息，就不能建立账号。")},
    )
    field_order = ("name", "email", "password1", "agree")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agree"].help_text = consents.words_of(consents.term_from(clock.today()))

    def signup(self, request: HttpRequest, user: Person) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        consents.agree(person=user)


class NameForm(forms.Form):
    """One's own name."""

    name = forms.CharField(
        label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={**TEXT, "autocomplete": "name"})
    )


class PasswordForm(forms.Form):
    """One's own password, where the account has one."""

    password = forms.CharField(required=False, strip=False)

    def __init__(self, person: Person, **options: Any) -> None:
        super().__init__(**options)
        self.person = person

    def clean_password(self) -> str:
        if self.person.has_usable_password() and not self.person.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("密码不对，账号没有变化。"))
        return ""

    def given(self) -> dict[str, Any]:
        return {}


class DutyForm(forms.Form):
    """A duty for somebody who has an account."""

    bureau = forms.ModelChoiceField(
        Bureau.objects.all(), empty_label=_("请选择"), label=_("委办局"), widget=forms.Select(attrs=SELECT)
    )
    role = forms.ChoiceField(choices=Role.choices, label=_("岗位"), widget=forms.Select(attrs=SELECT))
    since = DayField(label=_("从（不填为今天）"), required=False, widget=forms.DateInput(attrs=DAY))
    until = DayField(label=_("任期到（不填为没有期限）"), required=False, widget=forms.DateInput(attrs=DAY))


class LetGoForm(forms.Form):
    """Somebody left: why, and who takes over what waits for them."""

    heir = forms.ModelChoiceField(
        Person.objects.filter(is_active=True), required=False, to_field_name="username", label=_("由谁接手（用户名）"),
        widget=forms.TextInput(attrs=TEXT), error_messages={"invalid_choice": _("没有这个用户名。")},
    )  # fmt: skip
    why = forms.CharField(label=_("为何停用"), max_length=200, widget=forms.TextInput(attrs=TEXT))


class FirstPasswordForm(forms.Form):
    """A first password somebody else chooses; its owner changes it at once."""

    password = forms.CharField(
        label=_("初始密码"), widget=forms.PasswordInput(attrs={**TEXT, "autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class EngageForm(DutyForm):
    """A new official: account, first password, first duty."""

    username = forms.SlugField(label=_("用户名"), max_length=60, widget=forms.TextInput(attrs=TEXT))
    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs=TEXT))
    password = forms.CharField(
        label=_("初始密码"), widget=forms.PasswordInput(attrs={**TEXT, "autocomplete": "new-password"}),
        help_text=_("本人首次登录时要先改密码，再设两步验证。"),
    )  # fmt: skip
    field_order = ("username", "name", "password", "bureau", "role", "since", "until")

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if Person.objects.filter(username=username).exists():
            raise forms.ValidationError(_("已有这个用户名，请在名单里给他加岗位。"))
        return username

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "password" in data:
            try:
                validate_password(data["password"])
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
