"""The desk's pages of advice."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.onetime.handing import issued
from district.ground.onetime.queries import links_for
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person
from district.ground.record.reading import number_asked
from district.ground.tables import sheets
from district.ground.tables.pages import list_page
from district.services.advice import coverage, past_sheet, showing
from district.services.advice.acts_desk import (
    RULE_ADD,
    RULE_EDIT,
    STUDIO_ADD,
    STUDIO_EDIT,
    SUBJECT_ADD,
    SUBJECT_EDIT,
    may_publish,
)
from district.services.advice.columns import ENCOUNTERS, NEEDS, OFFICIALS, RULES, STUDIOS, SUBJECTS
from district.services.advice.facts import NAMES
from district.services.advice.forms import NeededWhyForm, PublishForm, RecordForm
from district.services.advice.forms_desk import ManyForm, MemberForm, PastForm, PlaceForm
from district.services.advice.models import Matching, Studio, Subject
from district.services.advice.permissions import may_coordinate, may_keep_rules, may_keep_studio, may_record
from district.services.advice.purposes import DAY
from district.services.advice.queries import corps as standing_corps
from district.services.advice.queries import (
    encounters_kept_by,
    encounters_of,
    loads_of,
    needs_kept_by,
    who_fits,
    year_of_corps,
)
from district.services.advice.states import LOOKING

desk = for_roles(*OFFICIALS)
SHOWN = 50  # faults of a workbook told at once


@desk
@require_GET
def needs(request: HttpRequest) -> HttpResponseBase:
    """`/desk/advice/needs/`: what is asked, who was asked, where it is stuck."""
    return list_page(request, NEEDS, "advice/needs.html")


@desk
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/advice/<reference>/`: a need with everything that happened; whom to ask and why."""
    person = cast(Person, request.user)
    need = get_object_or_404(needs_kept_by(person), reference=reference)
    looking = need.state in LOOKING
    fits, unfit = who_fits(need) if looking else ([], [])
    offers = need.offers.select_related("expert").order_by("made_at", "pk")
    context = {
        **showing.context_of(need), "offers": [(each, showing.reasons_said(each.reasons)) for each in offers],
        "encounters": [(each, bool(may_publish(person, each))) for each in encounters_of(need)],
        "fits": showing.candidates(fits[:6]), "unfit": showing.others(unfit), "looking": looking,
        "place": PlaceForm(), "why": NeededWhyForm(), "record": RecordForm(), "publish": PublishForm(),
        "coordinates": may_coordinate(person, need), "modes": showing.modes_for(need),
        "entries": showing.story_of(need), "rating": getattr(need, "rating", None),
        "pairing": need.pairings.prefetch_related("steps").select_related("expert").first(),
    }  # fmt: skip
    return render(request, "advice/desk_one.html", context)


@desk
@require_GET
def encounters(request: HttpRequest) -> HttpResponseBase:
    """`/desk/advice/encounters/`."""
    return list_page(request, ENCOUNTERS, "advice/encounters.html")


