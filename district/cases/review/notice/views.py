"""Public notices for everybody, with objections, a feed and a table to take away; and the bureau's side."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, cast

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.cases.core.doors import officials
from district.cases.review.notice import queries
from district.cases.review.notice.columns import DESK_NOTICES, NOTICES
from district.cases.review.notice.forms import ObjectionForm
from district.cases.review.notice.models import Notice, NoticeLine
from district.ground import clock
from district.ground.papers.letter import official_date
from district.ground.people.doors import open_to_all
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.ground.tables.sheets import as_text


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


def object_to(request: HttpRequest, reference: str, serial: int, form: ObjectionForm | None = None) -> HttpResponse:
    """`/notices/<reference>/<serial>/object/`: object to one line; without an account."""
    line = line_of(request, reference, serial)
    form = form or ObjectionForm()
    context = {"line": line, "form": form, "open": line.notice.until >= clock.today() and not line.outcome}
    return render(request, "notice/object.html", context)


def line_of(_request: HttpRequest, reference: str, serial: int) -> NoticeLine:
    lines = NoticeLine.objects.select_related("notice__programme__office")
    return get_object_or_404(lines, notice__reference=reference, serial=serial)


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
        writer.writerow([line.serial, as_text(line.name), line.code, score, line.amount, line.get_outcome_display()])
    return response


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
    groups = queries.ready_for_notice(cast(Person, request.user))
    return list_page(request, DESK_NOTICES, "notice/desk_notices.html", more={"groups": groups})


@officials
@require_GET
def desk_notice(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/notices/<reference>/`: the list with who objected, and the form to answer."""
    rows = queries.full(queries.desk_notices(cast(Person, request.user)))
    shown = get_object_or_404(rows, reference=reference)
    context = {"notice": shown, "running": shown.until >= clock.today()}
    return render(request, "notice/desk_notice.html", context)
