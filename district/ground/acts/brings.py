"""What acts bring to the site."""

from __future__ import annotations

from district.ground.acts.nightly import FORGETTING
from district.ground.bringing.nightly import pieces

pieces.register(FORGETTING)
