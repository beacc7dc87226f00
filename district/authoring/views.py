"""Pages of authoring: programmes one may draft, one draft, its moves, the export."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from district.authoring import checking, permissions, queries, texts
from district.authoring.acts import drafts as drafts_seen
from district.authoring.columns import DRAFTS
from district.authoring.exporting import folder_as_zip
from district.authoring.models import Draft
from district.authoring.states import DRAFT, MOVES
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.record.queries import history
from district.ground.tables.pages import list_page
from district.policies.queries import current_release

authors = for_roles(Role.OFFICER, Role.LEADER)

readers = for_roles(Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR)

VERBS = {
    "start-draft": gettext_lazy("起草"), "save-draft": gettext_lazy("保存"),
    "add-version": gettext_lazy("加一版规则"), "undo-file": gettext_lazy("撤回改动"),
    "english-stands": gettext_lazy("确认英文仍然准确"),
    **{verb: move.label for verb, move in MOVES.items()},
}  # fmt: skip


@readers
@require_GET
def programmes(request: HttpRequest) -> HttpResponseBase:
    """`/desk/programmes/`: drafts, and programmes to begin one for."""
    person = cast(Person, request.user)
    more = {
        "programmes": list(queries.programmes_of(person)), "offices": queries.bureaus_of(person),
        "release": current_release(),
    }  # fmt: skip
    return list_page(request, DRAFTS, "authoring/programmes.html", more=more)


def draft_for(person: Person, reference: str) -> Draft:
    return get_object_or_404(drafts_seen(person), reference=reference)


@readers
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/programmes/drafts/<reference>/`: what changes, whether it is sound, what comes next."""
    person = cast(Person, request.user)
    draft = draft_for(person, reference)
    names = queries.titles(texts.overlay(draft.base.files, draft.files))
    paths = queries.editable(draft)
    files = [{"path": path, "name": queries.name_of(path), "title": names.get(path, ""),
              "changed": path in draft.files or texts.english_beside(path) in draft.files,
              "day": texts.day_of(path),              "own": bool(texts.slug_of(path))} for path in paths]  # fmt: skip
    lines = [
        {"label": VERBS.get(each.verb, each.verb), "at": each.at, "by": each.by,
         "reason": each.reason or each.data.get("file", "")}
        for each in history("policies", draft.reference)
    ]  # fmt: skip
    context: dict[str, Any] = {
        "draft": draft, "state": draft.stage, "own": [each for each in files if each["own"]],
        "shared": [each for each in files if not each["own"]],
        "checked": checking.check(draft.base, draft.files, draft.english_stands),
        "moves": _moves(person, draft), "lines": lines, "overtaken": queries.overtaken(draft) and draft.release is None,
        "may_edit": draft.state == DRAFT and bool(permissions.may_edit(person, draft)),
        "trial": queries.rule_for_trial(draft),
    }  # fmt: skip
    return render(request, "authoring/draft.html", context)


def _moves(person: Person, draft: Draft) -> list[dict[str, Any]]:
    """Moves the table has from here, each with whether this person may, or why not."""
    asked = {
        "propose": permissions.may_edit, "approve": permissions.may_approve, "return": permissions.may_return,
        "publish": permissions.may_publish_draft, "rebase": permissions.may_edit, "drop": permissions.may_drop,
    }  # fmt: skip
    overtaken = queries.overtaken(draft)
    shown = []
    for verb, move in MOVES.items():
        if draft.state not in move.sources or (verb == "rebase" and not overtaken):
            continue
        answer = asked[verb](person, draft)
        shown.append({"verb": verb, "label": move.label, "tells": move.tells, "may": bool(answer), "why": answer.why,
                      "main": verb in ("propose", "approve", "publish"), "note": verb == "return"})  # fmt: skip
    return shown


def _zip(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


@readers
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The published catalogue as its folder."""
    release = current_release()
    if release is None:
        raise Http404
    return _zip(f"catalogue-{release.hash[:12]}", folder_as_zip(release.files))


@readers
@require_GET
def export_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """The catalogue as it would be with the draft."""
    draft = draft_for(cast(Person, request.user), reference)
    return _zip(f"catalogue-{draft.reference}", folder_as_zip(texts.overlay(draft.base.files, draft.files)))
