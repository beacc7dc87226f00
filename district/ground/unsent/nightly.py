"""The night's work of this room."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.nightly import Piece
from district.ground.unsent import actions


def forget(_today: dt.date) -> str:
    return _("删去 %(n)d 份没有人回来取的填写内容。") % {"n": actions.forget()}


FORGETTING = Piece("unsent.forget", gettext_lazy("没有提交上去的内容"), forget)
