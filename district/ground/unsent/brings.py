"""What this room brings to the site."""

from __future__ import annotations

from district.ground.bringing.nightly import pieces
from district.ground.unsent.nightly import FORGETTING

pieces.register(FORGETTING)
