"""What the files bring to the site."""

from __future__ import annotations

from district.ground.acts.refusing import refusals
from district.ground.bringing.nightly import pieces
from district.ground.files.nightly import PIECES
from district.ground.files.refusing import BadUpload

pieces.register(*PIECES)
refusals.register(BadUpload)
