"""The employer's side: what is filed, its learners and hours, the claim."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.cases.headcount.list_workbook import template_of
from district.ground import clock
from district.ground.acts.views import tell
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.policies.queries import reach
from district.services.training.employers import acts
from district.services.training.employers.columns import MINE
from district.services.training.employers.following import lists_until
from district.services.training.employers.forms import CourseForm, FilingForm, LearnerForm, PlanForm, RollForm, firms_of
from district.services.training.employers.listing import SHEETS
from district.services.training.employers.models import Filing, SharedCourse
from district.services.training.employers.queries import claim_of, counted, in_force, paid_on, stands_in, tally
from district.services.training.employers.rules import terms_on
from district.services.training.employers.states import OPEN


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """`/my/training/`: what one's enterprises filed."""
    offered = SharedCourse.objects.filter(enterprise__in=firms_of(person_of(request)))
    return list_page(request, MINE, "employers/mine.html", more={"offered": offered})


def new(request: HttpRequest, form: FilingForm | None = None) -> HttpResponse:
    """`/my/training/new/`: file training before it starts."""
    initial: dict[str, Any] = {"enterprise": request.GET.get("enterprise"), "programme": request.GET.get("programme")}
    if shared := SharedCourse.objects.filter(state="open", reference=request.GET.get("shared", "")).first():
        initial |= {
            "shared": shared.pk,
            "course": shared.title,
            "hours": shared.hours,
            "platform_name": shared.platform,
        }
    form = form or FilingForm(person=person_of(request), initial={k: v for k, v in initial.items() if v})
    return render(request, "employers/form.html", {"form": form, "act": acts.FILE})


def change(request: HttpRequest, reference: str, form: PlanForm | None = None) -> HttpResponse:
    """`/my/training/<reference>/change/`."""
    filing = get_object_or_404(acts.mine(person_of(request)), reference=reference)
    form = form or PlanForm(filing=filing)
    return render(request, "employers/form.html", {"form": form, "act": acts.CHANGE, "filing": filing})


def offer(request: HttpRequest, form: CourseForm | None = None) -> HttpResponse:
    """`/my/training/courses/new/`: offer a course to other firms."""
    form = form or CourseForm(person=person_of(request))
    return render(request, "employers/form.html", {"form": form, "act": acts.OFFER})


@signed_in
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/training/<reference>/`: one class, from filing to claim."""
    return filing_page(request, reference)


def filing_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    filing = get_object_or_404(acts.mine(person_of(request)), reference=reference)
    roll = form if isinstance(form, RollForm) else RollForm(filing=filing)
    one_more = form if isinstance(form, LearnerForm) else LearnerForm(auto_id="add_%s")
    if form is not None and form not in (roll, one_more):
        tell(request, form)
    items = acts.told_to(person_of(request)).filter(learner__filing=filing).order_by("pk")
    context = {**told_of(filing), "form": form, "roll": roll, "one_more": one_more, "items": items}
    return render(request, "employers/mine_one.html", context)


def told_of(filing: Filing) -> dict[str, Any]:
    """What both sides read of a class."""
    plan, today = in_force(filing), clock.today()
    terms = terms_on(filing.programme, filing.finished_on or today)
    rows, claim = counted(filing, terms), claim_of(filing)
    return {
        "filing": filing, "plan": plan, "versions": filing.plans.select_related("by").order_by("-number"),
        "terms": terms, "rows": rows, "tally": tally(rows), "claim": claim,
        "paid_on": paid_on(claim) if claim else None,
        "left_out": filing.learners.filter(live=False), "sheets": filing.sheets.all()[:5],
        "gathers": filing.state in OPEN, "begun": plan.starts <= today, "over": plan.ends <= today,
        "lists_until": lists_until(plan), "reach": reach(filing.office.name),
        "stand_in": stands_in(filing.officer, today) if filing.officer else None,
        "touches": filing.touches.select_related("done_by"),
    }  # fmt: skip


@signed_in
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """`/my/training/templates/<kind>/`: the empty workbook to fill in."""
    asked = SHEETS.get(kind)
    if asked is None:
        raise Http404
    answer = HttpResponse(
        template_of(asked), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
    return answer
