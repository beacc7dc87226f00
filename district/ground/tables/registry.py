"""The lists of the house: rooms bring theirs, and the site, the API and the tests find them by key."""

from __future__ import annotations

from typing import Any

from district.ground.bringing.registry import Registry
from district.ground.tables.tables import Table

TABLES: Registry[Table[Any]] = Registry("tables")
