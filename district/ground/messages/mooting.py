"""Notices that hold only while something is so: it is asked again when they leave, not when they are queued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from district.ground.messages.kinds import kinds
from district.ground.messages.models import Delivery


def moot(rows: Iterable[Delivery]) -> set[int]:
    """Keys of the rows whose reason is gone. No query where no row's kind asks for one."""
    still = {each.key: each.still for each in kinds if each.still is not None}
    asked: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.kind in still and row.message_id is not None:
            asked[row.kind].append(row.pk)
    gone: set[int] = set()
    for kind, keys in asked.items():
        subjects = dict(Delivery.objects.filter(pk__in=keys).order_by().values_list("pk", "message__subject"))
        holds = still[kind](set(subjects.values()))
        gone |= {pk for pk, subject in subjects.items() if subject not in holds}
    return gone


def why() -> str:
    return _("已经办理，不再提醒。")
