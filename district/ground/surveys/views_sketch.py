"""What a questionnaire will ask: tried out before it is published, and as a workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from district.ground.surveys.acts_desk import sketched
from district.ground.surveys.fields import AnswersForm
from district.ground.surveys.refusing import NotPossible
from district.ground.surveys.samples import HIRING
from district.ground.surveys.showing import page_previewed
from district.ground.surveys.views_desk import found, officials
from district.ground.surveys.xlsform.writing import workbook
from district.ground.tables.sheets import XLSX


@officials
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The sketch as it will be asked; what one types steers the branches and is kept nowhere."""
    row = found(request, key)
    content = sketched(row)
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
        made = workbook(version.asks if version else sketched(row), key=row.key, title=row.title,
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
