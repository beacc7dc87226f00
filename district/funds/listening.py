"""What rooms below tell: an enterprise's facts changed, so what still runs for it is looked at again."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from district.enterprises.actions import facts_changed
from district.funds.rechecking import recheck, running


@receiver(facts_changed, dispatch_uid="funds.running")
def running_awards_are_rechecked(sender: Any, *, enterprise_ids: list[int], **_: Any) -> None:
    if found := running(enterprise_ids):
        recheck(found)
