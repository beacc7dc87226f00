"""What a questionnaire will ask: by workbook or question by question; tried out before it is published."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.surveys import actions
from district.ground.surveys.checking import checked
from district.ground.surveys.fields import AnswersForm
from district.ground.surveys.forms import QuestionForm, WorkbookForm
from district.ground.surveys.models import Questionnaire, Sketch
from district.ground.surveys.permissions import may_work_on
from district.ground.surveys.questions import Content
from district.ground.surveys.refusing import NotPossible
from district.ground.surveys.samples import HIRING
from district.ground.surveys.showing import page_previewed
from district.ground.surveys.views_desk import _one, found, officials
from district.ground.surveys.xlsform.reading import read_workbook
from district.ground.surveys.xlsform.writing import workbook
from district.ground.tables.sheets import XLSX
from district.ground.tables.workbooks.reading import BadFile


@officials
@require_POST
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Read a workbook into the sketch; what could not be read is listed by cell, and nothing is published."""
    person, row = cast(Person, request.user), found(request, key)
    require(may_work_on(person, row))
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _one(request, row, 422, workbook=form)
    file = form.cleaned_data["file"]
    try:
        read = read_workbook(file, file.name)
    except BadFile as bad:
        form.add_error("file", str(bad))
        return _one(request, row, 422, workbook=form)
    faults = [each.plain() for each in read.faults]
    actions.sketch(questionnaire=row, by=person, content=read.content, faults=faults, source=file.name)
    words = {"n": len(list(read.content)), "m": len(faults)}
    if faults:
        messages.warning(request, _("读入 %(n)d 题；%(m)d 处没有读入，逐格写在下面。还没有发布。") % words)
    else:
        messages.success(request, _("读入 %(n)d 题，没有问题。请预览后发布。") % words)
    return redirect("surveys:one", row.key)


def _content(row: Questionnaire) -> Content:
    sketch = Sketch.objects.filter(questionnaire=row).first()
    return sketch.asks if sketch else Content()


@officials
@require_POST
def add(request: HttpRequest, key: str) -> HttpResponse:
    """One more question; a condition that cannot stand is said beside its field and nothing is added."""
    person, row, form = cast(Person, request.user), found(request, key), QuestionForm(request.POST)
    require(may_work_on(person, row))
    if not form.is_valid():
        return _one(request, row, 422, question=form)
    content = form.added_to(_content(row))
    wrong = [each for each in checked(content).faults if each.question == form.cleaned_data["key"].strip()]
    for each in wrong:
        form.add_error(each.part if each.part in form.fields else None, each.why)
    if wrong:
        return _one(request, row, 422, question=form)
    actions.sketch(questionnaire=row, by=person, content=content)
    messages.success(request, _("已添加。"))
    return redirect("surveys:one", row.key)


@officials
@require_POST
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """Take one question out of the sketch."""
    person, row = cast(Person, request.user), found(request, key)
    require(may_work_on(person, row))
    asked = request.POST.get("question", "")
    pages = [
        replace(page, questions=tuple(each for each in page.questions if each.key != asked))
        for page in _content(row).pages
    ]
    actions.sketch(questionnaire=row, by=person, content=Content(tuple(page for page in pages if page.questions)))
    messages.success(request, _("已去掉。"))
    return redirect("surveys:one", row.key)


@officials
@require_POST
def leave_out(request: HttpRequest, key: str) -> HttpResponse:
    row = found(request, key)
    try:
        actions.leave_out(questionnaire=row, by=cast(Person, request.user))
        messages.success(request, _("没有读入的不要了，可以预览和发布。"))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("surveys:one", row.key)


@officials
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The sketch as it will be asked; what one types steers the branches and is kept nowhere."""
    row = found(request, key)
    content = _content(row)
    if not content.pages:
        messages.error(request, _("还没有题目，请先上传工作簿或添加题目。"))
        return redirect("surveys:one", row.key)
    typed: dict[str, Any] = {}
    for page in content.pages:
        typed |= AnswersForm(page.questions, {}).given(request.POST, request.FILES)
    shown = [page_previewed(content, typed, number) for number in range(1, len(content.pages) + 1)]
    context = {"questionnaire": row, "pages": [each for each in shown if each.lines],
               "hidden": [each.page for each in shown if not each.lines]}  # fmt: skip
    return render(request, "surveys/preview.html", context)


@officials
@require_GET
def xlsform(request: HttpRequest, key: str) -> HttpResponse:
    """The last version, or before there is one the sketch, as an XLSForm workbook."""
    row = found(request, key)
    version = row.versions.first()
    try:
        made = workbook(version.asks if version else _content(row), key=row.key, title=row.title,
                        version=str(version.number if version else 0))  # fmt: skip
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect("surveys:one", row.key)
    return _book(made, f"survey-{row.key}")


@officials
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """A small XLSForm to begin with."""
    return _book(workbook(HIRING, key="example", title=_("示例问卷")), "survey-template")


def _book(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
