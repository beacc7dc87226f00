"""The desk's pages: contests, entries, jury and design, marks raw and adjusted, what is published."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.ground.acts.acts import Done
from district.ground.onetime.handing import issued
from district.ground.onetime.queries import links_for
from district.ground.people.doors import for_roles
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import list_page
from district.services.community.contests import linking, queries, seating, showing
from district.services.community.contests.acts_desk import ADD_JUDGE, NEW, SETTINGS
from district.services.community.contests.columns import CONTESTS, ENTRIES
from district.services.community.contests.deciding import obstacles
from district.services.community.contests.forms import ReasonForm
from district.services.community.contests.models import Contest, ContestAward, ContestJudge
from district.services.community.contests.permissions import may_chair, may_make, may_run
from district.services.community.contests.standing import standing_of
from district.services.community.contests.states import JURY_GROWS, WITH_SHEETS

officials = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR)


def found(request: HttpRequest, reference: str) -> Contest:
    return get_object_or_404(queries.desk_contests(cast(Person, request.user)), reference=reference)


@officials
@require_GET
def contests(request: HttpRequest) -> HttpResponseBase:
    """`/desk/contests/`."""
    return list_page(request, CONTESTS, "contests/desk.html", more={"may_make": may_make(cast(Person, request.user))})


@officials
@require_GET
def entries(request: HttpRequest) -> HttpResponseBase:
    """`/desk/contests/entries/`: what was entered, of one contest or of all."""
    return list_page(request, ENTRIES, "tables/page.html")


def new(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/desk/contests/new/`."""
    person = cast(Person, request.user)
    require(may_make(person))
    return render(request, "contests/settings.html", {"form": form or NEW.form(person, None), "contest": None})


def settings(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/desk/contests/<reference>/settings/`: a draft anew."""
    person, row = cast(Person, request.user), found(request, reference)
    require(may_run(person, row))
    return render(request, "contests/settings.html", {"form": form or SETTINGS.form(person, row), "contest": row})


@officials
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/contests/<reference>/`: where it stands and what is next."""
    return page(request, reference)


def page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`form`: what somebody typed into one of its forms."""
    person, row = cast(Person, request.user), found(request, reference)
    runs = may_run(person, row)
    context: dict[str, Any] = {
        "contest": row, "runs": runs, "tracks": row.tracks.all(), "prizes": row.prizes.all(),
        "criteria": showing.criteria_said(row), "judges": _judges(row),
        "judge_form": ADD_JUDGE.form(person, row) if runs and row.state in JURY_GROWS else None,
        "reason_form": ReasonForm(), "wrong": form, "entered": row.entries.standing().exists(),
    }  # fmt: skip
    if row.state == "called" and row.is_over:
        context["seating"] = seating.seating_of(row)
    if row.state in WITH_SHEETS:
        context |= _marks(row, person)
    return render(request, "contests/desk_one.html", context)


def _judges(contest: Contest) -> list[tuple[ContestJudge, list[Any]]]:
    """Each with the links that were given out for their sheets, the newest of each."""
    judges = list(contest.judges.select_related("expert__organisation").prefetch_related("sheets"))
    whose = {str(sheet.pk): judge.pk for judge in judges for sheet in judge.sheets.all()}
    links: dict[int, dict[str, Any]] = {}
    for link in links_for(linking.KEY, whose):
        links.setdefault(whose[link.thing], {}).setdefault(link.thing, link)
    return [(judge, list(links.get(judge.pk, {}).values())) for judge in judges]


def _marks(row: Contest, person: Person) -> dict[str, Any]:
    standing = standing_of(row)
    awards = ContestAward.objects.filter(entry__contest=row).select_related("entry__team", "entry__enterprise", "prize",
                                                                            "revoked")  # fmt: skip
    return {
        "standing": standing, "obstacles": obstacles(standing) if row.state == "judging" else [],
        "chairs": may_chair(person, row), "lacking": seating.lacking_of(row) if row.state == "judging" else {},
        "tables": [(track, [(line, [(judge, line.by(judge)) for judge in standing.judges]) for line in lines])
                   for track, lines in standing.tracks.items()],
        "leaning": [(judge, standing.leaning.get(judge.pk)) for judge in standing.judges],
        "awards": awards.prefetch_related("claims__subject"), "decided_ties": row.ties.select_related("track", "by"),
    }  # fmt: skip


@officials
@require_GET
def entry(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/contests/entries/<reference>/`: an entry with its papers, and whose it is."""
    row = get_object_or_404(queries.desk_entries(cast(Person, request.user)), reference=reference)
    members = row.team.seats.filter(joined_at__isnull=False, left_at=None) if row.team else []
    context = {"entry": row, "contest": row.contest, "answers": showing.answers_said(row),
               "papers": showing.papers_of(row), "members": members}  # fmt: skip
    return render(request, "contests/desk_entry.html", context)


def links_shown(request: HttpRequest, done: Done[ContestJudge]) -> HttpResponse:
    """The links for the sheets a judge has yet to fill in, shown this once."""
    assert done.thing is not None
    return issued(request, done.result, back=reverse("contests:desk_one", args=[done.thing.contest.reference]))
