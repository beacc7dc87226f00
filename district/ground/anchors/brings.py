"""What signed heads bring to the site."""

from __future__ import annotations

from district.ground.anchors.columns import ANCHORS
from district.ground.anchors.nightly import PIECES
from district.ground.bringing.nightly import pieces
from district.ground.tables.registry import TABLES

pieces.register(*PIECES)
TABLES.register(ANCHORS)
