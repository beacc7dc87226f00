"""Public notices for everybody, with objections, a feed and a table to take away; and the bureau's side."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.cases.core.checks import NotPossible
from district.cases.core.doors import deciders, officials
from district.cases.core.models import Application
from district.cases.review.notice import actions, hearing, queries
from district.cases.review.notice.columns import DESK_NOTICES, NOTICES
from district.cases.review.notice.forms import ObjectionForm
from district.cases.review.notice.models import Notice, NoticeLine, Objection
from district.ground import clock
from district.ground.papers.letter import official_date
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.queries import Person, Role
from district.ground.record.moves import MoveRefused
from district.ground.tables.pages import list_page
from district.policies.queries import Programme


@open_to_all
@require_GET
def notices(request: HttpRequest) -> HttpResponseBase:
    """`/notices/`: every public notice, open ones first."""
    return list_page(request, NOTICES, "notice/notices.html", more={"today": clock.today()})


@open_to_all
@require_GET
def notice(request: HttpRequest, reference: str) -> HttpResponse:
    """`/notices/<reference>/`: the list as it was published, objections and what came of them."""
    shown = get_object_or_404(queries.full(queries.public_notices()), reference=reference)
    running = shown.until >= clock.today()
    return render(request, "notice/notice.html", {"notice": shown, "running": running})


@open_to_all
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, reference: str, serial: int) -> HttpResponse:
    """`/notices/<reference>/<serial>/object/`: object to one line; without an account."""
    lines = NoticeLine.objects.select_related("notice__programme__office")
    line = get_object_or_404(lines, notice__reference=reference, serial=serial)
    form = ObjectionForm(request.POST or None, initial={"request_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.object_to(line=line, address=request.META.get("REMOTE_ADDR", ""), **form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已收到，编号 %(reference)s。结果会在本公示里公开。")
                             % {"reference": made.reference})  # fmt: skip
            return redirect("cases:notice", reference)
    open_ = line.notice.until >= clock.today() and not line.outcome
    context = {"line": line, "form": form, "open": open_}
    return render(request, "notice/object.html", context, status=422 if form.errors else 200)


@open_to_all
@require_GET
def as_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """`/notices/<reference>.csv`: the list as a table."""
    shown = get_object_or_404(queries.full(queries.public_notices()), reference=reference)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{shown.reference}.csv"'
    response.write("\ufeff")  # spreadsheets then read it as UTF-8
    writer = csv.writer(response)
    writer.writerow([_("序号"), _("企业名称"), _("统一社会信用代码"), _("评审得分"), _("金额（元）"), _("结果")])
    for line in shown.lines.all():
        score = "" if line.score is None else f"{line.score:.2f}"
        writer.writerow([line.serial, _text(line.name), line.code, score, line.amount, line.get_outcome_display()])
    return response


def _text(cell: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


class Notices(Feed):  # type: ignore[type-arg] # Django's is no generic when it runs
    """`/notices/feed/`: the last fifty notices, as Atom."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("公示 · 惠企")

    def link(self) -> str:
        return reverse("cases:notices")

    def items(self) -> Iterable[Notice]:
        return queries.public_notices()[:50]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        words = {"n": item.count, "until": official_date(item.until)}
        return _("%(n)d 家，%(until)s前可以提出异议。") % words

    def item_link(self, item: Any) -> str:
        return reverse("cases:notice", args=[item.reference])

    def item_pubdate(self, item: Any) -> Any:
        return timezone.localtime(item.opened_at)


feed = open_to_all(require_GET(Notices()))


@officials
@require_GET
def desk_notices(request: HttpRequest) -> HttpResponseBase:
    """`/desk/notices/`: what waits to be put on notice, and the notices, with objections that wait for an answer."""
    groups = [(each, uuid.uuid4()) for each in queries.ready_for_notice(cast(Person, request.user))]
    return list_page(request, DESK_NOTICES, "notice/desk_notices.html", more={"groups": groups})


@officials
@require_GET
def desk_notice(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/notices/<reference>/`: the list with who objected, and the form to answer."""
    rows = queries.full(queries.desk_notices(cast(Person, request.user)))
    shown = get_object_or_404(rows, reference=reference)
    context = {"notice": shown, "running": shown.until >= clock.today()}
    return render(request, "notice/desk_notice.html", context)


@signed_in
@require_POST
def state(request: HttpRequest, reference: str) -> HttpResponse:
    """The firm's answer to an objection raised against it."""
    mine = Application.objects.of_member(cast(Person, request.user)).values("pk")
    rows = Objection.objects.filter(line__application__in=mine).select_related("line__application__enterprise")
    objection = get_object_or_404(rows, reference=reference)
    try:
        said = request.POST.get("statement", "")
        hearing.state(objection=objection, by=cast(Person, request.user), statement=said)
        messages.success(request, _("已提交，部门会先看您的陈述再作答复。"))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("cases:mine_one", objection.line.application.reference)


@deciders
@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the chosen cases of a programme on public notice together."""
    person = cast(Person, request.user)
    programme = get_object_or_404(Programme, slug=slug, office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    chosen = set(request.POST.getlist("case"))
    cases = [row for group in queries.ready_for_notice(person, programme) for row in group.cases]
    try:
        key = uuid.UUID(request.POST.get("request_key", ""))
        made = Notice.objects.filter(request_key=key).first() or actions.propose(  # a second click finds the first's
            applications=[row for row in cases if row.reference in chosen], by=person, request_key=key
        )
    except ValueError:
        messages.error(request, _("页面已过期，请刷新后再试。"))
    except (NotPossible, MoveRefused) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已公示。"))
        return redirect("cases:desk_notice", made.reference)
    if request.POST.get("from") == "places":
        return redirect("cases:places", slug)
    return redirect("cases:desk_notices")


@deciders
@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer one objection."""
    person = cast(Person, request.user)
    seen = queries.desk_notices(person).values("pk")
    rows = Objection.objects.filter(line__notice__in=seen).select_related("line__application", "line__notice")
    objection = get_object_or_404(rows, reference=reference)
    said = request.POST.get("state")
    try:
        if said not in {"upheld", "dismissed"}:
            raise NotPossible(_("请选择异议成立还是不成立。"))
        reply = request.POST.get("reply", "")[:3000]
        actions.answer_objection(objection=objection, by=person, upheld=said == "upheld", reply=reply,
                                 read=bool(request.POST.get("read")))  # fmt: skip
        messages.success(request, _("已答复，并在公示里公开。"))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("cases:desk_notice", objection.line.notice.reference)
