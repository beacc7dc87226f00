"""What the files bring to the site."""

from __future__ import annotations

from district.ground.bringing.nightly import pieces
from district.ground.files.nightly import PIECES

pieces.register(*PIECES)
