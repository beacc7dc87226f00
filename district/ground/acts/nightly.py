"""The night's work of this room: old keys go."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts import once
from district.ground.bringing.nightly import Piece


def forget(_today: dt.date) -> str:
    return _("删去 %(n)d 个旧的请求键。") % {"n": once.forget(clock.now())}


FORGETTING = Piece("acts.forget", gettext_lazy("旧的请求键"), forget)
