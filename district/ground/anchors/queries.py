"""Reads of signed heads."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from district.ground.anchors.models import Anchor
from district.ground.anchors.signing import public_pem
from district.ground.people.queries import Person

__all__ = ["Anchor", "anchors_for", "last_until", "public_pem", "since", "sums_of", "words_of", "written"]


def sums_of(row: Anchor) -> dict[str, Any]:
    """Table → {last, digest} as it was signed."""
    return dict(json.loads(row.statement)["tables"])


def anchors_for(_person: Person) -> QuerySet[Anchor]:
    return Anchor.objects.prefetch_related("sendings")


def last_until(day: dt.date) -> Anchor | None:
    """The latest head that was signed by a day."""
    return Anchor.objects.filter(day__lte=day).order_by("-day").first()


def since(day: dt.date) -> list[Anchor]:
    """Heads signed on or after a day, the earliest first."""
    return list(Anchor.objects.filter(day__gte=day).order_by("day"))


def written(row: Anchor) -> str:
    """The signed head as one line of JSON: what leaves, and what `huiqi verify-log --anchor` reads again."""
    said = {"statement": row.statement, "signature": row.signature, "key": row.key}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def words_of(row: Anchor) -> str:
    """As it stands on a paper: whoever keeps the paper can hold the log against it."""
    words = {"y": row.day.year, "m": row.day.month, "d": row.day.day, "n": row.number, "seal": row.seal}
    return _("本平台操作留痕截至%(y)d年%(m)d月%(d)d日共 %(n)d 行，末行印记（SM3）%(seal)s，已签名存证。") % words
