"""Stopping long work, and letting it go on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, to
from district.ground.acts.forms import Cut
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import holds
from district.ground.people.queries import Person, Role
from district.ground.work import actions, queries
from district.ground.work.models import Work

ONE = to("work:one", "thing.reference")
looking = holds(Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)


class WhyForm(forms.Form):
    why = Cut(2000)


def seen(person: Person) -> QuerySet[Work]:
    return Work.objects.visible_to(person).select_related("by", "office")


def _stop(*, work: Work, by: Person, why: str) -> bool:
    if queries.kind_of(work).wants_why and not why.strip():
        raise NotPossible(_("请写明为什么停下。"))
    return actions.stop(work=work, by=by, why=why)


def _resume(*, work: Work, by: Person) -> bool:
    resumed = actions.resume(work=work, by=by)
    if resumed:
        actions.give(work)
    return resumed


STOP: Act[Work] = Act(
    "work.stop", gettext_lazy("停止"), _stop, door=looking, back=ONE, on=seen, named="work", asks=WhyForm,
    says=lambda done: _("已停止。办过的不变，可以从停下的地方继续。") if done.result else None,
)  # fmt: skip
RESUME: Act[Work] = Act(
    "work.resume", gettext_lazy("继续"), _resume, door=looking, back=ONE, on=seen, named="work",
    says=lambda done: _("接着办了，从停下的地方继续。") if done.result else None,
)  # fmt: skip
WORK: tuple[Act[Any], ...] = (STOP, RESUME)
