"""Taking in what the bank or the treasury answered: a file, or a table whose columns are chosen first."""

from __future__ import annotations

import re
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from district.funds import permissions as may
from district.funds import returning
from district.funds.acts_returning import Kept, place_of
from district.funds.bank import BadFile
from district.funds.forms import ReturnColumnsForm
from district.funds.models import Batch
from district.funds.views_paying import batch_of
from district.ground.acts.acts import Refused
from district.ground.people.permissions import require
from district.ground.people.queries import Person


def bad_file(refused: Refused[Batch]) -> bool:
    return isinstance(refused.error, BadFile)


def kept_of(request: HttpRequest, reference: str, digest: str) -> Kept:
    """The table of an address, if it waits there; 404 else."""
    batch, name = batch_of(reference), request.GET.get("name", "")[:200]
    path = place_of(batch, digest) if re.fullmatch(r"[0-9a-f]{64}", digest) else None
    if path is None or not path.is_file():
        raise Http404
    try:
        return Kept(batch, path, name, returning.table_of(path.read_bytes(), name))
    except BadFile:
        raise Http404 from None


def return_columns(
    request: HttpRequest, reference: str, digest: str, form: ReturnColumnsForm | None = None
) -> HttpResponse:
    """Which column of an uploaded table is what; the choice is remembered for the next file with this header."""
    require(may.may_make(cast(Person, request.user)))
    kept = kept_of(request, reference, digest)
    form = form or ReturnColumnsForm(table=kept.table)
    context = {"batch": kept.batch, "form": form, "name": kept.name, "rows": len(kept.table.rows)}
    return render(request, "funds/return_columns.html", context)
