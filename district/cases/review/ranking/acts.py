"""Putting cases in their order by rule, and calling up who waits."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.checks import NotPossible
from district.cases.core.doors import deciding
from district.cases.places import running
from district.cases.places.models import Allocation
from district.cases.review.ranking import actions
from district.cases.review.scoring.permissions import may_run
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.acts.forms import Cut
from district.ground.people.queries import Person, Role
from district.policies.queries import Programme, programmes_led_by

PLACES = to("cases:places", "thing.slug")
EXPIRED = gettext_lazy("页面已过期或金额不对，请刷新后再试。")


def programmes_of(person: Person) -> QuerySet[Programme]:
    if person.has_role(Role.AUDITOR):
        return programmes_led_by()
    return programmes_led_by(person.bureau_ids(Role.OFFICER, Role.LEADER))


class AllotForm(forms.Form):
    request_key = forms.UUIDField(error_messages={"required": EXPIRED, "invalid": EXPIRED})
    seed = Cut(200)
    money = Cut(40)
    leaving = Cut(500)

    def clean_money(self) -> Decimal | None:
        text = self.cleaned_data["money"].replace(",", "").strip()
        try:
            return Decimal(text) if text else None
        except ArithmeticError:
            raise forms.ValidationError(EXPIRED) from None


def _allot(*, programme: Programme, by: Person, request_key: uuid.UUID, **said: Any) -> Allocation:
    version = running.version_to_list(programme)
    if version is None:
        raise NotPossible(_("没有等待排名的件。"))
    return actions.allot(version=version, by=by, request_key=request_key, **said)


def _called(done: Done[Programme]) -> Say:
    return Say(_("已递补。")) if done.result else Say(_("没有候补的件。"), "info")


ALLOT: Act[Programme] = Act(
    "cases.allot", gettext_lazy("按规则排名次"), _allot, door=deciding, back=PLACES, on=programmes_of, by="slug",
    named="programme", may=may_run, asks=AllotForm, says=gettext_lazy("名次已排定。"),
)  # fmt: skip
CALL_UP: Act[Programme] = Act(
    "cases.call_up", gettext_lazy("递补下一位"), actions.call_up, door=deciding, back=PLACES, on=programmes_of,
    by="slug", named="programme", may=may_run, says=_called,
    then=lambda done: reverse("cases:case", args=[done.result.reference]) if done.result else PLACES(done),
)  # fmt: skip
RANKING = (ALLOT, CALL_UP)
