"""Editing one file of a draft: as a form, as text, a table in the table editor; and the live check beside it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from district.authoring import actions, checking, fields, queries, tabling, texts
from district.authoring.acts_files import EditForm, File, typed, types_of
from district.authoring.document import NotYaml
from district.authoring.models import Draft
from district.authoring.permissions import may_edit
from district.authoring.states import DRAFT
from district.authoring.views import draft_for, readers
from district.ground.acts.views import tell
from district.ground.people.queries import Person


def _views_of(path: str, text: str) -> list[str]:
    """In which ways this file can be worked on, the kindest first."""
    if "/tables/" in path:
        return ["table", "text"] if tabling.is_table(path, text) else ["text"]
    return ["form", "text"] if fields.has_form(path) and not texts.MARKED.search(text) else ["text"]


def file_of(request: HttpRequest, reference: str) -> File:
    draft = draft_for(cast(Person, request.user), reference)
    path = request.GET.get("path", "")
    if path not in queries.editable(draft):
        raise Http404
    return File(draft, path, actions.text_of(draft, path))


def edit(request: HttpRequest, reference: str, form: EditForm | None = None) -> HttpResponse:
    """`/desk/programmes/drafts/<reference>/edit/?path=…&view=form|text|table`."""
    file = file_of(request, reference)
    if form is None:
        return _page(request, file.draft, file.path, file.text, request.GET.get("view", ""))
    tell(request, form)
    return _page(request, file.draft, file.path, form.text, "text", english=request.POST.get("english"))


def _page(
    request: HttpRequest, draft: Draft, path: str, text: str, wanted: str, *, english: str | None = None
) -> HttpResponse:  # fmt: skip
    """The editor over `text`, which may not be saved yet, with the English that stands in a file of its own."""
    views = _views_of(path, text)
    context: dict[str, Any] = {"sheet": None, "xml": ""}
    view = wanted if wanted in views else views[0]
    try:
        if view == "form":
            context["sheet"] = fields.sheet(path, text)
        elif view == "table":
            context["xml"] = tabling.to_xml(path, text, types_of(draft))
    except (NotYaml, tabling.NotATable) as error:
        messages.warning(request, _("现在只能按文本改：%(why)s") % {"why": error})
        view = "text"
    saved, beside = actions.text_of(draft, path), texts.english_beside(path)
    told = actions.text_of(draft, beside) if beside else None
    context |= {
        "english": told if english is None else english, "has_english": bool(beside),
        "draft": draft, "path": path, "name": queries.name_of(path), "text": text, "view": view, "views": views,
        "title": queries.titles({path: text}).get(path, ""),
        "seen": actions.seen_of(draft, path), "day": texts.day_of(path),
        "names": queries.vocabulary(draft.base),
        "unsaved": texts.normal(text) != saved or (english is not None and texts.normal(english) != told),
        "may_edit": draft.state == DRAFT and bool(may_edit(cast(Person, request.user), draft)),
        "changed": path in draft.files, "rows": min(40, text.count("\n") + 3),
    }  # fmt: skip
    return render(request, "authoring/edit.html", context)


@readers
@require_POST
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """What the check says of the file as it stands in the form right now. Nothing is kept."""
    file = file_of(request, reference)
    draft, path = file.draft, file.path
    context: dict[str, Any] = {"draft": draft, "path": path}
    try:
        new = texts.normal(typed(request.POST, file))
        if len(new) > texts.LONGEST:
            raise NotYaml(_("文件太长。"))
        files = {**draft.files, path: new}
        if (beside := texts.english_beside(path)) and "english" in request.POST:
            files[beside] = texts.normal(request.POST["english"]).strip() and texts.normal(request.POST["english"])
        context["checked"] = checking.check(draft.base, texts.different(draft.base.files, files), draft.english_stands)
        context["trial"] = queries.rule_for_trial(draft)
    except (NotYaml, tabling.NotATable) as error:
        context["unreadable"] = str(error)
    return render(request, "authoring/_check.html", context)
