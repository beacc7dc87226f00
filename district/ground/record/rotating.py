"""Sealing anew, under the newest key, what was sealed under an older one: a few rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import models, transaction

from district.ground.record.actions import lock, write_log
from district.ground.record.sealed import Ciphertext, SealedField, sealed_fields
from district.ground.record.secrets import newest

SOME = 200  # rows a transaction


def left() -> dict[str, int]:
    """Column (`room.model.field`) → how many rows are sealed under an older key; those with none are left out."""
    counted = {
        f"{model._meta.label}.{field.attname}": _older(model, field).count()
        for model, fields in sealed_fields() for field in fields
    }  # fmt: skip
    return {name: count for name, count in counted.items() if count}


def rotate(tell: Callable[[str, int], object] = lambda _name, _count: None) -> int:
    """Seal anew all that is left; how many texts. Each transaction stands by itself: stopped, it goes on with the rest
    the next time. Raises CannotOpen where the older key is no longer in the ring.
    """
    counts: dict[str, int] = {}
    for model, fields in sealed_fields():
        for field in fields:
            name = f"{model._meta.label}.{field.attname}"
            while done := _some(model, field):
                counts[name] = counts.get(name, 0) + done
                tell(name, counts[name])
    if counts:
        write_log(room="record", subject="keys", verb="rotate-keys", by=None, data={"key": newest()[:-1], **counts})
    return sum(counts.values())


def _older(model: type[models.Model], field: SealedField) -> models.QuerySet[models.Model]:
    """Written with the column's plain text: the field itself is not looked for by its value."""
    column = models.functions.Cast(models.F(field.attname), models.TextField())
    rows = model._base_manager.annotate(_column=column)
    return rows.exclude(_column="").exclude(_column=None).exclude(_column__startswith=newest())


def _some(model: type[models.Model], field: SealedField) -> int:
    with transaction.atomic():
        rows: Sequence[models.Model] = list(lock(_older(model, field).order_by("pk"))[:SOME])
        for row in rows:
            text = getattr(row, field.attname)
            anew: Ciphertext = field.sealed(text, row)
            model._base_manager.filter(pk=row.pk).update(**{field.attname: anew})
    return len(rows)
