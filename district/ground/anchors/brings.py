"""What signed heads bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.anchors.columns import ANCHORS
from district.ground.anchors.nightly import PIECES
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.tables.registry import TABLES

areas.register(Area("anchors", _("留痕存证")))
pieces.register(*PIECES)
TABLES.register(ANCHORS)
