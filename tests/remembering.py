"""A world that a process of the tests has built before is written again row by row: walking there takes fifty times
as long, and what was walked once, from the same start, at the same moment, with the same in hand, ends the same.

    @remembered
    def granted(here: District) -> Decision: ...

The first call in a process walks and keeps what was written; a later one, where everything in the database came about
in the same way since the test began, writes those rows and gives back what the first gave. Wherever that is not sure
(another row in between, something patched, a file left on disk, a transaction that commits, PostgreSQL, a clock that
runs) it walks. HUIQI_WALK=1: always.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import enum
import functools
import itertools
import os
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import get_language

from district.ground import clock
from district.ground.record import holidays
from district.policies import naming

KEPT, MOST = 500, 20_000  # worlds a process keeps, the latest used; values in one: a larger one is walked to each time
PLAIN = (str, bytes, int, float, bool, Decimal, dt.date, dt.time, dt.timedelta, enum.Enum, type(None), Path)
WRITES, STEPS = ("INSERT", "UPDATE", "DELETE"), ("SAVEPOINT", "RELEASE")
WHERE = type(Path())
Made = Callable[..., Any]


class NotSure(Exception):
    """What is in hand, or was done, is nothing that could be told again."""


@dataclasses.dataclass
class World:
    """What one call wrote and gave, with copies of what was handed in as it was afterwards."""

    state: int
    statements: list[tuple[str, Any, bool]]
    later: list[tuple[Any, bool]]  # what is to be done once it is committed
    minded: list[Callable[[], Any]]  # what the process took to mind, past the database
    things: list[models.Model]
    holders: list[Any]
    changed: list[int]
    given: Any


@dataclasses.dataclass
class _Where:
    """How the database of the running test came about: `state` names it as long as `seen` is what is seen."""

    state: int | None = None
    seen: tuple[int, int] = (0, 0)
    depth: int = 0
    unsettled: bool = False  # what was written is about to be undone
    test: pytest.Item | None = None


_where = _Where()
_worlds: OrderedDict[Hashable, World] = OrderedDict()
_starts: dict[Hashable, int] = {}
_states = itertools.count(1)
_undone = itertools.count()  # savepoints gone back to, which SQLite does not count as changes
_undone_now = 0
_opened: list[str] | None = None
_minded: list[Callable[[], Any]] | None = None
MINDS = ((holidays, "forget"), (naming, "keep"))  # what acts change in a process's own memory


def remembered(build: Made) -> Made:
    """Write again what `build` wrote before, where that is the same. It may change only what it is handed."""

    @functools.wraps(build)
    def again(*args: Any, **more: Any) -> Any:
        things: list[models.Model] = []
        holders: list[Any] = []
        try:
            key = (_known(), build.__module__, build.__qualname__, *_moment(),
                   _told(args, things, holders), _told(more, things, holders))  # fmt: skip
        except NotSure:
            return build(*args, **more)
        if world := _worlds.get(key):
            _worlds.move_to_end(key)
            return _write(world, things, holders)
        return _walk(key, functools.partial(build, *args, **more), things, holders)

    return again


@contextmanager
def undone_after(test: pytest.Item | None = None, *, later: bool = False) -> Iterator[None]:
    """Around what is written and then gone: afterwards the state before holds again; `later`: not at once."""
    _settle()
    before = dataclasses.replace(_where)
    sure = before.state is not None and before.depth > 0 and before.seen == _seen()
    _where.test = test or before.test
    try:
        yield
    finally:
        _where.state, _where.depth, _where.test = before.state if sure else None, before.depth, before.test
        _where.seen, _where.unsettled = _seen(), sure and later


def begin() -> None:
    """In the transaction that will be undone: the outermost begins with the database as it was migrated."""
    if connection.vendor != "sqlite" or not connection.in_atomic_block or os.environ.get("HUIQI_WALK"):
        return
    if not _where.depth:
        _where.state, _where.seen = _start(), _seen()
    _where.depth += 1


def _settle() -> None:
    if _where.unsettled:
        _where.seen, _where.unsettled = _seen(), False


def _start() -> int:
    """The state of the empty database; tests that commit leave another, which its counters of rows tell."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return _starts.setdefault(tuple(cursor.fetchall()), next(_states))


def _seen() -> tuple[int, int]:
    return getattr(connection.connection, "total_changes", 0), _undone_now


def _known() -> int:
    """The state of the database. Raises NotSure where anything happened that nobody kept."""
    if _where.state is None or not _where.depth or _where.seen != _seen() or _patched():
        raise NotSure
    return _where.state


def _patched() -> bool:
    patch = getattr(_where.test, "funcargs", {}).get("monkeypatch")
    return patch is not None and bool(patch._setattr or patch._setitem)


def _moment() -> tuple[Hashable, ...]:
    """What a builder may read besides: the hour, the language, what a test set otherwise."""
    held = clock._frozen.get()
    if held is None:
        raise NotSure
    own, layer = list[tuple[str, str]](), vars(settings._wrapped)
    while "default_settings" in layer:
        own += sorted(
            (name, repr(value)) for name, value in layer.items() if name.isupper() and type(value) is not WHERE
        )
        layer = vars(layer["default_settings"])
    return held, get_language(), tuple(own)


