"""Acts on hours: one's own declared and taken back; what looks odd cleared or struck."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.acts.acts import Act, to
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role
from district.services.training.hours import actions
from district.services.training.hours.forms import DeclareForm, ReasonForm
from district.services.training.hours.models import Flag, LearningEntry, Source, whose
from district.services.training.hours.permissions import may_review, may_strike
from district.services.training.hours.queries import flags_seen_by
from district.services.training.hours.states import CLEARED, STRUCK

MINE, FLAG, LEDGER = to("hours:mine"), to("hours:flag", "thing.reference"), to("hours:ledger")
SEES = (Role.OFFICER, Role.LEADER, Role.AUDITOR)
seeing = holds(*SEES)


def own_declared(person: Person) -> QuerySet[LearningEntry]:
    return LearningEntry.objects.filter(whose(person), source=Source.DECLARED).select_related("learner__same_as")


def entries_seen(person: Person) -> QuerySet[LearningEntry]:
    rows = LearningEntry.objects.visible_to(person)
    return rows.select_related("learner__account", "learner__same_as__account", "office", "firm", "struck__by")


def _is_struck(_by: Any, entry: LearningEntry, _data: Any) -> bool:
    return hasattr(entry, "struck")


DECLARE: Act[Any] = Act(
    "hours.declare", _("申报自学学时"), actions.declare, door=is_known, back=MINE, asks=DeclareForm, own_key=True,
    address=lambda _thing: reverse("hours:mine"),
    says=_("已记下。自己申报的学时单独列出，不用于补贴。"),
)  # fmt: skip
TAKE_BACK: Act[LearningEntry] = Act(
    "hours.take_back", _("撤回"), actions.take_back, door=is_known, on=own_declared, by="pk", named="entry", back=MINE,
    may=may_strike, says=_("已撤回。"), already=_is_struck,
)  # fmt: skip
STRIKE_ENTRY: Act[LearningEntry] = Act(
    "hours.strike_entry", _("划去"), actions.strike_entry, door=seeing, on=entries_seen, by="pk", named="entry",
    back=LEDGER, may=may_strike, asks=ReasonForm, already=_is_struck,
    says=_("已划去，原来的记录和理由都留着。"),
)  # fmt: skip
CLEAR: Act[Flag] = Act(
    "hours.clear", _("没有问题"), actions.clear, door=seeing, on=flags_seen_by, named="flag", may=may_review, back=FLAG,
    asks=ReasonForm, says=_("已核实，学时照算。"), already=lambda _by, flag, _data: flag.state == CLEARED,
)  # fmt: skip
STRIKE: Act[Flag] = Act(
    "hours.strike", _("划去学时"), actions.strike, door=seeing, on=flags_seen_by, named="flag", may=may_review,
    back=FLAG, asks=ReasonForm, says=_("已划去，本人会收到通知。"),
    already=lambda _by, flag, _data: flag.state == STRUCK,
)  # fmt: skip
OF_HOURS: tuple[Act[Any], ...] = (DECLARE, TAKE_BACK, STRIKE_ENTRY, CLEAR, STRIKE)
