"""The night's work on contests: what is decided is published on its day."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.nightly import Piece
from district.services.community.contests.publishing import publish_due


def _publish(today: dt.date) -> str:
    return _("公布了 %(n)d 场大赛的结果。") % {"n": publish_due()}


PUBLISHED = Piece("contests", gettext_lazy("公布到日子的大赛结果"), _publish)
