"""Pages of authoring: programmes one may draft, one draft, its moves, the export."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from district.authoring import actions, checking, permissions, queries, texts
from district.authoring.columns import DRAFTS
from district.authoring.exporting import folder_as_zip
from district.authoring.models import Draft
from district.authoring.states import APPROVED, DRAFT, MOVES, PROPOSED
from district.ground.people.doors import for_roles
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person, Role
from district.ground.record.moves import MoveRefused
from district.ground.record.queries import history
from district.ground.record.reading import day_asked
from district.ground.tables.pages import list_page
from district.policies.queries import Programme, current_release

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
        "release": current_release(), "request_key": uuid.uuid4(),
    }  # fmt: skip
    return list_page(request, DRAFTS, "authoring/programmes.html", more=more)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        raise actions.NotPossible(_("页面已过期，请刷新后再试。")) from None


@authors
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """A new draft of a programme, or of shared files for a bureau of mine."""
    person = cast(Person, request.user)
    slug = request.POST.get("programme", "")
    programme = get_object_or_404(Programme.objects.select_related("office"), slug=slug) if slug else None
    mine = {str(each.pk): each for each in queries.bureaus_of(person)}
    office = programme.office if programme else mine.get(request.POST.get("office", ""))
    if office is None:
        raise Http404
    title = request.POST.get("title", "").strip() or (programme.name if programme else _("共用参数和决策表"))
    try:
        draft = actions.start(programme=programme, office=office, title=title, by=person, request_key=_key(request))
    except actions.NotPossible as error:
        messages.error(request, str(error))
        return redirect("authoring:drafts")
    return redirect("authoring:draft_one", draft.reference)


def draft_for(person: Person, reference: str) -> Draft:
    """A draft the person may see, with everything its page needs."""
    rows = Draft.objects.visible_to(person).select_related(
        "programme__office", "office", "base", "author", "approver", "release"
    )
    return get_object_or_404(rows, reference=reference)


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


Work = Callable[[HttpRequest, Person, Draft], str]


def on_draft(work: Work) -> Callable[..., HttpResponse]:
    """An action on a draft one may see: done once, then back to its page, saying what was done or why not."""

    @readers
    @require_POST
    @wraps(work)
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        person = cast(Person, request.user)
        try:
            messages.success(request, work(request, person, draft_for(person, reference)))
        except (actions.NotPossible, MoveRefused, Refused) as error:
            messages.error(request, str(error))
        return redirect("authoring:draft_one", reference)

    return view


@on_draft
def propose(request: HttpRequest, person: Person, draft: Draft) -> str:
    if draft.state != PROPOSED:  # a second click: the first has done it
        actions.propose(draft=draft, by=person)
    return _("已送审签。")


@on_draft
def send_back(request: HttpRequest, person: Person, draft: Draft) -> str:
    actions.send_back(draft=draft, note=request.POST.get("note", ""), by=person)
    return _("已退回修改。")


@on_draft
def approve(request: HttpRequest, person: Person, draft: Draft) -> str:
    if draft.state != APPROVED:
        actions.approve(draft=draft, by=person)
    return _("已审签。")


@on_draft
def publish(request: HttpRequest, person: Person, draft: Draft) -> str:
    if draft.release is None:
        actions.publish(draft=draft, by=person)
    return _("已发布。")


@on_draft
def rebase(request: HttpRequest, person: Person, draft: Draft) -> str:
    clashed = actions.rebase(draft=draft, by=person)
    if clashed:
        return _("已合并；%(n)d 个文件两边都改了同一处，请在文本里选定。") % {"n": len(clashed)}
    return _("已合并，两边的改动都在。")


@on_draft
def drop(request: HttpRequest, person: Person, draft: Draft) -> str:
    actions.drop(draft=draft, by=person)
    return _("草案已作废。")


@on_draft
def undo(request: HttpRequest, person: Person, draft: Draft) -> str:
    actions.undo(draft=draft, path=request.POST.get("path", ""), by=person)
    return _("这个文件已恢复为已发布的样子。")


@on_draft
def rule_english(request: HttpRequest, person: Person, draft: Draft) -> str:
    posted = request.POST
    path = posted.get("path", "")
    if path not in texts.overlay(draft.base.files, draft.files):
        raise Http404
    said = {name: posted.get(name, "").replace("\r\n", "\n") for name in ("chinese", "english", "new")}
    actions.rule_english(draft=draft, path=path, pair=(said["chinese"], said["english"]),
                         ruling=posted.get("ruling", ""), english=said["new"], by=person)  # fmt: skip
    return _("这一处英文已裁定。")


@on_draft
def add_version(request: HttpRequest, person: Person, draft: Draft) -> str:
    try:
        since = day_asked(request.POST.get("since"))
    except ValueError:
        since = None
    if since is None:
        raise actions.NotPossible(_("请写明新规则从哪一天起施行。"))
    actions.add_version(draft=draft, since=since, by=person)
    return _("已按上一版复制出新规则，请打开修改。")


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
