"""An act of the tests' own, on a duty: everything an act may say is said once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction

from district.ground.acts.acts import Act, Done, to
from district.ground.acts.forms import Keyed
from district.ground.acts.refusing import NotPossible
from district.ground.people.models import Bureau, Person
from district.ground.people.permissions import Answer, No, Yes, holds, is_known
from district.ground.people.queries import Role


class NameForm(forms.Form):
    contact = forms.CharField(label="联系方式", max_length=40)


def may_rename(person: Person, bureau: Bureau) -> Answer:
    return Yes if bureau.pk in person.bureau_ids(Role.LEADER) else No("只有负责人可以改。")


def rename(*, bureau: Bureau, by: Person, contact: str) -> Bureau:
    """Adds to what is written, so that twice shows."""
    if contact == "不行":
        raise NotPossible("现在不行。")
    with transaction.atomic():
        row = Bureau.objects.select_for_update().get(pk=bureau.pk)
        row.phone += contact
        row.save(update_fields=["phone"])
    return row


def said(done: Done[Any]) -> str:
    return f"已改为“{done.result.phone}”。"


RENAME: Act[Bureau] = Act(
    "people.rename_bureau", "改联系方式", rename, door=holds(Role.OFFICER, Role.LEADER), back=to("people:staff"),
    on=lambda person: Bureau.objects.filter(pk__in=person.bureau_ids(Role.OFFICER, Role.LEADER)), by="pk",
    named="bureau", may=may_rename, asks=NameForm, says=said, tells="别人会看到。",
)  # fmt: skip
CLOSED: Act[Bureau] = Act(
    "people.closed", "停用", rename, door=is_known, back=to("people:staff"), named="bureau",
    now=lambda _bureau: "还有人在。",
)  # fmt: skip


class KeyedName(Keyed):
    contact = forms.CharField(max_length=40)


def make(*, by: Person, contact: str, request_key: Any) -> str:
    return f"{contact} {request_key}"


MAKE: Act[Any] = Act(
    "people.make", "新建", make, door=is_known, back=to("people:staff"), asks=KeyedName, keyed=True,
    says=lambda done: done.result,
)  # fmt: skip
