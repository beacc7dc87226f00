"""Writes of the wallet: a paper comes in, takes another's place, is taken out; its owner is told before it expires."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.actions import tell_members
from district.enterprises.models import Enterprise
from district.enterprises.values import BadValue
from district.enterprises.wallet.kinds import good_until, paper_kinds
from district.enterprises.wallet.models import SOON, Evidence
from district.enterprises.wallet.permissions import ROOM, may_keep_papers
from district.ground import clock
from district.ground.files.actions import BadUpload, forget, store
from district.ground.messages.queueing import posting_many
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log

__all__ = ["BadUpload", "add_paper", "remind_expiring", "remove_paper"]


def add_paper(
    *,
    enterprise: Enterprise,
    kind: str,
    file: BinaryIO,
    name: str,
    by: Person,
    request_key: uuid.UUID,
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    note: str = "",
    replaces: Evidence | None = None,
) -> Evidence:
    """Put a paper into the wallet, in another's place if one is named. The same `request_key`, or the same content
    under the same type, gives the paper that is there.

    Without `valid_until` the type's own term counts from `valid_from` (today when absent).
    Raises BadUpload (the file), BadValue (type, dates, a paper already replaced), Refused.
    """
    require(may_keep_papers(by, enterprise))
    kind = kind.strip()[:60]
    if not kind:
        raise BadValue(_("请写明是什么材料。"))
    if known := Evidence.objects.filter(request_key=request_key, enterprise=enterprise).first():
        return known
    first = valid_from or clock.today()
    asked = paper_kinds(clock.today()).get(kind)
    last = valid_until or good_until(asked.keep if asked else "", first)
    if last is not None and last < first:
        raise BadValue(_("有效期的最后一天不能早于第一天。"))
    kept = store(file=file, name=name, room=ROOM, subject=enterprise.uscc, by=by)
    with transaction.atomic():
        old = _to_replace(replaces, enterprise, kind)
        same = Evidence.objects.current().filter(enterprise=enterprise, kind=kind, file=kept).first()
        if same is not None:
            return same
        try:
            with transaction.atomic():
                paper = Evidence.objects.create(
                    enterprise=enterprise, kind=kind, file=kept, valid_from=first, valid_until=last, note=note[:200],
                    by=by, at=clock.now(), request_key=request_key,
                )  # fmt: skip
        except IntegrityError:  # the other click was a moment quicker
            return Evidence.objects.current().get(enterprise=enterprise, kind=kind, file=kept)
        if old is not None:
            old.replaced_by = paper
            old.save(update_fields=["replaced_by"])
        verb, data = "replace-paper" if old else "add-paper", {"kind": kind, "digest": kept.digest}
        write_log(room=ROOM, subject=enterprise.uscc, verb=verb, by=by, data=data | {"paper": str(paper.reference)})
    return paper


def _to_replace(replaces: Evidence | None, enterprise: Enterprise, kind: str) -> Evidence | None:
    if replaces is None:
        return None
    old = lock(Evidence.objects.all()).get(pk=replaces.pk)
    if old.enterprise_id != enterprise.pk or old.kind != kind:
        raise BadValue(_("只能用同一类型的材料替换。"))
    if old.replaced_by_id is not None:
        raise BadValue(_("这份材料已经换过了。"))
    return old


def remove_paper(*, paper: Evidence, by: Person) -> None:
    """Take a paper out. What was handed in with an application stays: BadValue says so. Refused."""
    require(may_keep_papers(by, paper.enterprise))
    with transaction.atomic():
        row = lock(Evidence.objects.all()).select_related("file", "enterprise").filter(pk=paper.pk).first()
        if row is None:  # a second click
            return
        file, words = row.file, {"kind": row.kind, "digest": row.file.digest, "paper": str(row.reference)}
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            raise BadValue(_("这份材料已随申报提交，须留存，不能删除；可以换一份新的。")) from None
        write_log(room=ROOM, subject=paper.enterprise.uscc, verb="remove-paper", by=by, data=words)
        try:
            with transaction.atomic():
                forget(file=file)
        except ProtectedError:
            pass  # the same file is kept under another type


def remind_expiring(*, day: dt.date) -> int:
    """Tell the enterprises whose papers expire within thirty days of `day`, once each; returns how many papers."""
    soon = Evidence.objects.current().filter(valid_until__gte=day, valid_until__lte=day + SOON, reminded_at=None)
    told = 0
    with posting_many():
        for pk in soon.order_by("pk").values_list("pk", flat=True):
            told += _remind(pk)
    return told


def _remind(pk: int) -> bool:
    with transaction.atomic():
        row = lock(Evidence.objects.all()).select_related("enterprise").get(pk=pk)
        until = row.valid_until
        if row.reminded_at is not None or row.replaced_by_id is not None or until is None:
            return False
        row.reminded_at = clock.now()
        row.save(update_fields=["reminded_at"])
        words = {"kind": row.kind, "y": until.year, "m": until.month, "d": until.day}
        with official():
            tell_members(
                row.enterprise, room=ROOM, subject=row.enterprise.uscc, needs_action=True, kind="reminder",
                title=_("材料快到期：%(kind)s") % words,
                body=_("有效期到%(y)d年%(m)d月%(d)d日。请换一份新的，以后申报可以直接使用。") % words,
                link=reverse("enterprises:papers", args=[row.enterprise.uscc]),
            )  # fmt: skip
    return True
