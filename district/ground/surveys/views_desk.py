"""The desk's side: questionnaires, what they ask, who is asked, what came back."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground import clock
from district.ground.papers import taking
from district.ground.people.doors import for_roles
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role, bureaus_of
from district.ground.surveys import actions, exporting, printing, queries
from district.ground.surveys.columns import INVITATIONS, QUESTIONNAIRES, RESPONSES, state_of
from district.ground.surveys.forms import InviteForm, QuestionForm, SettingsForm, WorkbookForm
from district.ground.surveys.inviting import invitees
from district.ground.surveys.links import link_of
from district.ground.surveys.models import Invitation, Questionnaire, Response
from district.ground.surveys.permissions import may_invite, may_make, may_publish, may_see_answers, may_work_on
from district.ground.surveys.refusing import NotPossible
from district.ground.surveys.showing import lines_of
from district.ground.surveys.states import HANDED_IN
from district.ground.tables import sheets
from district.ground.tables.pages import list_page, paged

SIZE = 25
officials = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR)


def found(request: HttpRequest, key: str) -> Questionnaire:
    rows = Questionnaire.objects.visible_to(cast(Person, request.user)).select_related("office")
    return get_object_or_404(rows, key=key)


@officials
@require_GET
def questionnaires(request: HttpRequest) -> HttpResponseBase:
    """`/desk/surveys/`: the questionnaires one may see, how many were asked, began and handed in."""
    more = {"may_make": may_make(cast(Person, request.user))}
    return list_page(request, QUESTIONNAIRES, "surveys/list.html", more=more)


def _offices(person: Person) -> Any:
    return bureaus_of(person, Role.OFFICER, Role.LEADER)


@officials
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    require(may_make(person))
    today = clock.today()
    initial = {"request_key": uuid.uuid4(), "opens_on": today, "closes_on": today + dt.timedelta(days=14)}
    form = SettingsForm(_offices(person), data=request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.make(office=data["office"], by=person, settings=data, request_key=data["request_key"])
            messages.success(request, _("问卷已建好。下一步：上传工作簿，或逐题添加。"))
            return redirect("surveys:one", made.key)
        except NotPossible as refused:
            form.add_error("key", str(refused))
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/settings.html", {"form": form, "questionnaire": None}, status=status)


@officials
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, key: str) -> HttpResponse:
    person, row = cast(Person, request.user), found(request, key)
    require(may_work_on(person, row))
    initial = {"request_key": uuid.uuid4(), **{name: getattr(row, name) for name in (*actions.SETTINGS, "anonymous")}}
    form = SettingsForm(_offices(person), there=row, data=request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(questionnaire=row, by=person, settings=form.cleaned_data)
            messages.success(request, _("已保存。"))
            return redirect("surveys:one", row.key)
        except NotPossible as refused:
            form.add_error(None, str(refused))
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/settings.html", {"form": form, "questionnaire": row}, status=status)


@officials
@require_GET
def one(request: HttpRequest, key: str) -> HttpResponse:
    """`/desk/surveys/<key>/`: how far it is, what it will ask, versions, who is asked."""
    return _one(request, found(request, key))


def _one(request: HttpRequest, row: Questionnaire, status: int = 200, **more: Any) -> HttpResponse:
    person = cast(Person, request.user)
    sketch = queries.Sketch.objects.filter(questionnaire=row).select_related("saved_by").first()
    versions = list(row.versions.select_related("published_by"))
    invitations = row.invitations.filter(cancelled_at=None).select_related("person")
    works = may_work_on(person, row)
    context = {
        "questionnaire": row, "state": state_of(row), "figures": queries.figures_of(row), "sketch": sketch,
        "versions": versions, "pages": sketch.asks.pages if sketch else (), "works": works,
        "publish": may_publish(person, row, sketch), "invite": may_invite(person, row, clock.today()),
        "invitations": INVITATIONS.shown(invitations[:10], without=[] if works else ["act"]),
        "invited": invitations.count(),
        "changed": sketch is not None and (not versions or versions[0].content != sketch.content),
        "without_account": invitations.filter(person=None).exists(),
        "workbook": WorkbookForm(), "question": QuestionForm(), "invite_form": InviteForm(), **more,
    }  # fmt: skip
    return render(request, "surveys/one.html", context, status=status)


@officials
@require_GET
def invitations(request: HttpRequest, key: str) -> HttpResponseBase:
    """Everybody who is asked; as a workbook with the links of those without an account."""
    person, row = cast(Person, request.user), found(request, key)
    rows = row.invitations.filter(cancelled_at=None).select_related("person", "questionnaire")
    if sheets.asked_for(request):
        require(may_work_on(person, row))
        links = [
            sheets.Column(_("请的是谁"), lambda each: each.name, width=30),
            sheets.Column(_("状态"), lambda each: _("已提交") if each.handed_in else _("等待填写")),
            sheets.Column(_("链接"), lambda each: request.build_absolute_uri(link_of(each)), width=90),
        ]
        applied = [(_("没有账号的"), _("是"))]
        return sheets.answer(request, name=_("问卷链接"), columns=links, rows=rows.filter(person=None), applied=applied)
    page = paged(rows, request.GET, SIZE)
    works = may_work_on(person, row)
    table = INVITATIONS.shown(page, without=[] if works else ["act"])
    context = {"questionnaire": row, "page": page, "table": table, "works": works}
    return render(request, "surveys/invitations.html", context)


@officials
@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    row = found(request, key)
    try:
        made = actions.publish(questionnaire=row, by=cast(Person, request.user))
        messages.success(request, _("第 %(n)d 版已发布。已经开始填的人仍按原来的版本填。") % {"n": made.number})
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("surveys:one", row.key)


@officials
@require_POST
def invite(request: HttpRequest, key: str) -> HttpResponse:
    person, row, form = cast(Person, request.user), found(request, key), InviteForm(request.POST)
    require(may_invite(person, row, clock.today()))
    if not form.is_valid():
        return _one(request, row, 422, invite_form=form)
    people, unknown = invitees(person, form)
    try:
        made = actions.invite(questionnaire=row, by=person, people=people)
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect("surveys:one", row.key)
    messages.success(request, _("已邀请 %(n)d 位；原来已邀请的不再重复通知。") % {"n": len(made)})
    if unknown:
        messages.warning(request, _("没有找到这些账号：%(names)s") % {"names": "、".join(unknown[:20])})
    return redirect("surveys:one", row.key)


@officials
@require_POST
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    row = found(request, key)
    asked = request.POST.get("invitation", "")
    invitation = get_object_or_404(Invitation.objects.filter(questionnaire=row), reference=_uuid(asked))
    try:
        actions.cancel(invitation=invitation, by=cast(Person, request.user))
        messages.success(request, _("已取消对%(name)s的邀请。") % {"name": invitation.name})
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("surveys:invitations", row.key)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


@officials
@require_GET
def responses(request: HttpRequest, key: str) -> HttpResponseBase:
    """What came back: counts per question; named responses one by one; everything as a workbook."""
    person, row = cast(Person, request.user), found(request, key)
    figures = queries.figures_of(row)
    may = may_see_answers(person, row, figures.handed_in)
    name = _("答卷 %(title)s") % {"title": row.title}
    if sheets.asked_for(request):
        require(may)
        return sheets.file_of(exporting.workbook(row, sheets.head_line(request, name)), name[:60])
    rows = Response.objects.visible_to(person).filter(questionnaire=row, state=HANDED_IN)
    rows = rows.select_related("person", "invitation", "version", "questionnaire").order_by("-handed_in_at", "-pk")
    page = paged(rows.none() if row.anonymous else rows, request.GET, SIZE)
    context = {
        "questionnaire": row, "figures": figures, "may": may, "page": page, "table": RESPONSES.shown(page),
        "tallies": queries.tallies(row) if may else [], "score": queries.mean_score(row) if may else None,
    }  # fmt: skip
    return render(request, "surveys/responses.html", context)


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
