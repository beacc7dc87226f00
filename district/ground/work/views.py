"""Long work as whoever looks after it sees it: what works, what ran last, and one piece of it with its rows."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.work import queries
from district.ground.work.acts import seen
from district.ground.work.models import Row, Work

PAGE = 25
officials = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)
TABS = {
    "": gettext_lazy("全部"), "now": gettext_lazy("正在进行"), "stuck": gettext_lazy("停下的"),
    "done": gettext_lazy("已完成"),
}  # fmt: skip
S = Work.State
STATES = {"now": (S.TRYING, S.READY, S.QUEUED, S.RUNNING), "stuck": (S.CANCELLED, S.FAILED), "done": (S.DONE,)}


@officials
@require_GET
def works(request: HttpRequest) -> HttpResponse:
    """`/desk/work/`: long work one may see, the latest first; for the house's keepers also each kind's last run."""
    person, asked = cast(Person, request.user), request.GET
    kinds = queries.all_kinds()
    kind = asked.get("kind", "") if asked.get("kind") in {each.key for each in kinds} else ""
    tab = asked.get("tab", "") if asked.get("tab") in TABS else ""
    rows = Work.objects.visible_to(person).select_related("by", "office")
    rows = rows.filter(kind=kind) if kind else rows
    page = Paginator(rows.filter(state__in=STATES[tab]) if tab else rows, PAGE).get_page(asked.get("page"))
    keeps = person.has_role(Role.AUDITOR, Role.ADMINISTRATOR)
    context = {
        "page": page, "rows": [queries.shown(each, person) for each in page], "kind": kind, "kinds": kinds, "tab": tab,
        "tabs": TABS, "last": queries.last_runs() if keeps and not kind and not tab and page.number == 1 else (),
    }  # fmt: skip
    return render(request, "work/works.html", context)


def _found(request: HttpRequest, reference: str) -> Work:
    return get_object_or_404(seen(cast(Person, request.user)), reference=reference)


@officials
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/work/<reference>/`: how far it is, and what came of each row."""
    work, outcome = _found(request, reference), request.GET.get("outcome", "")
    person = cast(Person, request.user)
    sees = person.has_role(Role.AUDITOR) or bool(queries.kind_of(work).may_drive(person, work))
    rows = queries.outcomes_of(work) if sees else queries.outcomes_of(work).none()  # whose cases they are is the room's
    rows = rows.filter(outcome=outcome) if outcome in Row.Outcome.values else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = queries.shown(work, person)
    context = {"shown": shown, "page": page, "outcome": outcome, "outcomes": Row.Outcome.choices}
    return render(request, "work/one.html", context)


@officials
@require_GET
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """The part that renews itself; the whole page when it has ended or stands still."""
    work = _found(request, reference)
    answer = render(request, "work/_one.html", {"shown": queries.shown(work, cast(Person, request.user))})
    if not work.works:
        answer["HX-Refresh"] = "true"
    return answer
