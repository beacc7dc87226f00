"""What is said of several states at once stands in the table of moves, and nowhere beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, Q

from district.cases.core.states import BACK_TO
from district.cases.core.states import MOVES as CASE_MOVES
from district.ground.record.moves import Move, State, Turn, dead_ends, having, reopened, ways_to
from tests.drawings import DRAWN, drawing

HOUSE = Path(__file__).resolve().parents[2]
STATES = {
    "new": State("new", "", "", turn=Turn.APPLICANT, timed=False),
    "read": State("read", "", ""),
    "asked": State("asked", "", "", turn=Turn.OTHERS, timed=False),
    "done": State("done", "", "", final=True),
    "gone": State("gone", "", "", final=True),
}
MOVES = {
    "send": Move(frozenset({"new"}), "read", ""),
    "ask": Move(frozenset({"read"}), "asked", ""),
    "end": Move(frozenset({"read", "asked"}), "done", ""),
    "drop": Move(having(STATES), "gone", ""),
    "again": Move(frozenset({"done"}), "read", "", reopens=True),
}


def test_sets_come_from_the_table() -> None:
    assert having(STATES) == {"new", "read", "asked"}
    assert having(STATES, turn={Turn.DESK, Turn.OTHERS}) == {"read", "asked"}
    assert having(STATES, timed=True) == {"read"} and having(STATES, final=True) == {"done", "gone"}
    assert reopened(MOVES) == {"done"} and ways_to(MOVES, {"read"}) == {"asked": "ask"}
    assert dead_ends(STATES, MOVES) == []


def literals(node: ast.expr) -> list[str]:
    """The words of a literal collection."""
    if not isinstance(node, ast.List | ast.Tuple | ast.Set):
        return []
    return [each.value for each in node.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)]


@cache
def tables() -> list[frozenset[str]]:
    """The keys of every table of states in the district."""
    modules = list((HOUSE / "district").rglob("states.py"))
    loaded = [import_module(".".join(path.relative_to(HOUSE).with_suffix("").parts)) for path in modules]
    values = [value for module in loaded for value in vars(module).values() if isinstance(value, dict)]
    return [frozenset(each) for each in values if all(isinstance(state, State) for state in each.values())]


def by_hand(path: Path) -> Iterator[str]:
    """Collections of two states or more: of names from a states module, or of words that a state is compared to."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        each.asname or each.name
        for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".states")
        for each in node.names
    }  # fmt: skip
    for node in ast.walk(tree):
        listed: list[str] = []
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            listed = [each.id for each in node.elts if isinstance(each, ast.Name) and each.id in names]
            listed = listed if len(listed) == len(node.elts) else []
        elif isinstance(node, ast.keyword) and node.arg and node.arg.endswith("state__in"):
            listed = literals(node.value)
        elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "state":
            listed = [word for each in node.comparators for word in literals(each)]
        if len(listed) > 1 and (listed[0] in names or any(each.issuperset(listed) for each in tables())):
            yield f"{path.name}:{getattr(node, 'lineno', 0)} {', '.join(listed)}"


def test_no_set_of_states_is_kept_by_hand() -> None:
    """It is named in its room's states.py, read from the table: elsewhere a new state would be forgotten."""
    paths = [path for path in (HOUSE / "district").rglob("*.py") if path.name != "states.py"]
    paths = [path for path in paths if "migrations" not in path.parts]
    assert len(paths) > 300 and len(tables()) >= 8
    assert [found for path in paths for found in by_hand(path)] == []


@pytest.mark.parametrize(
    "text",
    [
        "from district.town.states import A, B\nX = (A, B)\n",
        "rows.filter(case__state__in=['draft', 'granted'])\n",
        "if row.state not in {'held', 'settled'}: pass\n",
    ],
)
def test_a_set_kept_by_hand_is_found(tmp_path: Path, text: str) -> None:
    (tmp_path / "one.py").write_text(text, encoding="utf-8")
    assert len(list(by_hand(tmp_path / "one.py"))) == 1


def test_the_database_knows_the_same_states_as_the_model() -> None:
    """`…_state_is_known` lists exactly the choices of its field."""
    seen = 0
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint) and constraint.name.endswith("state_is_known"):
                assert isinstance(constraint.condition, Q)
                [(_lookup, known)] = constraint.condition.children
                choices = model._meta.get_field("state").choices
                if choices:
                    assert set(known) == {key for key, _label in choices}, constraint.name
                    seen += 1
    assert seen > 10


@pytest.mark.parametrize("title", DRAWN)
def test_the_drawing_is_the_table(title: str) -> None:
    path, text = drawing(title)
    assert path.read_text(encoding="utf-8") == text, "renew it: python -m tests.drawings"


def test_every_way_into_a_proposal_has_a_way_back() -> None:
    assert set(BACK_TO) == CASE_MOVES["put_up"].sources