@desk
@require_GET
def encounter(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/advice/encounters/<reference>/`: one of no need: a lecture, a themed event; recorded with its heads."""
    person = cast(Person, request.user)
    row = get_object_or_404(encounters_kept_by(person).filter(need=None).select_related("session"), reference=reference)
    came = row.session.taken if row.session else 1
    context = {
        "row": row, "advisers": row.advisers.select_related("expert"), "keeps": may_record(person, row),
        "record": RecordForm(initial={"heads": max(came, 1)}), "why": NeededWhyForm(),
        "begun": row.starts is None or row.starts <= clock.now(),
    }  # fmt: skip
    return render(request, "advice/desk_encounter.html", context)


def enter_past(request: HttpRequest, form: Any = None) -> HttpResponseBase:
    """`/desk/advice/past/`: what took place before, by a workbook; a reason per row, all rows come in or none."""
    if sheets.asked_for(request):
        return sheets.file_of(past_sheet.template(), _("以前的服务"))
    refused = getattr(form, "refused", None)
    found = refused.read if isinstance(refused, past_sheet.NotTaken) else past_sheet.Read()
    context = {
        "form": form or PastForm(), "faults": found.faults[:SHOWN], "more": max(0, len(found.faults) - SHOWN),
        "good": len(found.rows), "heads": past_sheet.HEADS.values(),
    }  # fmt: skip
    return render(request, "advice/past.html", context)


def many(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/desk/advice/lectures/new/`."""
    return render(request, "advice/many.html", {"form": form or ManyForm()})


@desk
@require_GET
def corps(request: HttpRequest) -> HttpResponse:
    """`/desk/advice/corps/`: a year of the corps, month by month, with load and what they have now."""
    year = _year(request.GET.get("year", ""))
    rows = coverage.year_rows(standing_corps(), year_of_corps(year), loads_of())
    links = {each.expert_id: each for each in links_for(DAY, [str(row.expert.pk) for row in rows])}
    context = {"rows": rows, "year": year, "months": range(1, 13), "links": links, "before": year - 1,
               "after": year + 1 if year < clock.today().year else None,
               "total": sum(row.minutes for row in rows) // 60}  # fmt: skip
    return render(request, "advice/corps.html", context)


def _year(text: str) -> int:
    return number_asked(text, clock.today().year, 2000) or clock.today().year


def link_made(request: HttpRequest, done: Done[Any]) -> HttpResponse:
    """The link, this once."""
    return issued(request, [done.result], back=reverse("advice:corps"))


@desk
@require_GET
def covered(request: HttpRequest) -> HttpResponse:
    """`/desk/advice/coverage/`: subject × street: how many experts would come, and where nobody does."""
    return render(request, "advice/coverage.html", {"table": coverage.table()})


@desk
@require_GET
def studios(request: HttpRequest) -> HttpResponseBase:
    """`/desk/advice/studios/`."""
    return list_page(request, STUDIOS, "advice/desk_studios.html")


def studio_new(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/desk/advice/studios/new/`."""
    return render(request, "advice/studio_form.html", {"form": form or STUDIO_ADD.form(request.user, None)})


@desk
@require_GET
def studio(request: HttpRequest, key: str) -> HttpResponse:
    """`/desk/advice/studios/<key>/`: the team and the term."""
    row = get_object_or_404(Studio.objects.select_related("office"), key=key)
    context = {
        "studio": row, "members": row.members.select_related("expert__organisation"), "join": MemberForm(),
        "keeps": may_keep_studio(cast(Person, request.user), row),
    }  # fmt: skip
    return render(request, "advice/desk_studio.html", context)


def studio_edit(request: HttpRequest, key: str, form: Any = None) -> HttpResponse:
    """`/desk/advice/studios/<key>/edit/`."""
    row = get_object_or_404(Studio, key=key)
    context = {"form": form or STUDIO_EDIT.form(request.user, row), "studio": row}
    return render(request, "advice/studio_form.html", context)


@desk
@require_GET
def subjects(request: HttpRequest) -> HttpResponseBase:
    """`/desk/advice/subjects/`."""
    return list_page(request, SUBJECTS, "advice/subjects.html")


def subject_new(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/desk/advice/subjects/new/`."""
    form = form or SUBJECT_ADD.form(request.user, None)
    return render(request, "advice/subject.html", {"form": form, "keeps": may_keep_rules(request.user)})


def subject(request: HttpRequest, key: str, form: Any = None) -> HttpResponse:
    """`/desk/advice/subjects/<key>/`: what may be asked about, which fields answer it."""
    row = get_object_or_404(Subject, key=key)
    context = {"form": form or SUBJECT_EDIT.form(request.user, row), "subject": row,
               "keeps": may_keep_rules(request.user)}  # fmt: skip
    return render(request, "advice/subject.html", context)


@desk
@require_GET
def rules(request: HttpRequest) -> HttpResponseBase:
    """`/desk/advice/rules/`."""
    return list_page(request, RULES, "advice/rules.html")


def rule_new(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/desk/advice/rules/new/`."""
    context = {"form": form or RULE_ADD.form(request.user, None), "names": NAMES}
    return render(request, "advice/rule.html", context)


def rule(request: HttpRequest, pk: int, form: Any = None) -> HttpResponse:
    """`/desk/advice/rules/<pk>/`."""
    row = get_object_or_404(Matching, pk=pk)
    context = {"form": form or RULE_EDIT.form(request.user, row), "rule": row, "names": NAMES}
    return render(request, "advice/rule.html", context)
