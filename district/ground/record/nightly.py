"""The night's work of this room: what was counted for a while goes."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.bringing.nightly import Piece
from district.ground.record.models import Shared


def forget(_today: dt.date) -> str:
    """By the machine's own time: that is what the cache writes."""
    now = dt.datetime.fromtimestamp(clock.machine_time(), dt.UTC)
    gone, _each = Shared.objects.filter(expires__lt=now).delete()
    return _("删去 %(n)d 条过期的计数。") % {"n": gone}


FORGETTING = Piece("record.shared", gettext_lazy("过期的计数"), forget)
