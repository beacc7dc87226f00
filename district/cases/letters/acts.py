"""A paper was posted or handed over."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.models import Application
from district.cases.letters import actions
from district.cases.letters.models import SENT, IssuedLetter
from district.cases.letters.permissions import may_serve
from district.ground.acts.acts import Act, to
from district.ground.acts.forms import DayField
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person


class ServeForm(forms.Form):
    """How and when a paper reached its receiver outside the site."""

    how = forms.ChoiceField(label=gettext_lazy("送达方式"), choices=SENT)
    on = DayField(label=gettext_lazy("送达日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(label=gettext_lazy("邮件号或签收人"), max_length=200)


def letters_seen(person: Person) -> QuerySet[IssuedLetter]:
    seen = Application.objects.visible_to(person).values("pk")
    return IssuedLetter.objects.filter(application__in=seen).select_related("application__enterprise", "office")


SERVE: Act[IssuedLetter] = Act(
    "cases.letter_serve", gettext_lazy("登记送达"), actions.serve, door=is_known, on=letters_seen, by="code",
    named="letter", may=may_serve, asks=ServeForm, back=to("cases:case", "thing.application.reference"),
    says=lambda done: _("已登记送达：%(number)s。") % {"number": done.thing.number if done.thing else ""},
)  # fmt: skip
