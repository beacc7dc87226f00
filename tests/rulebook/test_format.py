"""The one description of the format: JSON Schema, reference page, English, and the shipped catalogue under it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from rulebook.catalogue import records as kept
from rulebook.catalogue import shapes
from rulebook.catalogue.feel_words import EXPECTED, PATTERNS, WHOLE, syntax_said
from rulebook.catalogue.format import KINDS, kind_of
from rulebook.catalogue.reference import reference, schema_of, whole_schema
from rulebook.cli.main import main
from rulebook.feel.lexer import FeelSyntaxError
from rulebook.feel.nodes import NOWHERE
from rulebook.saying import WORDS, english, say
from tests.rulebook.broken import EDITED
from tests.rulebook.small import edited, files

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "catalogue").rglob("*.yaml"))


class Loader(yaml.SafeLoader):
    """YAML as an editor's schema service sees it: dates are texts."""


Loader.yaml_implicit_resolvers = {
    key: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for key, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def is_type(value: Any, name: str) -> bool:
    kinds = {"string": str, "boolean": bool, "object": dict, "array": list}
    if name in ("number", "integer"):
        return (
            isinstance(value, int | float) and not isinstance(value, bool) and (name == "number" or value == int(value))
        )
    return isinstance(value, kinds[name])


def problems(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> Iterator[str]:
    """What JSON Schema 2020-12 says of a value, for the keywords that are used here."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema and all(list(problems(value, each, root, at)) for each in schema["anyOf"]):
        yield f"{at}: none of anyOf"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} not in {schema['enum']}"
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(is_type(value, each) for each in types):
        yield f"{at}: {value!r} is no {types}"
        return
    if "pattern" in schema and not re.search(schema["pattern"], str(value)):
        yield f"{at}: {value!r} does not match"
    if is_type(value, "number"):
        low, high, over = (schema.get(key) for key in ("minimum", "maximum", "exclusiveMinimum"))
        if (
            (low is not None and value < low)
            or (high is not None and value > high)
            or (over is not None and value <= over)
        ):
            yield f"{at}: {value} out of bounds"
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{at}: too few"
        for place, each in enumerate(value):
            yield from problems(each, schema.get("items", {}), root, f"{at}/{place}")
    if isinstance(value, dict):
        names = schema.get("propertyNames", {})
        yield from (each for key in value for each in problems(str(key), names, root, f"{at}/{key}"))
        yield from of_object(value, schema, root, at)


def of_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    known = schema.get("properties", {})
    if len(value) < schema.get("minProperties", 0):
        yield f"{at}: too few"
    yield from (f"{at}: {key} is missing" for key in schema.get("required", []) if key not in value)
    for key, each in value.items():
        if key in known:
            yield from problems(each, known[key], root, f"{at}/{key}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}: unknown {key}"
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from problems(each, schema["additionalProperties"], root, f"{at}/{key}")


def seen(path: str, text: str) -> list[str]:
    kind = kind_of(path.partition("/")[2])
    assert kind is not None
    schema = schema_of(kind.name)
    return list(problems(yaml.load(text, Loader), schema, schema))


@pytest.mark.parametrize("path", SHIPPED, ids=[str(each.relative_to(ROOT / "catalogue")) for each in SHIPPED])
def test_the_shipped_catalogue_is_valid_by_the_schema(path: Path) -> None:
    assert seen(path.relative_to(ROOT / "catalogue").as_posix(), path.read_text(encoding="utf-8")) == []


BEYOND = re.compile(
    "layer.yaml 里没有部门|事实表里没有|写的类型|决策表“|写的单位"
)  # what only the whole catalogue can tell
SHAPED = [each for each in EDITED if re.search("写的是|里没有“|缺“|是空的", each[4]) and not BEYOND.search(each[4])]


@pytest.mark.parametrize(("path", "old", "new", "at", "says"), SHAPED, ids=[each[2][:24] for each in SHAPED])
def test_what_check_refuses_by_shape_the_schema_refuses(path: str, old: str, new: str, at: str, says: str) -> None:
    text = edited(path, old, new)[path]
    exact = re.search(
        r"写的是“(\d{4}-\d\d-\d\d|\d\d-\d\d)”", says
    )  # a day that no month has: JSON Schema sees only its form
    assert seen(path, files()[path]) == []
    assert seen(path, text) or exact


def test_the_command_gives_one_kind_or_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole == json.loads(json.dumps(whole_schema()))
    assert {"version", "programme", "vocabulary", "table", "conditions"} <= whole["$defs"].keys()
    assert main(["schema", "version"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["$schema"].endswith("2020-12/schema")
    assert made["properties"]["ceiling"]["properties"]["per"]["enum"] == ["year", "life"]
    assert main(["schema", "--out", str(tmp_path)]) == 0
    settings = json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert settings["./version.schema.json"] == "**/programmes/*/*.yaml"
    assert (tmp_path / "table.schema.json").is_file()


def test_the_reference_is_current_and_names_every_key() -> None:
    page = (ROOT / "docs/format.md").read_text(encoding="utf-8")
    assert page == reference(), "rulebook schema --reference > docs/format.md"
    for key in ("intake", "ceiling", "instalments", "replaces", "gaps", "everyone", "on_breach", "checked_on"):
        assert f"| `{key}`" in page


def records(shape: shapes.Shape, done: set[int]) -> Iterator[kept.Record]:
    if id(shape) in done:
        return
    done.add(id(shape))
    if isinstance(shape, kept.Record):
        yield shape
    for each in shape.below():
        yield from records(each, done)


def test_every_key_has_a_shape_and_says_what_it_means() -> None:
    found = [each for kind in KINDS if kind.shape is not None for each in records(kind.shape, set())]
    assert len(found) > 40
    for record in found:
        assert len({key.name for key in record.keys}) == len(record.keys), record.title
        for key in record.keys:
            assert key.says and (type(key.shape) is not shapes.Shape or key.name in ("values",)), (
                record.title,
                key.name,
            )


def templates() -> Iterator[tuple[str, str]]:
    for folder in ("catalogue", "plan", "judging", "cli"):
        for path in sorted((ROOT / "rulebook" / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
                if called and isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    yield path.name, str(node.args[0].value)


def test_every_sentence_has_its_english_with_the_same_values() -> None:
    places = re.compile(r"(?<!\{)\{(\w+)")
    for file, template in templates():
        assert template in WORDS, f"{file}: {template}"
        extra = set(places.findall(WORDS[template])) - set(places.findall(template))
        assert not extra, f"{template}: {extra}"
        assert not re.search("[\u4e00-\u9fff]", WORDS[template].replace("元", "")), template
    for kind in KINDS:
        for record in records(kind.shape, set()) if kind.shape is not None else ():
            assert record.title in WORDS, record.title
            for key in record.keys:
                if isinstance(key.shape, shapes.Scalar):
                    assert key.shape.says in WORDS, key.shape.says


def test_sentences_of_the_plan_are_told_in_english_by_their_form() -> None:
    assert english("这里要数字，得到的是文字。") == "expected a number, got a text."
    assert english("没有名为“成立年”的事实或参数，是不是“成立月数”？") == (
        "there is no fact or parameter “成立年”; did you mean “成立月数”?")  # fmt: skip
    assert english("规则里不能用函数“count”。") == "a rule cannot use the function “count”."
    assert english(say("“{name}”是{type}，不写 {key}。", name="文字", type=say("文字"), key="unit")).startswith(
        "“文字” is a text"
    )


def literals() -> Iterator[str]:
    """What the FEEL reader may say that it expected."""
    for path in sorted((ROOT / "rulebook/feel").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                last = node.args[-1] if node.args else None
                if (
                    name in ("expect", "name_until", "error")
                    and isinstance(last, ast.Constant)
                    and isinstance(last.value, str)
                ):
                    yield last.value.removeprefix("expected ")
                if name == "FeelSyntaxError" and isinstance(node.args[0], ast.Constant):
                    yield str(node.args[0].value)


def test_every_fault_of_feel_is_said_in_chinese() -> None:
    found = list(literals())
    assert len(found) > 30
    for words in found:
        whole = words in WHOLE or any(pattern.fullmatch(words) for pattern, _ in PATTERNS)
        message = words if whole else f"expected {words}, found “x”"
        told = str(syntax_said(FeelSyntaxError(message, NOWHERE)))
        assert "别的写法" not in told and "写法不对" not in told, words
        assert not re.search("[a-z]{4,} [a-z]", re.sub('“[^”]*”|@".*?"', "", told)), told
    assert EXPECTED


def plan_faults() -> Iterator[tuple[str, str]]:
    """Every message of a PlanFault, its values written as X."""
    for path in sorted((ROOT / "rulebook/plan").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {node.targets[0].id: node.value for node in ast.walk(tree)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)}  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "PlanFault":
                first = node.args[0]
                first = said.get(first.id, first) if isinstance(first, ast.Name) else first
                if isinstance(first, ast.Constant):
                    yield path.name, str(first.value)
                if isinstance(first, ast.JoinedStr):
                    parts = [str(each.value) if isinstance(each, ast.Constant) else "X" for each in first.values]
                    yield path.name, "".join(parts)


def test_every_fault_of_the_plan_has_its_english() -> None:
    found = list(plan_faults())
    assert len(found) > 15
    for file, message in found:
        assert not re.search("[\u4e00-\u9fff]", english(message)), f"{file}: {message}"
