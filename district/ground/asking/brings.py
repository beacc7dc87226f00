"""What the questions bring to the site."""

from __future__ import annotations

from district.ground.asking import listening  # noqa: F401 - its receivers
from district.ground.asking.figures import FIGURES
from district.ground.figures import registry

registry.FIGURES.register(*FIGURES)
