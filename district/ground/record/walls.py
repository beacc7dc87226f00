"""Whether a database was made by the migrations that are here: one of other walls is told before anything is migrated.

Names of migrations do not say it, for a room's first is 0001 in every house. So what each of ours was when it was
applied is kept beside Django's own list of them, as a digest that a comment or a label does not change.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from django.apps import apps
from django.apps.registry import Apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Key = tuple[str, str]  # app label, name of the migration
SAYS_NOTHING = frozenset({"help_text", "verbose_name", "verbose_name_plural", "choices"})  # of what tables look like


class Built(models.Model):
    """One migration of ours as it was when it was applied. As Django's own list, no room's model."""

    app = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Built]] = models.Manager()

    class Meta:
        apps = Apps()
        app_label = "walls"
        db_table = "huiqi_built"


def strange(connection: Any) -> str:
    """Why a database cannot be migrated from here, as part of a sentence; "" where it can. Changes nothing."""
    tables = set(connection.introspection.table_names())
    applied = set(MigrationRecorder(connection).applied_migrations())
    if not applied:
        return _found("已有数据表", sorted(tables & _tables()))
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    known = set(loader.disk_migrations) | {each for one in loader.disk_migrations.values() for each in one.replaces}
    if unknown := sorted(applied - known):
        return _found("迁移记录里有这一版没有的", [".".join(each) for each in unknown])
    ours = digests()
    kept = _kept(connection)
    return _found("表结构的来历与这一版不同", [".".join(each) for each in sorted(applied & set(ours))
                                   if kept.get(each) != ours[each]])  # fmt: skip


def state(connection: Any) -> str:
    """All that decides whether there is anything to migrate, in short: our files, and what the database had when.

    Two starts between which it stays the same have the same answer; "" for a database that had nothing yet.
    """
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        return ""
    seen = hashlib.sha256(repr((sorted(recorder.migration_qs.values_list("app", "name", "applied")),
                                sorted(_kept(connection).items()))).encode())  # fmt: skip
    for room in sorted(apps.get_app_configs(), key=lambda each: each.label):
        for path in sorted((Path(room.path) / "migrations").glob("*.py")):
            seen.update(f"{room.label} {path.name} ".encode() + path.read_bytes())
    return seen.hexdigest()


def sentence(connection: Any, why: str) -> str:
    """What somebody reads who starts the site on it, and what to do."""
    name = str(connection.settings_dict["NAME"])
    file = connection.vendor == "sqlite"
    return (
        f"{'数据库文件' if file else '数据库'} {name} 是另一版惠企建的（{why}），没有改动它："
        f"请把它留着，{'用 HUIQI_DATA 指定一个新文件夹' if file else '新建一个空库、改 HUIQI_DATABASE'}，再启动。"
    )


def keep(connection: Any) -> None:
    """Put down what is about to be applied, as it is here; before it is, so that a start that was killed goes on."""
    if Built._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Built)
    kept, applied = _kept(connection), set(MigrationRecorder(connection).applied_migrations())
    rows = Built.objects.using(connection.alias)
    for (app, name), now in digests().items():
        if (app, name) not in applied and kept.get((app, name)) != now:
            rows.filter(app=app, name=name).delete()
            rows.create(app=app, name=name, digest=now)


def digests() -> dict[Key, str]:
    """Of every migration of our rooms."""
    return {
        (room.label, path.stem): digest(path.read_text(encoding="utf-8"))
        for room in apps.get_app_configs() if room.name.startswith("district.")
        for path in sorted((Path(room.path) / "migrations").glob("[0-9]*.py"))
    }  # fmt: skip


def digest(text: str) -> str:
    """What a migration does, without comments, layout and words for people."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords = [each for each in node.keywords if each.arg not in SAYS_NOTHING]
        elif isinstance(node, ast.Dict):
            pairs = [(key, value) for key, value in zip(node.keys, node.values, strict=True)
                     if not (isinstance(key, ast.Constant) and key.value in SAYS_NOTHING)]  # fmt: skip
            node.keys, node.values = [key for key, _value in pairs], [value for _key, value in pairs]
    return hashlib.sha256(_plain(tree).encode()).hexdigest()


def _plain(node: Any) -> str:
    """A tree as text that every Python writes alike: `ast.dump` names empty parts in one version and not in another."""
    if isinstance(node, ast.AST):
        parts = [f"{name}={_plain(each)}" for name, each in ast.iter_fields(node) if each is not None and each != []]
        return f"{type(node).__name__}({', '.join(parts)})"
    return f"[{', '.join(map(_plain, node))}]" if isinstance(node, list) else repr(node)


def _kept(connection: Any) -> dict[Key, str]:
    """As it was put down; nothing where there is no such table yet."""
    if Built._meta.db_table not in connection.introspection.table_names():
        return {}
    rows = Built.objects.using(connection.alias).values_list("app", "name", "digest")
    return {(app, name): digest for app, name, digest in rows}


def _tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)}


def _found(what: str, names: Iterable[str]) -> str:
    first = list(names)
    return f"{what}：{'、'.join(first[:3])}{' 等' if len(first) > 3 else ''}" if first else ""
