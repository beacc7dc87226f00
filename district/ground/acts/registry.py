"""Acts and the ways of saying no that rooms bring."""

from __future__ import annotations

from typing import Any

from district.ground.acts.acts import Act
from district.ground.bringing.registry import Registry

ACTS: Registry[Act[Any]] = Registry("acts")
