"""What the signed head stands for besides the log: rows that are only added, digested up to a row."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.db.models import Max, QuerySet

from district.ground import clock
from district.ground.bringing.registry import Registry

SETTLED = dt.timedelta(minutes=10)  # what was begun before has been written by now, or never will be
NOTHING = "0" * 64


@dataclass(frozen=True)
class Covered:
    """Rows of a table that is only added to: `rows` gives them all, `columns` what of each is digested."""

    key: str
    label: Any
    rows: Callable[[], QuerySet[Any]]
    columns: tuple[str, ...]
    at: str = "at"


covered: Registry[Covered] = Registry("tables that signed heads stand for")


def heads(before: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Table → {last, digest}: each goes on from the day before's, so that a night reads the day's rows alone."""
    cut, found = clock.now() - SETTLED, {}
    for each in covered:
        known = before.get(each.key, {"last": 0, "digest": NOTHING})
        last = each.rows().filter(**{f"{each.at}__lte": cut}).aggregate(last=Max("pk"))["last"] or 0
        last = max(last, known["last"])
        found[each.key] = {"last": last, "digest": digest(each, known["digest"], known["last"], last)}
    return found


def digest(each: Covered, before: str, after: int, last: int) -> str:
    """SM3 over the digest before and the rows whose key is above `after` and not above `last`."""
    rows = each.rows().filter(pk__gt=after, pk__lte=last).order_by("pk").values_list("pk", *each.columns)
    hasher, some = hashes.Hash(hashes.SM3()), False
    hasher.update(before.encode())
    for row in rows.iterator(chunk_size=2000):
        hasher.update(json.dumps([_plain(cell) for cell in row], ensure_ascii=False, sort_keys=True).encode())
        some = True
    return hasher.finalize().hex() if some else before


def _plain(cell: Any) -> Any:
    """As both databases give it, in the same letters."""
    if isinstance(cell, dt.datetime):
        return cell.astimezone(dt.UTC).isoformat()
    return cell if cell is None or isinstance(cell, bool | int | str) else str(cell)
