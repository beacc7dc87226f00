"""Lists that a room above fills in from records of its own: it says whether what is handed in still says the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from district.cases.core.models import Application
from district.cases.headcount.list_spec import Row
from district.ground.bringing.registry import Registry


@dataclass(frozen=True)
class Filled:
    """`differs(application, rows)`: why the list cannot go in, and where to fill it in again; "" where it agrees, or
    is none of this room's. `outdated(application)`: why what went in cannot be granted any more, for officials.
    """

    key: str
    differs: Callable[[Application, tuple[Row, ...]], str]
    outdated: Callable[[Application], str]


filled: Registry[Filled] = Registry("lists filled in from records")


def why_outdated(application: Application) -> str:
    """Why the records say less by now than the list that went in; "" where they bear it out, or it is no such list."""
    return next((why for each in filled if (why := each.outdated(application))), "")
