"""Taking in what the bank or the treasury answered: a file, or a table whose columns are chosen first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from district.funds import bank, paying, returning
from district.funds import permissions as may
from district.funds.bank import BadFile
from district.funds.checks import NotPossible
from district.funds.forms import ReturnColumnsForm, ReturnForm
from district.funds.models import Batch
from district.funds.pages import act, first_error, workers
from district.funds.views_paying import batch_of, batch_page
from district.ground.people.permissions import require
from district.ground.people.queries import Person


@act("funds:batch")
def take_return(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A return file: what is wrong with it is shown with its row, and then nothing of it is kept."""
    found, form = batch_of(reference), ReturnForm(request.POST, request.FILES)
    if not form.is_valid():
        raise NotPossible(first_error(form))
    upload = form.cleaned_data["file"]
    if upload.size > returning.MOST_BYTES:
        raise NotPossible(_("文件超过 20 MB，不像是一个批次的回单。"))
    return _take(request, found, upload.name, upload.read())


def _take(
    request: HttpRequest, found: Batch, name: str, content: bytes, columns: returning.Columns | None = None
) -> HttpResponseBase:
    try:
        file, new = paying.take_return(batch=found, name=name, content=content, by=cast(Person, request.user),
                                       columns=columns)  # fmt: skip
    except BadFile as bad:
        return batch_page(request, found, bad)
    except returning.ColumnsWanted:
        key = _kept(found, bank.sha256(content))
        key.write_bytes(content)
        return redirect(
            reverse("funds:return_columns", args=[found.reference, key.name]) + f"?{urlencode({'name': name})}"
        )
    if new:
        paying.give(paying.APPLYING, f"{found.reference}/{file.pk}")
        messages.success(request, _("已收下 %(n)d 行，正在入账。") % {"n": len(file.rows)})
    else:
        messages.info(request, _("这份文件已经收过，没有重复记账。"))
    return redirect("funds:batch", found.reference)


def _kept(found: Batch, digest: str) -> Path:
    """Where a table waits for its columns to be chosen."""
    folder = Path(settings.MEDIA_ROOT) / "returns" / found.reference
    folder.mkdir(parents=True, exist_ok=True)
    return folder / digest


@workers
@require_http_methods(["GET", "POST"])
def return_columns(request: HttpRequest, reference: str, digest: str) -> HttpResponseBase:
    """Which column of an uploaded table is what; the choice is remembered for the next file with this header."""
    found, name = batch_of(reference), request.GET.get("name", "")[:200]
    require(may.may_make(cast(Person, request.user)))
    path = _kept(found, digest) if re.fullmatch(r"[0-9a-f]{64}", digest) else None
    if path is None or not path.is_file():
        raise Http404
    content = path.read_bytes()
    try:
        table = returning.table_of(content, name)
    except BadFile as bad:
        return batch_page(request, found, bad)
    form = ReturnColumnsForm(request.POST or None, table=table)
    if request.method == "POST" and form.is_valid():
        try:
            columns = form.chosen()
        except BadFile as bad:
            form.add_error(None, str(bad))
        else:
            answer = _take(request, found, name, content, columns)
            path.unlink(missing_ok=True)
            return answer
    context = {"batch": found, "form": form, "name": name, "rows": len(table.rows)}
    return render(request, "funds/return_columns.html", context, status=422 if form.errors else 200)