def _told(value: Any, things: list[models.Model], holders: list[Any]) -> Hashable:
    """What is handed in, by value. Raises NotSure for what has none, a random key among them."""
    if isinstance(value, PLAIN):
        return type(value).__qualname__, value
    if isinstance(value, models.Model):
        things.append(value)
        return value._meta.label, repr([value.__dict__.get(each.attname) for each in value._meta.concrete_fields])
    if isinstance(value, (list, tuple)):
        return type(value).__qualname__, tuple(_told(each, things, holders) for each in value)
    if isinstance(value, dict):
        return "dict", tuple((_told(k, things, holders), _told(v, things, holders)) for k, v in value.items())
    if type(value).__module__.startswith("tests.") and hasattr(value, "__dict__"):
        holders.append(value)
        return type(value).__qualname__, _told(vars(value), things, holders)
    raise NotSure


def _walk(key: Hashable, build: Callable[[], Any], things: list[models.Model], holders: list[Any]) -> Any:
    """Build it, and keep what was written if it can be told again."""
    was = [_told(each, [], []) for each in things]
    own = [_held(each) for each in holders]
    later, mails = len(connection.run_on_commit), len(getattr(mail, "outbox", []))
    statements: list[tuple[str, Any, bool]] = []
    with _noting(statements) as (files, minded):
        given = build()
    _where.state, _where.seen = None, _seen()
    fit = all(sql.startswith((*WRITES, *STEPS, "ROLLBACK TO")) for sql, _params, _many in statements)
    if not fit or sum(_values(params, many) for _sql, params, many in statements) > MOST:
        return given
    if len(getattr(mail, "outbox", [])) != mails or any(Path(each).exists() for each in files):
        return given
    try:
        kept = copy.deepcopy((things, holders, given))
    except Exception:
        return given
    changed = [nth for nth, each in enumerate(things) if _told(each, [], []) != was[nth]]
    if own == [_held(each) for each in holders]:
        kept = (kept[0], [], kept[2])
    if not any(sql.startswith("ROLLBACK") for sql, _params, _many in statements):
        statements = [each for each in statements if not each[0].startswith(STEPS)]
    once = [(each[1], each[2]) for each in connection.run_on_commit[later:]]
    _worlds[key] = World(next(_states), statements, once, minded, kept[0], kept[1], changed, kept[2])
    while len(_worlds) > KEPT:
        _worlds.popitem(last=False)
    _where.state, _where.seen = _worlds[key].state, _seen()
    return given


def _write(world: World, things: list[models.Model], holders: list[Any]) -> Any:
    """The same rows again, and what was given and changed then."""
    with connection.cursor() as cursor:
        for sql, params, many in world.statements:
            (cursor.executemany if many else cursor.execute)(sql, params)
            if " RETURNING " in sql:
                cursor.fetchall()
    for todo, robust in world.later:
        connection.run_on_commit.append((set(connection.savepoint_ids), todo, robust))
    for call in world.minded:
        call()
    memo: dict[int, Any] = {id(old): now for old, now in zip(world.things, things, strict=True)}
    memo |= {id(old): now for old, now in zip(world.holders, holders, strict=False)}
    for nth in world.changed:
        new = {name: copy.deepcopy(value, memo) for name, value in vars(world.things[nth]).items()}
        vars(things[nth]).clear()
        vars(things[nth]).update(new)
    for old, now in zip(world.holders, holders, strict=False):
        vars(now).update({name: copy.deepcopy(value, memo) for name, value in vars(old).items()})
    _where.state, _where.seen = world.state, _seen()
    return copy.deepcopy(world.given, memo)


def _values(params: Any, many: bool) -> int:
    return sum(map(len, params)) if many else len(params or ())


def _held(holder: Any) -> Hashable:
    return _told(vars(holder), [], []), tuple(id(each) for each in vars(holder).values())


@contextmanager
def _noting(statements: list[tuple[str, Any, bool]]) -> Iterator[tuple[list[str], list[Callable[[], Any]]]]:
    """Every statement that is not a question, every file opened to be written, and what the process takes to mind."""
    global _opened, _minded

    def note(execute: Made, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SELECT", "EXPLAIN")):
            params = list(params) if many else params
            statements.append((sql, params, many))
        return execute(sql, params, many, context)

    outer, files, minded = (_opened, _minded), list[str](), list[Callable[[], Any]]()
    _opened, _minded = files, minded
    with connection.execute_wrapper(note):
        try:
            yield files, minded
        finally:
            _opened, _minded = outer
            if _opened is not None and _minded is not None:
                _opened.extend(files)
                _minded.extend(minded)


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if _opened is None or event != "open":
        return
    path, mode, flags = args
    written = set(str(mode or "")) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR)
    if written and "__pycache__" not in str(path):
        _opened.append(os.fsdecode(path) if isinstance(path, bytes) else str(path))


def _mind(real: Made) -> Made:
    @functools.wraps(real)
    def minding(*args: Any) -> Any:
        if _minded is not None:
            _minded.append(functools.partial(minding, *args))
        return real(*args)

    return minding


def install() -> None:
    """Once a process, before its tests: files opened, savepoints gone back to and the process's own memory are seen
    from then on.
    """
    sys.addaudithook(_audit)
    for module, name in MINDS:
        setattr(module, name, _mind(getattr(module, name)))
    back = BaseDatabaseWrapper._savepoint_rollback

    def gone_back(self: Any, sid: str) -> None:
        global _undone_now
        _undone_now = next(_undone) + 1
        back(self, sid)

    BaseDatabaseWrapper._savepoint_rollback = gone_back
