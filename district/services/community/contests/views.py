"""Pages of contests for the public, for who enters, and for who judges."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.ground.acts.acts import Done
from district.ground.clients import too_many
from district.ground.files.views import handed_out
from district.ground.papers import pdf, taking
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.services.community.contests import entering, linking, queries, showing
from district.services.community.contests.acts_own import AGAIN, INVITE, JOIN, MARK, SAVE, START, TEAM
from district.services.community.contests.certificates import letter_of
from district.services.community.contests.columns import OWN_ENTRIES, PUBLIC_CONTESTS, SHEETS
from district.services.community.contests.forms import PaperForm
from district.services.community.contests.models import Conflict, ContestEntry, ContestTeam
from district.services.community.contests.permissions import may_speak

MISSES, WINDOW = 30, 3600  # wrong codes from one address in an hour


@open_to_all
@require_GET
def contests(request: HttpRequest) -> HttpResponseBase:
    """`/community/contests/`: what is called, and what came of it."""
    return list_page(request, PUBLIC_CONTESTS, "contests/public.html", part="tables/list.html")


@open_to_all
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/community/contests/<reference>/`: the call with its rules; once it is published, the result."""
    return contest_page(request, reference)


def contest_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`form`: what somebody typed who begins an entry."""
    shown = get_object_or_404(queries.public_contests(), reference=reference)
    person = request.user if request.user.is_authenticated else None
    own: list[ContestEntry] = []
    if person is not None and shown.is_open:
        form = form or START.form(person, shown)
    if person is not None:
        own = [each for each in queries.own_entries(person).filter(contest=shown) if each.state != "withdrawn"]
    context = {
        "contest": shown, "tracks": shown.tracks.all(), "prizes": shown.prizes.all(), "own": own, "form": form,
        "criteria": showing.criteria_said(shown), "results": showing.results_of(shown),
        "ties": shown.ties.all() if shown.is_public else [],
        "judges": shown.judges.select_related("expert__organisation") if shown.is_public else [],
    }  # fmt: skip
    return render(request, "contests/one.html", context)


@open_to_all
@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """`/community/contests/certificates/<code>/`: what the certificate with this code says, and whether it stands."""
    if too_many(request, "contest-certificate", most=MISSES, within=WINDOW, count=False):
        return render(request, "contests/verify.html", {"too_many": True}, status=429)
    award = queries.award_coded(code)
    if award is None:
        too_many(request, "contest-certificate", most=MISSES, within=WINDOW)
        return render(request, "contests/verify.html", {"code": code}, status=404)
    return render(request, "contests/verify.html", {"award": award, "revoked": getattr(award, "revoked", None)})


@open_to_all
@require_GET
def paper(request: HttpRequest, token: str) -> HttpResponseBase:
    """`/community/contests/papers/<token>/`: a paper for the judge who holds a one-time link."""
    found = linking.paper_of(token)
    if found is None:
        raise Http404
    return handed_out(found.file, show="show" in request.GET)


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """`/my/contests/`: what one entered, alone or with others; the teams."""
    teams = queries.own_teams(cast(Person, request.user))
    return list_page(request, OWN_ENTRIES, "contests/mine.html", more={"teams": teams}, part="tables/list.html")


def teams(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/my/contests/teams/`: one's teams, their people and invitations."""
    person = cast(Person, request.user)
    rows = [
        (each, INVITE.form(person, each) if each.lead_id == person.pk else None) for each in queries.own_teams(person)
    ]
    return render(request, "contests/teams.html", {"rows": rows, "form": form or TEAM.form(person, None)})


def invited(request: HttpRequest, done: Done[ContestTeam]) -> HttpResponse:
    """The link by which somebody joins, shown this once."""
    seat, token = done.result
    url = request.build_absolute_uri(reverse("contests:join", args=[token]))
    answer = render(request, "contests/invited.html", {"seat": seat, "url": url})
    answer["Cache-Control"] = "no-store"
    return answer


def join(request: HttpRequest, token: str, form: Any = None) -> HttpResponse:
    """`/my/contests/join/<token>/`: whose team it is, and what one agrees to."""
    seat = queries.seat_asked(token)
    if seat is None:
        raise Http404
    context = {"seat": seat, "words": entering.agreed_words(seat.team), "form": form or JOIN.form(request.user, seat)}
    return render(request, "contests/join.html", context)


def entry(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/my/contests/<reference>/`: an entry filled in, or as it was handed in, with what came of it."""
    person, row = cast(Person, request.user), own_entry(request, reference)
    speaks = may_speak(person, row)
    editable = bool(speaks) and row.state == "draft" and row.contest.is_open
    context = {
        "entry": row, "contest": row.contest, "speaks": speaks, "editable": editable,
        "form": (form or SAVE.form(person, row)) if editable else None, "paper_form": PaperForm() if editable else None,
        "answers": showing.answers_said(row), "papers": showing.papers_of(row), "faults": entering.faults(row),
        "comments": showing.comments_of(row), "claimable": showing.claimable(row, person),
    }  # fmt: skip
    return render(request, "contests/entry.html", context)


def own_entry(request: HttpRequest, reference: str) -> ContestEntry:
    return get_object_or_404(queries.own_entries(cast(Person, request.user)), reference=reference)


@signed_in
@require_GET
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/contests/<reference>/check/`: everything that goes, before it is handed in."""
    row = own_entry(request, reference)
    context = {"entry": row, "contest": row.contest, "answers": showing.answers_said(row),
               "papers": showing.papers_of(row), "faults": entering.faults(row)}  # fmt: skip
    return render(request, "contests/check.html", context)


@signed_in
@require_GET
def certificate(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/contests/<reference>/certificate/`: the certificate of a prize that stands, as PDF."""
    row = own_entry(request, reference)
    award = getattr(row, "award", None)
    if award is None or hasattr(award, "revoked"):
        raise Http404
    url = request.build_absolute_uri(reverse("contests:verify", args=[award.code]))
    return taking.answer(pdf.written(letter_of(award, url)), "pdf", award.number)


@signed_in
@require_GET
def sheets(request: HttpRequest) -> HttpResponseBase:
    """`/my/judging/`: what one has to judge; the juries whose marks are to be handed in."""
    person = cast(Person, request.user)
    juries = queries.own_juries(person).filter(contest__state="judging", handed_in_at=None, sheets__isnull=False)
    return list_page(
        request, SHEETS, "contests/sheets.html", more={"juries": juries.distinct()}, part="tables/list.html"
    )


@signed_in
@require_GET
def sheet_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """`/my/judging/<pk>/`."""
    return sheet(request, pk)


def sheet(request: HttpRequest, pk: int, form: Any = None) -> HttpResponse:
    """A title and whose it is; once there is no tie, the entry itself and the marks."""
    person = cast(Person, request.user)
    row = get_object_or_404(queries.own_sheets(person), pk=pk)
    context: dict[str, Any] = {"sheet": row, "contest": row.judge.contest, "conflicts": Conflict.choices}
    if row.is_seen and row.entry.state == "handed-in":
        act = AGAIN if row.asked_again else MARK
        changes = row.asked_again or row.state == "declared" or row.judge.handed_in_at is None
        context |= {
            "entry": row.entry, "answers": showing.answers_said(row.entry), "papers": showing.papers_of(row.entry),
            "form": (form or act.form(person, row)) if changes and row.judge.contest.state == "judging" else None,
            "marks": showing.marks_said(row), "acts_on": act,
        }  # fmt: skip
    return render(request, "contests/sheet.html", context)
