"""Acts of the desk: acknowledging, asking back, following up, courses looked at, audits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Done, to
from district.ground.people.permissions import holds
from district.ground.people.queries import Person, bureaus_of
from district.services.training.employers import actions
from district.services.training.employers.acts import not_now
from district.services.training.employers.forms import (
    AssignForm,
    AuditForm,
    OfficerForm,
    TouchedForm,
    TouchForm,
    WordsForm,
)
from district.services.training.employers.models import Audit, AuditItem, Filing, SharedCourse, Touch
from district.services.training.employers.permissions import (
    KEEPERS,
    may_check,
    may_handle,
    may_publish_course,
    may_run_audit,
)
from district.services.training.employers.states import AUDIT_MOVES, COURSE_MOVES, ITEM_MOVES, MOVES

handling = holds(*KEEPERS)
FILING = to("employers:filing", "thing.reference")


def filings(person: Person) -> QuerySet[Filing]:
    return Filing.objects.on_desk_of(person).select_related("enterprise", "office", "officer", "programme")


def desk_act(key: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Filing]:
    given = {"door": handling, "on": filings, "back": FILING, "named": "filing", "may": may_handle, **more}
    return Act(f"employers.{key}", label, do, **given)


ACKNOWLEDGE = desk_act(
    "acknowledge", MOVES["acknowledge"].label, actions.acknowledge, asks=OfficerForm,
    asks_with=lambda _by, filing: {"filing": filing}, now=partial(not_now, verb="acknowledge"),
    tells=MOVES["acknowledge"].tells, says=gettext_lazy("已确认，企业收到了跟踪专员的姓名。"),
)  # fmt: skip
ASK = desk_act(
    "ask", MOVES["ask"].label, actions.ask, asks=WordsForm, asks_with=lambda *_: {"name": "asked"},
    now=partial(not_now, verb="ask"), tells=MOVES["ask"].tells, says=gettext_lazy("已请企业补充。"),
)  # fmt: skip
ASSIGN = desk_act(
    "assign", gettext_lazy("换人跟踪"), actions.assign, asks=AssignForm,
    asks_with=lambda _by, filing: {"filing": filing},
    now=lambda row: "" if row.officer_id else _("确认备案之后才有跟踪专员。"),
    says=gettext_lazy("已换人，企业会收到通知。"),
)  # fmt: skip
TOUCH = desk_act(
    "touch", gettext_lazy("加一步"), actions.add_touch, asks=TouchForm, says=gettext_lazy("已安排。"),
    now=lambda row: "" if row.officer_id else _("确认备案之后才有跟踪专员。"),
)  # fmt: skip


def touches(person: Person) -> QuerySet[Touch]:
    rows = Touch.objects.filter(filing__in=Filing.objects.on_desk_of(person))
    return rows.select_related("filing__enterprise", "filing__office")


TOUCHED: Act[Touch] = Act(
    "employers.touched", gettext_lazy("办好"), actions.touched, door=handling, on=touches, by="pk", named="touch",
    may=lambda by, row: may_handle(by, row.filing), asks=TouchedForm,
    back=to("employers:filing", "thing.filing.reference"), says=gettext_lazy("已记下。"),
)  # fmt: skip


# Shared courses


def courses(person: Person) -> QuerySet[SharedCourse]:
    return SharedCourse.objects.visible_to(person).select_related("enterprise", "office")


def _course_act(verb: str, do: Callable[..., Any], says: Any, **more: Any) -> Act[SharedCourse]:
    move = COURSE_MOVES[verb]
    return Act(
        f"employers.course_{verb}", move.label, do, door=handling, on=courses, named="course", may=may_publish_course,
        back=to("employers:desk_courses"), tells=move.tells, says=says,
        now=lambda row: (
            "" if row.state in move.sources else _("这门课程现在是“%(state)s”。") % {"state": row.shown.staff}
        ),
        **more,
    )  # fmt: skip


PUBLISH = _course_act("publish", actions.publish, gettext_lazy("已公开。"))
DECLINE = _course_act(
    "decline", actions.decline, gettext_lazy("没有公开，企业会收到原因。"), asks=WordsForm,
    asks_with=lambda *_: {"name": "why", "most": 300},
)  # fmt: skip


# Audits


def audits(person: Person) -> QuerySet[Audit]:
    return Audit.objects.visible_to(person).select_related("office", "by")


def _to_audit(done: Done[Any]) -> str:
    return reverse("employers:audit", args=[done.result.reference])


SEAL: Act[Any] = Act(
    "employers.seal", gettext_lazy("封存名单"), actions.seal, door=handling, back=to("employers:audits"),
    asks=AuditForm, asks_with=lambda by, _thing: {"offices": bureaus_of(by, *KEEPERS)}, own_key=True, then=_to_audit,
    says=gettext_lazy("名单已封存。下一步记录种子。"),
)  # fmt: skip


def _audit_act(key: str, verb: str, do: Callable[..., Any], says: Any, **more: Any) -> Act[Audit]:
    move = AUDIT_MOVES[verb]
    return Act(
        f"employers.audit_{key}", move.label, do, door=handling, on=audits, named="audit", may=may_run_audit,
        back=to("employers:audit", "thing.reference"), tells=move.tells, says=says,
        now=lambda row: "" if row.state in move.sources else _("抽查现在是“%(state)s”。") % {"state": row.shown.staff},
        **more,
    )  # fmt: skip


SEED = _audit_act(
    "seed", "seed", actions.record_seed, gettext_lazy("种子已记录，不能再改。"), asks=WordsForm,
    asks_with=lambda *_: {"name": "seed", "most": 120},
)  # fmt: skip
DRAW = _audit_act("draw", "draw", actions.draw, gettext_lazy("已抽取。"))
END = _audit_act("end", "end", actions.end, gettext_lazy("抽查已结束。"))


def items(person: Person) -> QuerySet[AuditItem]:
    rows: QuerySet[AuditItem] = AuditItem.objects.filter(audit__in=Audit.objects.visible_to(person))
    return rows.select_related(
        "audit", "learner__filing__enterprise", "learner__filing__office", "learner__ledger__same_as"
    )


def _item_act(verb: str, do: Callable[..., Any], says: Any, **more: Any) -> Act[AuditItem]:
    move = ITEM_MOVES[verb]
    return Act(
        f"employers.item_{verb}", move.label, do, door=handling, on=items, by="pk", named="item", may=may_check,
        back=to("employers:audit", "thing.audit.reference"), tells=move.tells, says=says,
        now=lambda row: "" if row.state in move.sources else _("这人现在是“%(state)s”。") % {"state": row.shown.staff},
        **more,
    )  # fmt: skip


RULING: dict[str, Any] = {"asks": WordsForm, "asks_with": lambda *_: {"name": "ruling"}}
ITEMS = {
    "clear": _item_act("clear", actions.clear, gettext_lazy("已记：没有问题。")),
    "doubt": _item_act("doubt", actions.doubt, gettext_lazy("企业已收到疑点，可以陈述意见。"), asks=WordsForm,
                       asks_with=lambda *_: {"name": "doubt"}),
    "uphold": _item_act("uphold", actions.uphold, gettext_lazy("已认定成立，这人的学时不计。"), **RULING),
    "drop": _item_act("drop", actions.drop, gettext_lazy("已认定不成立，学时照算。"), **RULING),
}  # fmt: skip
OF_DESK: tuple[Act[Any], ...] = (
    ACKNOWLEDGE, ASK, ASSIGN, TOUCH, TOUCHED, PUBLISH, DECLINE, SEAL, SEED, DRAW, END, *ITEMS.values(),
)  # fmt: skip
