"""Pages of assigning: who is away and what falls due meanwhile; and giving one case to a colleague."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.cases.core.checks import NotPossible
from district.cases.core.doors import act, deciders
from district.cases.core.models import Application
from district.cases.desk.assigning import actions
from district.cases.desk.assigning.columns import ABSENCES
from district.cases.desk.assigning.forms import AbsenceForm
from district.cases.desk.assigning.queries import falling_due, officers_for
from district.ground import clock
from district.ground.people import absences
from district.ground.people.permissions import may_enter_absence
from district.ground.people.queries import Absence, Person, absences_seen_by
from district.ground.record.reading import key_asked
from district.ground.tables.pages import list_page

MOST = 500  # cases of one absence shown and handed over at once


@deciders
@require_http_methods(["GET", "POST"])
def away(request: HttpRequest) -> HttpResponseBase:
    """`/desk/absences/`: who is away when, who stands in, and the form for another."""
    person = cast(Person, request.user)
    form = AbsenceForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = absences.enter_absence(**form.cleaned_data, by=person)
        except absences.NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记，代理人会收到消息。下面是期间到期的件。"))
            return redirect("cases:absence", made.pk)
    more, status = {"form": form, "today": clock.today()}, 422 if form.errors else 200
    return list_page(request, ABSENCES, "assigning/absences.html", more=more, status=status)


@deciders
@require_GET
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """`/desk/absences/<n>/`: one absence, and the person's cases that fall due before they are back."""
    person = cast(Person, request.user)
    shown = get_object_or_404(absences_seen_by(person), pk=pk)
    rows = falling_due(shown).order_by("due_on", "submitted_at", "pk")
    over = shown.ended_on is not None or shown.last < clock.today()
    context = {
        "absence": shown, "cases": list(rows[:MOST]), "count": rows.count(), "today": clock.today(), "over": over,
        "may": not over and bool(may_enter_absence(person, shown.person)),
    }  # fmt: skip
    return render(request, "assigning/absence.html", context)


@deciders
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    person = cast(Person, request.user)
    shown = get_object_or_404(absences_seen_by(person), pk=pk)
    absences.end_absence(absence=shown, by=person)
    messages.success(request, _("已结束，代理停止。"))
    return redirect("cases:absence", pk)


@deciders
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticked cases go to the substitute; the others stay, and are done in the absent person's name."""
    person = cast(Person, request.user)
    shown: Absence = get_object_or_404(absences_seen_by(person), pk=pk)
    n = actions.hand_over(absence=shown, cases=request.POST.getlist("case")[:MOST], by=person)
    said = ngettext("已转给%(name)s %(n)d 件。", "已转给%(name)s %(n)d 件。", n) % {"name": shown.substitute, "n": n}
    messages.success(request, said)
    return redirect("cases:absence", pk)


@act
def assign(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    to = officers_for(case.programme.office).filter(pk=key_asked(request.POST.get("to"))).first()
    if to is None:
        raise NotPossible(_("请选择派给谁。"))
    actions.assign(application=case, to=to, by=person, reason=request.POST.get("reason", "")[:200])
    messages.success(request, _("已派给%(name)s。") % {"name": to})
    return redirect("cases:case", case.reference)
