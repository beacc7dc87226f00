"""PostgreSQL locks no row that may be missing: what a lock reads besides hangs on keys that are never empty."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, Model

ROOT = Path(__file__).resolve().parents[2]
MODELS = {each.__name__: each for each in apps.get_models()}


def locks(source: str) -> Iterator[tuple[int, str, str]]:
    """Of each lock whose model is named: line, model, and each path it reads besides."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        inside = list(ast.walk(node))
        if not any(isinstance(each, ast.Name) and each.id == "lock" for each in inside):
            continue
        named = [each.id for each in inside if isinstance(each, ast.Name) and each.id in MODELS]
        for each in inside:
            if isinstance(each, ast.Call) and getattr(each.func, "attr", "") == "select_related" and named:
                for path in each.args:
                    if isinstance(path, ast.Constant) and isinstance(path.value, str):
                        yield node.lineno, named[0], path.value


def may_be_missing(model: type[Model], path: str) -> bool:
    """Whether what a path leads to need not be there."""
    for name in path.split("__"):
        field = model._meta.get_field(name)
        if not isinstance(field, Field) or field.null:
            return True
        assert field.related_model is not None and not isinstance(field.related_model, str)
        model = field.related_model
    return False


def test_a_lock_takes_no_row_that_may_be_missing() -> None:
    found, seen = set(), 0
    for path in sorted((ROOT / "district").rglob("*.py")):
        source = path.read_text()
        for line, model, related in locks(source) if "lock(" in source else ():
            seen += 1
            if may_be_missing(MODELS[model], related):
                found.add(f"{path.relative_to(ROOT)}:{line} {model}.{related}")
    assert seen > 20, "the locks are read"
    assert not found, sorted(found)


@pytest.mark.parametrize(
    ("source", "bad"),
    [
        ("lock(Post.objects.all()).select_related('office').get(pk=1)", False),
        ("lock(Post.objects.select_related('enterprise')).get(pk=1)", True),
    ],
)
def test_the_test_knows_the_difference(source: str, bad: bool) -> None:
    assert any(may_be_missing(MODELS[model], path) for _line, model, path in locks(source)) is bad
