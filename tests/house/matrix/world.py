"""The demonstration with few firms, with the roles of the table and what it has none of, taken back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.house.demonstrated import demonstration
from tests.house.matrix.kinds import make_kinds
from tests.house.matrix.roles import make_roles


@contextmanager
def world() -> Iterator[None]:
    with demonstration():
        make_roles()
        make_kinds()
        yield
