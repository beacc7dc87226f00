"""What the files bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.refusing import refusals
from district.ground.bringing.calling import Called, called
from district.ground.bringing.nightly import pieces
from district.ground.files.nightly import PIECES
from district.ground.files.queries import name_of
from district.ground.files.refusing import BadUpload

pieces.register(*PIECES)
refusals.register(BadUpload)
called.register(Called("files:file", _("文件"), thing=name_of))
