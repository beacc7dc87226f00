"""To-dos about cases: what the firm has to hand in, what an official has to work on."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.models import Application
from district.cases.core.states import ACCEPTED, DRAFT, JOINT, NOTICED, RETURNED, SUBMITTED, TO_TAKE
from district.cases.core.windows import window_of
from district.cases.desk.buckets import worklist
from district.cases.review.joint.models import Opinion
from district.cases.review.notice.models import NoticeLine
from district.enterprises.mandates.queries import Scope
from district.enterprises.queries import ALL, acted_for, ties
from district.ground import clock
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role

SEEN = ("programme__office", "enterprise")


def drafts(person: Person, today: dt.date) -> QuerySet[Application]:
    firms = acted_for(person, Scope.FILLS, subjects=ALL).values("pk")
    return Application.objects.filter(state=DRAFT, enterprise__in=firms).select_related(*SEEN, "version")


def window_closes(row: Application) -> dt.date | None:
    """The last day of the window a draft is for; None where applications are taken all year."""
    window = window_of(row.version.description.get("intake") or {}, clock.today())
    return window.closes if window else None


def corrections(person: Person, today: dt.date) -> QuerySet[Application]:
    firms = acted_for(person, Scope.CORRECTS, subjects=ALL).values("pk")
    return Application.objects.filter(state=RETURNED, enterprise__in=firms).select_related(*SEEN)


def waits_for(person: Person, today: dt.date) -> Q:
    """Cases whose next move is this person's: their own, those of colleagues they stand in for, and in bureaus where
    they are an officer those nobody has. Not what waits for others: for opinions, experts, signatures, a notice's end.
    """
    officers = person.bureau_ids(Role.OFFICER)
    mine = Q(officer__in=[person.pk, *person.stands_in_for]) | Q(officer=None, programme__office__in=officers)
    here = Q(programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    asked = Opinion.objects.filter(application=OuterRef("pk"), said="")
    on_notice = NoticeLine.objects.filter(application=OuterRef("pk"), outcome="", notice__until__gte=today)
    moves = Q(state__in=TO_TAKE) | Q(state=RETURNED, due_on__lt=today)
    moves |= Q(state=JOINT) & ~Exists(asked) | Q(state=NOTICED) & ~Exists(on_notice)
    return mine & here & moves & ~ties(person)


def cases(person: Person, today: dt.date) -> QuerySet[Application]:
    return worklist(person).filter(waits_for(person, today))


MOVES = {
    SUBMITTED: gettext_lazy("受理"), ACCEPTED: gettext_lazy("审核"), JOINT: gettext_lazy("结束联审"),
    NOTICED: gettext_lazy("公示期满，提出拟办意见"), RETURNED: gettext_lazy("补正已逾期，请处理"),
}  # fmt: skip


def _mine(what: str, row: Application) -> Shown:
    link = reverse("cases:mine_one", args=[row.reference])
    return Shown(what, f"{row.programme.name} · {row.enterprise.name}", link, row.due_provisional)


def _case(row: Application) -> Shown:
    what = str(MOVES.get(row.state, row.stage.staff))
    link = reverse("cases:case", args=[row.reference])
    return Shown(what, f"{row.enterprise.name} · {row.programme.name}", link, row.due_provisional)


DRAFTS = Source("draft", gettext_lazy("草稿"), drafts, lambda row: _mine(_("填完并提交"), row), window_closes)
CORRECTIONS = Source("correction", gettext_lazy("补正"), corrections, lambda row: _mine(_("补正材料"), row), "due_on")
CASES = Source("case", gettext_lazy("申报"), cases, _case, "due_on", desk=True)
