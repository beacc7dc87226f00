"""Acts on mandates: giving, ending; a place at an agency asked for and settled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.mandates import actions
from district.enterprises.mandates.forms import MandateForm, PlaceForm
from district.enterprises.mandates.models import AgencyPerson, Mandate
from district.enterprises.mandates.permissions import may_end, may_give
from district.enterprises.models import Enterprise, sees
from district.enterprises.queries import memberships_of
from district.ground.acts.acts import Act, Done, to
from district.ground.acts.forms import Says
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role


class ConfirmForm(forms.Form):
    confirm = Says("yes")


def belonging(person: Person) -> QuerySet[Enterprise]:
    """The person's own enterprises; closed ones too, to end what still stands."""
    own = memberships_of(person).filter(sees()).values("enterprise")
    return Enterprise.objects.filter(pk__in=own)


def _after_end(outcome: Any) -> str:
    client = outcome.thing.client
    own = memberships_of(outcome.by).filter(enterprise=client).exists()
    return reverse("enterprises:mandates", args=[client.uscc]) if own else reverse("enterprises:mine")


def _given(done: Done[Enterprise]) -> str:
    return _("已委托“%(name)s”。") % {"name": done.result.agency.name}


GIVE: Act[Enterprise] = Act(
    "enterprises.mandates", gettext_lazy("委托"), actions.give, door=is_known, on=belonging, by="uscc", named="client",
    may=may_give, asks=MandateForm, back=to("enterprises:mandates", "thing.uscc"), says=_given,
)  # fmt: skip
END: Act[Mandate] = Act(
    "enterprises.mandate_end", gettext_lazy("终止委托"), actions.end, door=is_known, named="mandate",
    on=lambda _person: Mandate.objects.select_related("client", "agency"), may=may_end, back=_after_end,
    says=gettext_lazy("委托已终止，对方从现在起看不到也不能办理。"),
)  # fmt: skip
ASK_PLACE: Act[AgencyPerson] = Act(
    "enterprises.ask_place", gettext_lazy("提交"), actions.ask_place, door=is_known, back=to("enterprises:mine"),
    asks=PlaceForm, own_key=True, says=gettext_lazy("已提交，经办人确认后就能看到客户。"),
)  # fmt: skip
SETTLE_PLACE: Act[AgencyPerson] = Act(
    "enterprises.settle_place", gettext_lazy("确认"), actions.settle_place, door=holds(Role.OFFICER),
    back=to("enterprises:claims"), on=lambda _person: AgencyPerson.objects.all(), by="pk", named="row",
    asks=ConfirmForm,
)  # fmt: skip
MANDATES: tuple[Act[Any], ...] = (GIVE, END, ASK_PLACE, SETTLE_PLACE)
