"""Registering a base from 我的企业."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from district.enterprises.bases.actions import register_base
from district.enterprises.bases.forms import BaseForm
from district.enterprises.values import BadValue
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person


@signed_in
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """`/my/bases/new/`: an owner registers a base of their enterprise."""
    person = cast(Person, request.user)
    form = BaseForm(person, request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择举办的企业，写明基地名称。"))
        return redirect("enterprises:mine")
    try:
        register_base(operator=form.cleaned_data["operator"], name=form.cleaned_data["base_name"], by=person)
        messages.success(request, _("已提交，经办人确认后即可填写基地信息、申报。"))
    except BadValue as wrong:
        messages.error(request, str(wrong))
    return redirect("enterprises:mine")
