"""A list page by page: what one page holds, and where the others are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema

SIZE, MOST = 25, 200
FARTHEST = 1_000_000


class Paging(Schema):
    """Which page, of how many items."""

    page: int = Field(1, ge=1, le=FARTHEST, description="第几页 / which page")
    size: int = Field(SIZE, ge=1, le=MOST, description="每页几条 / items a page")


def cut(rows: QuerySet[Any] | Sequence[Any], page: int, size: int) -> tuple[list[Any], int]:
    """The rows of a page, and how many there are in all. Past the end there are none."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    return list(rows[(page - 1) * size : page * size]), total


def pages_of(total: int, size: int) -> int:
    return max(1, -(-total // size))


def link_to_others(request: HttpRequest, response: HttpResponse, page: int, pages: int) -> None:
    """The `Link` header: first, previous, next, last, as far as there are."""
    others = {"first": 1, "prev": page - 1 if 1 < page <= pages else 0, "next": page + 1 if page < pages else 0,
              "last": pages}  # fmt: skip
    asked = {name: value for name, value in request.GET.items() if name != "page"}
    response.headers["Link"] = ", ".join(
        f'<{request.build_absolute_uri("?" + urlencode({**asked, "page": number}))}>; rel="{name}"'
        for name, number in others.items()
        if number
    )
