"""What of panels waits for a person: a part to sign, somebody to step in, a link to pass on."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person
from district.ground.slots.times import day_of
from district.services.advice.panels import telling
from district.services.advice.panels.models import KEEPERS, Panel, Part
from district.services.advice.panels.queries import deserted, parts_to_sign, unsigned, vacancies

DAYS = 3  # after the panel within which a part is to be signed


def to_sign(person: Person, _today: dt.date) -> QuerySet[Part]:
    return parts_to_sign(person)


def _sign(row: Part) -> Shown:
    return Shown(_("签我的意见"), row.panel.title, reverse("panels:mine", args=[row.panel.reference]))


def to_fill(person: Person, _today: dt.date) -> QuerySet[Part]:
    return vacancies().filter(panel__office__in=person.bureau_ids(*KEEPERS))


def _fill(row: Part) -> Shown:
    return Shown(_("请人接替%(name)s") % {"name": row.expert.name}, row.panel.title, _desk(row))


def to_call_off(person: Person, _today: dt.date) -> QuerySet[Panel]:
    """It has begun and nobody can come: the night would call it off, but who asked waits now."""
    return deserted().filter(office__in=person.bureau_ids(*KEEPERS))


def _call_off(row: Panel) -> Shown:
    return Shown(_("没有专家能来，取消并另约"), row.title, reverse("panels:desk_panel", args=[row.reference]))


def to_pass_on(person: Person, _today: dt.date) -> QuerySet[Part]:
    """Of experts without an account: the link has to reach them."""
    return unsigned().filter(expert__person=None, panel__office__in=person.bureau_ids(*KEEPERS))


def _pass_on(row: Part) -> Shown:
    return Shown(_("请%(name)s签意见") % {"name": row.expert.name}, row.panel.title, _desk(row))


def _desk(row: Part) -> str:
    return reverse("panels:desk_panel", args=[row.panel.reference])


def _begins(row: Part) -> dt.date:
    return day_of(row.panel.starts)


def _due(row: Part) -> dt.date:
    return day_of(row.panel.ends) + dt.timedelta(days=DAYS)


SIGN = Source("panel_sign", gettext_lazy("会诊签字"), to_sign, _sign, _due, told_by=telling.SIGNS)
FILL = Source("panel_fill", gettext_lazy("会诊接替"), to_fill, _fill, _begins, told_by=telling.KIND, desk=True)
CALL_OFF = Source(
    "panel_deserted", gettext_lazy("会诊没有专家能来"), to_call_off, _call_off, lambda row: day_of(row.starts),
    desk=True,
)  # fmt: skip
PASS_ON = Source(
    "panel_link", gettext_lazy("会诊签字链接"), to_pass_on, _pass_on, _due, told_by=telling.SIGNS, desk=True
)
