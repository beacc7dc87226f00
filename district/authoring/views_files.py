"""Editing one file of a draft: as a form, as text, a table in the table editor; and the live check beside it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from district.authoring import actions, checking, fields, queries, tabling, texts
from district.authoring.document import NotYaml
from district.authoring.models import Draft
from district.authoring.permissions import may_edit
from district.authoring.states import DRAFT
from district.authoring.views import draft_for, readers
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person


def _views_of(path: str, text: str) -> list[str]:
    """In which ways this file can be worked on, the kindest first."""
    if "/tables/" in path:
        return ["table", "text"] if tabling.is_table(path, text) else ["text"]
    return ["form", "text"] if fields.has_form(path) and not texts.MARKED.search(text) else ["text"]


def _typed(request: HttpRequest, draft: Draft, path: str, text: str) -> str:
    """The file's text as the posted form would make it. Raises NotYaml."""
    posted = request.POST
    if posted.get("view") == "form":
        return fields.apply(path, text, posted.dict(), posted.getlist("remove"))
    if posted.get("view") == "table" and posted.get("xml", "").strip():
        return tabling.from_xml(path, text, texts.normal(posted["xml"]), _types(draft))
    return posted.get("text", text)


def _types(draft: Draft) -> dict[str, str]:
    return {each["name"]: each["type"] for each in queries.vocabulary(draft.base)}


@readers
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/programmes/drafts/<reference>/edit/?path=…&view=form|text|table`."""
    person = cast(Person, request.user)
    draft = draft_for(person, reference)
    path = request.GET.get("path", "")
    if path not in queries.editable(draft):
        raise Http404
    text = actions.text_of(draft, path)
    if request.method == "POST":
        return _save(request, draft, path, text, person)
    return _page(request, draft, path, text, request.GET.get("view", ""))


def _save(request: HttpRequest, draft: Draft, path: str, text: str, person: Person) -> HttpResponse:
    view, new, english = request.POST.get("view", "text"), request.POST.get("text", text), request.POST.get("english")
    try:
        new = _typed(request, draft, path, text)
        seen = request.POST.get("seen", "")
        actions.save(draft=draft, path=path, text=new, seen=seen, by=person, english=english)
    except (NotYaml, tabling.NotATable, actions.NotPossible, Refused) as error:
        messages.error(request, str(error))
        return _page(request, draft, path, new, "text", english=english, status=422)
    messages.success(request, _("已保存到草案。"))
    return redirect(f"{reverse('authoring:draft_edit', args=[draft.reference])}?path={path}&view={view}")


def _page(
    request: HttpRequest, draft: Draft, path: str, text: str, wanted: str, *, english: str | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The editor over `text`, which may not be saved yet, with the English that stands in a file of its own."""
    views = _views_of(path, text)
    context: dict[str, Any] = {"sheet": None, "xml": ""}
    view = wanted if wanted in views else views[0]
    try:
        if view == "form":
            context["sheet"] = fields.sheet(path, text)
        elif view == "table":
            context["xml"] = tabling.to_xml(path, text, _types(draft))
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
    return render(request, "authoring/edit.html", context, status=status)


@readers
@require_POST
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """What the check says of the file as it stands in the form right now. Nothing is kept."""
    draft = draft_for(cast(Person, request.user), reference)
    path = request.GET.get("path", "")
    if path not in queries.editable(draft):
        raise Http404
    text = actions.text_of(draft, path)
    context: dict[str, Any] = {"draft": draft, "path": path}
    try:
        new = texts.normal(_typed(request, draft, path, text))
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
