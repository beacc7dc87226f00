"""Acts on panels: asked for, briefed, stepped in, signed, cancelled; links for who has no account; ways measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, to
from district.ground.onetime.actions import Issued, issue
from district.ground.people.permissions import Answer, holds, is_known
from district.ground.people.queries import Person, Role
from district.ground.record.actions import official, write_log
from district.ground.slots import actions as slots
from district.ground.slots.queries import Travel, ways_said
from district.services.advice.panels import actions, purposes, states
from district.services.advice.panels.forms import BookForm, BriefForm, PartForm, StepInForm, WayForm, WhyForm
from district.services.advice.panels.models import Panel, Part
from district.services.advice.panels.permissions import may_arrange, may_issue_link, may_keep, may_sign
from district.services.advice.queries import Need, needs_seen_by

desk = holds(Role.OFFICER, Role.LEADER, Role.EXPERT)
keeping = holds(Role.OFFICER, Role.LEADER)
PLANNER, DESK = to("panels:planner", "thing.reference"), to("panels:desk_panel", "thing.reference")
DESK_OF, MINE_OF = to("panels:desk_panel", "thing.panel.reference"), to("panels:mine", "thing.panel.reference")


def _not_taken(need: Need) -> str:
    return "" if need.state == "taken" else _("还没有专家接单，或者已经结束，不能安排。")


def panels_seen(person: Person) -> QuerySet[Panel]:
    return Panel.objects.visible_to(person).select_related("need", "encounter", "office")


def parts_seen(person: Person) -> QuerySet[Part]:
    rows = Part.objects.filter(panel__in=Panel.objects.visible_to(person).order_by().values("pk"), ended_at=None)
    return rows.select_related("panel__need__subject", "panel__office", "panel__encounter", "expert__person")


def _over(panel: Panel) -> str:
    if panel.state == states.HELD:
        return ""
    return _("这次安排已经%(state)s。") % {"state": panel.shown.public}


BOOK: Act[Need] = Act(
    "panels.planner", gettext_lazy("约定这个时间"), actions.book, door=desk, on=needs_seen_by, named="need",
    may=may_arrange, now=_not_taken, asks=BookForm, asks_with=lambda _by, need: {"need": need}, own_key=True,
    back=PLANNER, then=to("panels:desk_panel", "result.reference"),
    says=gettext_lazy("已约定，各位专家的时间同时占住，都收到通知。"),
)  # fmt: skip


def _on_panel(verb: str, label: Any, do: Callable[..., Any], asks: Any, says: Any, **more: Any) -> Act[Panel]:
    return Act(
        f"panels.{verb}", label, do, door=desk, on=panels_seen, named="panel", may=may_keep, now=_over, asks=asks,
        back=DESK, says=says, **more,
    )  # fmt: skip


BRIEF = _on_panel("brief", gettext_lazy("改共同简报"), actions.edit_brief, BriefForm, gettext_lazy("已改。"))
CANCEL = _on_panel(
    "cancel", gettext_lazy("取消这次安排"), actions.cancel, WhyForm, gettext_lazy("已取消，所有人都收到通知。"),
    already=lambda by, panel, _data: panel.state == states.CANCELLED and bool(may_keep(by, panel)),
)  # fmt: skip


# Parts


def _keeps(by: Person, part: Part) -> Answer:
    return may_keep(by, part.panel)


def _part_over(part: Part) -> str:
    return _over(part.panel)


def _at(verb: str) -> Callable[[Part], str]:
    return lambda part: reverse("panels:part", args=[part.panel.reference, part.pk, verb])


SIGN: Act[Part] = Act(
    "panels.sign", gettext_lazy("签字"), actions.sign, door=is_known, on=parts_seen, by="pk", named="part",
    may=may_sign, now=_part_over, asks=PartForm, back=MINE_OF, address=_at("sign"),
    already=lambda by, part, _data: part.signed_at is not None and part.signed_by_id == by.pk,
    says=lambda done: _("已签字，记录已签齐并封存。") if done.result.panel.state == states.SEALED else _("已签字。"),
)  # fmt: skip
WITHDRAW: Act[Part] = Act(
    "panels.withdraw", gettext_lazy("我不能来"), actions.withdraw, door=is_known, on=parts_seen, by="pk", named="part",
    may=may_sign, now=_part_over, asks=WhyForm, back=MINE_OF, address=_at("withdraw"),
    says=gettext_lazy("知道了，会请候补的专家接替。"),
)  # fmt: skip
STEP_IN: Act[Part] = Act(
    "panels.step_in", gettext_lazy("请候补接替"), actions.step_in, door=desk, on=parts_seen, by="pk", named="part",
    may=_keeps, now=_part_over, asks=StepInForm, asks_with=lambda _by, part: {"part": part}, back=DESK_OF,
    address=_at("step_in"), says=lambda done: _("%(name)s接替，时间已经占住。") % {"name": done.result.expert.name},
)  # fmt: skip


def _link(*, part: Part, by: Person) -> Issued:
    with official():
        asks = _("请看共同简报；%(when)s后写下您的意见并签字") % {"when": part.panel.when}
    return issue(purpose=purposes.PART, thing=part.reference, expert=part.expert, office=part.panel.office, by=by,
                 asks=asks)  # fmt: skip


LINK: Act[Part] = Act(
    "panels.link", gettext_lazy("发一次性链接"), _link, door=keeping, on=parts_seen, by="pk", named="part",
    may=may_issue_link, now=_part_over, back=DESK_OF, address=_at("link"), keyed=False, own_key=True,
)  # fmt: skip
PARTS = {"sign": SIGN, "withdraw": WITHDRAW, "step_in": STEP_IN, "link": LINK}


# Ways


def ways_seen(_person: Person) -> QuerySet[Travel]:
    return ways_said()


def _say_way(*, way: Travel, by: Person, minutes: int) -> Travel:
    with official():
        slots.say_way(one=way.one, other=way.other, minutes=minutes, source=_("由%(name)s填写") % {"name": by.name})
    write_log(room="panels", subject=f"{way.one}-{way.other}", verb="way", by=by, data={"minutes": minutes})
    way.refresh_from_db()
    return way


WAY: Act[Travel] = Act(
    "panels.way", gettext_lazy("改"), _say_way, door=keeping, on=ways_seen, by="pk", named="way", asks=WayForm,
    back=to("panels:ways"), says=gettext_lazy("已改，以后找时间按这个路程。"),
)  # fmt: skip
ACTS_OF_PANELS: tuple[Act[Any], ...] = (BOOK, BRIEF, CANCEL, *PARTS.values(), WAY)
