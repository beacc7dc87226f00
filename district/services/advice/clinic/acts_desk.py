"""Acts of who keeps clinics and sits at them: planned, called, closed, cancelled; numbers at the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, Done, Say, Spoken, to
from district.ground.onetime.actions import Issued, issue
from district.ground.people.permissions import holds
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.record.actions import official
from district.services.advice.clinic import actions, states
from district.services.advice.clinic.acts import is_there, over, why_not
from district.services.advice.clinic.forms import (
    ConfirmForm,
    NextForm,
    NumberForm,
    PastForm,
    PlanForm,
    ReplaceForm,
    WhyForm,
)
from district.services.advice.clinic.models import KEEPERS, Clinic, ClinicExpert, Visitor
from district.services.advice.clinic.permissions import may_call, may_keep
from district.services.advice.clinic.purposes import CALL

planning = holds(Role.OFFICER, Role.LEADER)
calling = holds(Role.OFFICER, Role.LEADER, Role.EXPERT)
DESK = to("clinic:desk_clinic", "thing.reference")


def desk_clinics(person: Person) -> QuerySet[Clinic]:
    """Those one keeps or sits at; to auditors all."""
    rows = Clinic.objects.all() if person.has_role(Role.AUDITOR) else Clinic.objects.kept_by(person)
    return rows.select_related("office", "session")


def desk_visitors(person: Person) -> QuerySet[Visitor]:
    rows = Visitor.objects.filter(clinic__in=desk_clinics(person).order_by().values("pk"))
    return rows.select_related("clinic__office", "clinic__session", "seat", "person", "expert")


def _plan(*, by: Person, **said: Any) -> Clinic:
    office = bureau_of(by, *KEEPERS)
    assert office is not None, "the door lets officers and leaders in"
    return actions.plan(by=by, office=office, **said)[0]


def _enter_past(*, by: Person, **said: Any) -> Clinic:
    office = bureau_of(by, *KEEPERS)
    assert office is not None, "the door lets officers and leaders in"
    return actions.enter_past(by=by, office=office, **said)


PLAN: Act[Any] = Act(
    "clinic.new", gettext_lazy("安排门诊"), _plan, door=planning, back=to("clinic:new"), asks=PlanForm, own_key=True,
    says=gettext_lazy("已安排，专家的时间已经占住，公众可以预约。"), then=to("clinic:desk_clinic", "result.reference"),
)  # fmt: skip
PAST: Act[Any] = Act(
    "clinic.past", gettext_lazy("补录一场"), _enter_past, door=planning, back=to("clinic:past"), asks=PastForm,
    own_key=True, says=gettext_lazy("已补录。"), then=to("clinic:desk_clinic", "result.reference"),
)  # fmt: skip


def _not_begun(clinic: Clinic) -> str:
    return over(clinic) or ("" if clinic.runs else _("开始前半小时起才能叫号。"))


def _not_closing(clinic: Clinic) -> str:
    return over(clinic) or (_("门诊还没有开始；不办了请取消。") if clock.now() < clinic.starts else "")


def _called(done: Done[Clinic]) -> Spoken:
    if done.result is None:
        return Say(_("没有人在等。"), "info")
    return _("请 %(label)s 号。") % {"label": done.result.label}


def _walk_in(*, clinic: Clinic, by: Person, **said: Any) -> Visitor:
    """A number for somebody who stands at the desk."""
    return actions.take_number(clinic=clinic, by=None, address=f"desk {by.pk}", at_desk=by, **said)


def _on_clinic(verb: str, label: Any, do: Callable[..., Any], asks: Any = None, **more: Any) -> Act[Clinic]:
    more = {"door": planning, "may": may_keep, "now": over, **more}
    return Act(f"clinic.{verb}", label, do, on=desk_clinics, named="clinic", asks=asks, back=DESK, **more)


NEXT = _on_clinic(
    "next", gettext_lazy("叫下一位"), actions.call_next, NextForm, door=calling, may=may_call, now=_not_begun,
    asks_with=lambda _by, clinic: {"clinic": clinic}, says=_called,
)  # fmt: skip


def _link(*, sitting: ClinicExpert, by: Person) -> Issued:
    with official():
        return issue(purpose=CALL, thing=str(sitting.pk), expert=sitting.expert, office=sitting.clinic.office, by=by,
                     asks=_("请您叫号：%(title)s") % {"title": sitting.clinic.title})  # fmt: skip


def _sittings(person: Person) -> QuerySet[ClinicExpert]:
    rows = ClinicExpert.objects.filter(ended_at=None, clinic__in=desk_clinics(person).order_by().values("pk"))
    return rows.select_related("clinic__office", "expert")


LINK: Act[ClinicExpert] = Act(
    "clinic.link", gettext_lazy("发叫号链接"), _link, door=planning, on=_sittings, by="pk", named="sitting",
    may=lambda by, sitting: may_keep(by, sitting.clinic), back=to("clinic:desk_clinic", "thing.clinic.reference"),
    own_key=True, now=lambda sitting: over(sitting.clinic),
)  # fmt: skip
CLOSE = _on_clinic(
    "close", gettext_lazy("散场"), actions.close, door=calling, may=may_call, now=_not_closing,
    already=lambda by, clinic, _data: clinic.closed_at is not None and bool(may_call(by, clinic)),
    says=gettext_lazy("已散场；约了没来的记为未到，没轮到的收到说明。"),
)  # fmt: skip
CANCEL = _on_clinic(
    "cancel", gettext_lazy("取消门诊并通知所有人"), actions.cancel, WhyForm,
    already=lambda by, clinic, _data: clinic.cancelled_at is not None and bool(may_keep(by, clinic)),
    says=gettext_lazy("已取消，取了号的人都收到通知。"),
)  # fmt: skip
REPLACE = _on_clinic(
    "replace", gettext_lazy("换一位专家"), actions.replace_expert, ReplaceForm,
    asks_with=lambda _by, clinic: {"clinic": clinic}, says=gettext_lazy("已换人，接替的专家时间已经占住。"),
)  # fmt: skip
WALK_IN = _on_clinic(
    "walk_in", gettext_lazy("代为取号"), _walk_in, NumberForm, own_key=True,
    says=lambda done: _("取了 %(label)s 号。") % {"label": done.result.label},
)  # fmt: skip


def _on_visitor(verb: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Visitor]:
    more = {"door": calling, "may": lambda by, visitor: may_call(by, visitor.clinic), **more}
    return Act(
        f"clinic.desk_{verb}", label, do, on=desk_visitors, by="pk", named="visitor",
        back=to("clinic:desk_clinic", "thing.clinic.reference"),
        address=lambda visitor: reverse("clinic:desk_visitor", args=[visitor.clinic.reference, visitor.pk, verb]),
        **more,
    )  # fmt: skip


def _now(verb: str) -> Callable[[Visitor], str]:
    return lambda visitor: why_not(visitor, verb)


def _moves(verb: str, do: Callable[..., Any], **more: Any) -> Act[Visitor]:
    move = states.MOVES[verb]
    return _on_visitor(verb, more.pop("label", move.label), do, now=_now(verb), already=is_there(verb), **more)


def _not_to_confirm(visitor: Visitor) -> str:
    return "" if visitor.confirm and visitor.state in states.OPEN else _("这个号不需要电话确认。")


ROLL = {
    "arrive": _moves("arrive", actions.arrive, label=gettext_lazy("到了")),
    "again": _moves("again", actions.again),
    "leave": _moves("leave", actions.leave, asks=WhyForm),
    "serve": _moves("serve", partial(actions.settle, came=True)),
    "miss": _moves("miss", partial(actions.settle, came=False)),
    "confirm": _on_visitor(
        "confirm", gettext_lazy("电话里说来"), actions.confirm, asks=ConfirmForm, now=_not_to_confirm,
        may=lambda by, visitor: may_keep(by, visitor.clinic), says=gettext_lazy("已记下。"),
    ),
}  # fmt: skip
OF_KEEPERS: tuple[Act[Any], ...] = (PLAN, PAST, NEXT, LINK, CLOSE, CANCEL, REPLACE, WALK_IN, *ROLL.values())
