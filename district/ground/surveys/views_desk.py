"""The desk's pages: questionnaires, what they ask, who is asked, what came back."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.papers import taking
from district.ground.people.doors import for_roles
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role
from district.ground.surveys import exporting, printing, queries
from district.ground.surveys.acts_desk import NEW, SETTINGS, seen, sketched
from district.ground.surveys.columns import INVITATIONS, QUESTIONNAIRES, RESPONSES, links_columns, state_of
from district.ground.surveys.forms import InviteForm, QuestionForm, WorkbookForm
from district.ground.surveys.models import Questionnaire, Response
from district.ground.surveys.permissions import may_invite, may_make, may_publish, may_see_answers, may_work_on
from district.ground.surveys.showing import lines_of
from district.ground.surveys.states import HANDED_IN
from district.ground.tables import sheets
from district.ground.tables.pages import list_page

FIRST = 10  # of who is asked, on the questionnaire's own page
officials = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR)


def found(request: HttpRequest, key: str) -> Questionnaire:
    return get_object_or_404(seen(cast(Person, request.user)), key=key)


@officials
@require_GET
def questionnaires(request: HttpRequest) -> HttpResponseBase:
    """`/desk/surveys/`: the questionnaires one may see, how many were asked, began and handed in."""
    more = {"may_make": may_make(cast(Person, request.user))}
    return list_page(request, QUESTIONNAIRES, "surveys/list.html", more=more)


def new(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/desk/surveys/new/`."""
    person = cast(Person, request.user)
    require(may_make(person))
    return render(request, "surveys/settings.html", {"form": form or NEW.form(person, None), "questionnaire": None})


def settings(request: HttpRequest, key: str, form: Any = None) -> HttpResponse:
    """`/desk/surveys/<key>/settings/`."""
    person, row = cast(Person, request.user), found(request, key)
    require(may_work_on(person, row))
    return render(request, "surveys/settings.html", {"form": form or SETTINGS.form(person, row), "questionnaire": row})


@officials
@require_GET
def one(request: HttpRequest, key: str) -> HttpResponse:
    """`/desk/surveys/<key>/`: how far it is, what it will ask, versions, who is asked."""
    return page(request, key)


def page(request: HttpRequest, key: str, form: Any = None) -> HttpResponse:
    """`form`: what somebody typed into one of its forms."""
    person, row = cast(Person, request.user), found(request, key)
    sketch = queries.Sketch.objects.filter(questionnaire=row).select_related("saved_by").first()
    versions = list(row.versions.select_related("published_by"))
    invitations = row.invitations.filter(cancelled_at=None).select_related("person", "questionnaire")
    works = may_work_on(person, row)
    context = {
        "questionnaire": row, "state": state_of(row), "figures": queries.figures_of(row), "sketch": sketch,
        "versions": versions, "pages": sketched(row).pages, "works": works,
        "publish": may_publish(person, row, sketch), "invite": may_invite(person, row, clock.today()),
        "invitations": INVITATIONS.shown(invitations[:FIRST], without=INVITATIONS.without(person, "")),
        "invited": invitations.count(),
        "changed": sketch is not None and (not versions or versions[0].content != sketch.content),
        "without_account": invitations.filter(person=None).exists(),
        "workbook": form if isinstance(form, WorkbookForm) else WorkbookForm(),
        "question": form if isinstance(form, QuestionForm) else QuestionForm(),
        "invite_form": form if isinstance(form, InviteForm) else InviteForm(),
    }  # fmt: skip
    return render(request, "surveys/one.html", context)


@officials
@require_GET
def invitations(request: HttpRequest, key: str) -> HttpResponseBase:
    """Everybody who is asked."""
    row = found(request, key)
    context = {"questionnaire": row, "works": may_work_on(cast(Person, request.user), row)}
    return list_page(request, INVITATIONS, "surveys/invitations.html", of={"key": key}, more=context)


@officials
@require_GET
def links(request: HttpRequest, key: str) -> HttpResponseBase:
    """The links of those without an account, to be passed on. Of an anonymous questionnaire any of them is for anybody:
    they bear no name, come in no order, and nothing says which was used."""
    person, row = cast(Person, request.user), found(request, key)
    require(may_work_on(person, row))
    rows = row.invitations.filter(cancelled_at=None, person=None).select_related("questionnaire")
    rows = rows.order_by("reference") if row.anonymous else rows
    columns = links_columns(row, request.build_absolute_uri("/")[:-1])
    applied = [(_("没有账号的"), _("是"))]
    return sheets.answer(request, name=_("问卷链接"), columns=columns, rows=rows, applied=applied)


@officials
@require_GET
def responses(request: HttpRequest, key: str) -> HttpResponseBase:
    """What came back: counts per question, named responses one by one."""
    person, row = cast(Person, request.user), found(request, key)
    figures = queries.figures_of(row)
    may = may_see_answers(person, row, figures.handed_in)
    context = {
        "questionnaire": row, "figures": figures, "may": may,
        "tallies": queries.tallies(row) if may else [], "score": queries.mean_score(row) if may else None,
    }  # fmt: skip
    return list_page(request, RESPONSES, "surveys/responses.html", of={"key": key}, more=context)


@officials
@require_GET
def answers(request: HttpRequest, key: str) -> HttpResponseBase:
    """Everything that was answered as a workbook."""
    person, row = cast(Person, request.user), found(request, key)
    require(may_see_answers(person, row, queries.figures_of(row).handed_in))
    name = _("答卷 %(title)s") % {"title": row.title}
    return sheets.file_of(exporting.workbook(row, sheets.head_line(request, name)), name[:60])


@officials
@require_GET
def response(request: HttpRequest, key: str, reference: str) -> HttpResponse:
    """One named response; of anonymous questionnaires there is none to be opened."""
    person, row = cast(Person, request.user), found(request, key)
    rows = Response.objects.visible_to(person).filter(questionnaire=row, state=HANDED_IN, anonymous=False)
    shown = get_object_or_404(rows.select_related("person", "version", "invitation"), reference=reference)
    kept = {each.question: each.value for each in shown.answers.all()}
    pages = [(page.label, lines_of(page.questions, None, kept)) for page in shown.version.asks.pages]
    context = {"questionnaire": row, "response": shown, "pages": [each for each in pages if each[1]]}
    return render(request, "surveys/response.html", context)


@officials
@require_GET
def printed(request: HttpRequest, key: str) -> HttpResponse:
    """The last version on paper, as DOCX."""
    row = found(request, key)
    version = row.versions.first()
    if version is None:
        messages.error(request, _("发布后才能打印。"))
        return redirect("surveys:one", row.key)
    return taking.answer(printing.written(row, version), "docx", f"survey-{row.key}")
