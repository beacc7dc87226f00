"""Whether the triggers that hold the rules of the house are all there, as they were put up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from district.ground.bringing.registry import Registry
from district.ground.record.append_only import Installs

TRIGGER = re.compile(r"CREATE (?:CONSTRAINT )?TRIGGER\s+(\w+)\b", re.IGNORECASE)
FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION\s+(\w+)\(\).*?\$\$(.*)\$\$", re.IGNORECASE | re.DOTALL)

# What else is held against the log: rooms compare what they decided and paid with what it says, in words.
comparisons: Registry[Callable[[], list[str]]] = Registry("comparisons with the log")


def verify_rest() -> list[str]:
    """Beside the chain itself: triggers, and what rooms compare. Everything that differs, in words."""
    return [*triggers(), *(fault for compare in comparisons for fault in compare())]


@dataclass
class _Recorder:
    """Takes down what migrations would put up, and puts up nothing."""

    connection: Any
    triggers: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)

    def execute(self, statement: str, params: object = None) -> None:
        if found := FUNCTION.search(statement):
            self.functions[found[1]] = found[2]
        elif found := TRIGGER.match(statement.strip()):
            self.triggers[found[1]] = statement.strip()


def _expected() -> _Recorder:
    loader, kept = MigrationLoader(connection), _Recorder(connection)
    for key in loader.graph.leaf_nodes():
        for step in loader.graph.forwards_plan(key):
            for operation in loader.graph.nodes[step].operations:
                if isinstance(operation, Installs):
                    operation._install(kept)
    return kept


def triggers() -> list[str]:
    """Each trigger that is not there, or not as it was put up, by name."""
    expected = _expected()
    return _on_sqlite(expected) if connection.vendor == "sqlite" else _on_postgresql(expected)


def _on_sqlite(expected: _Recorder) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        there = {name: _plain(sql) for name, sql in cursor.fetchall()}
    wanted = {name: _plain(sql) for name, sql in sorted(expected.triggers.items())}
    return [
        *(_missing(name) for name in wanted if name not in there),
        *(_changed(name) for name, sql in wanted.items() if there.get(name, sql) != sql),
    ]


def _on_postgresql(expected: _Recorder) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("""SELECT t.tgname, t.tgenabled, p.proname, p.prosrc, t.tgqual IS NOT NULL FROM pg_trigger t
                          JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal""")
        there = {name: rest for name, *rest in cursor.fetchall()}
    faults = []
    for name, sql in sorted(expected.triggers.items()):
        if name not in there:
            faults.append(_missing(name))
            continue
        enabled, function, body, has_when = there[name]
        same = _plain(body) == _plain(expected.functions.get(function, body)) and has_when == (" WHEN (" in sql)
        if enabled == "D" or not same:
            faults.append(_changed(name))
    return faults


def _plain(sql: str) -> str:
    return " ".join(sql.split())


def _missing(name: str) -> str:
    return _("缺少触发器 %(name)s。") % {"name": name}


def _changed(name: str) -> str:
    return _("触发器 %(name)s 被改动或停用。") % {"name": name}
