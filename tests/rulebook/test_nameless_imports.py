"""Imports without a name: the files share one namespace, and what comes first by name stands for the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.dmn import DmnError, Model
from rulebook.feel.values import text
from tests.rulebook.test_dmn_model import DMN15, decision, literal, needs

ASKS = decision("asks", literal("told"), needs=needs("requiredDecision", "_told"))
PASSES = decision("told", literal("base"), needs=needs("requiredDecision", "_base"))
WORDS = '<itemDefinition name="tWord"><typeRef>string</typeRef></itemDefinition>'
NUMBERS = '<itemDefinition name="tWord"><typeRef>number</typeRef></itemDefinition>'
INPUT = '<inputData id="_i" name="i"><variable name="i" typeRef="tWord"/></inputData>'
ECHO = decision("echo", literal("i"), needs=needs("requiredInput", "_i"))
KNOWLEDGE = (
    '<businessKnowledgeModel id="_k" name="k"><variable name="k"/><encapsulatedLogic><formalParameter name="x"/>'
    + literal('"k of " + x')
    + "</encapsulatedLogic></businessKnowledgeModel>"
)
SERVICE = '<decisionService id="_s" name="s"><outputDecision href="#_echo"/><inputData href="#_i"/></decisionService>'


def nameless(*spaces: str) -> str:
    return "".join(f'<import name="" namespace="urn:{each}" importType="{DMN15}"/>' for each in spaces)


def told(word: str) -> str:
    return decision("told", literal(f'"{word}"'))


def files(folder: Path, **bodies: str) -> Model:
    """The first of these files, each with its letter as its name and namespace."""
    for name, body in bodies.items():
        text = f'<definitions xmlns="{DMN15}" namespace="urn:{name}" name="{name}">{body}</definitions>'
        (folder / f"{name}.dmn").write_text(text, encoding="utf-8")
    return Model(folder / f"{next(iter(bodies))}.dmn")


FIRST = {
    "of two, the first": {"a": nameless("b", "c") + ASKS, "b": told("b"), "c": told("c")},
    "of two, the only one": {"a": nameless("c", "b") + ASKS, "b": told("b"), "c": ""},
    "the nearer": {"a": nameless("b") + ASKS, "b": nameless("c") + told("b"), "c": told("c")},
    "the deeper when it comes first": {
        "a": nameless("c", "d") + ASKS,
        "b": told("b"),
        "c": nameless("b"),
        "d": told("d"),
    },
    "its own before all": {"a": nameless("c") + ASKS + told("b"), "c": told("c")},
    "itself": {"a": nameless("a") + ASKS + told("b")},
    "one another": {"a": nameless("b") + ASKS, "b": nameless("a") + told("b")},
    "one another, below": {"a": nameless("c") + ASKS, "c": nameless("b"), "b": nameless("c") + told("b")},
    "what another requires, replaced": {
        "a": nameless("c") + ASKS + decision("base", literal('"b"')),
        "c": PASSES + decision("base", literal('"c"')),
    },
    "the same by its whole address": {
        "a": nameless("c") + ASKS + decision("base", literal('"b"')),
        "c": PASSES.replace("#_base", "urn:c#_base") + decision("base", literal('"c"')),
    },
    "other ids for the same name": {
        "a": nameless("c") + ASKS + decision("base", literal('"b"')).replace("_base", "_other"),
        "c": PASSES + decision("base", literal('"c"')),
    },
}


@pytest.mark.parametrize("case", FIRST)
def test_which_of_several_parts_with_one_name_is_meant(tmp_path: Path, case: str) -> None:
    assert files(tmp_path, **FIRST[case]).decide("asks", {}).value == "b"


def test_everything_of_the_other_files_is_as_if_it_were_there(tmp_path: Path) -> None:
    own = decision("d", literal("i"), kind="tWord", needs=needs("requiredInput", "_i"))
    own += decision("e", literal('k("me")'), needs=needs("requiredKnowledge", "_k"))
    own += decision("f", literal('s("x")'), needs=needs("requiredKnowledge", "_s"))
    own += decision("g", literal('"x" instance of tWord'))
    found = files(tmp_path, a=nameless("b") + own, b=nameless("c") + INPUT, c=WORDS + KNOWLEDGE + ECHO + SERVICE)
    assert found.decide("d", {"i": "word"}).value == "word"
    assert found.decide("d", {"i": 3}).value is None
    assert found.decide("e", {}).value == "k of me"
    assert found.decide("f", {}).value == "x"
    assert found.decide("g", {}).value is True
    assert found.invoke("k", {"x": "you"}).value == "k of you"
    assert found.serve("s", {"i": "word"}).value == "word"
    assert [each.name for each in found.asked("d")] == [each.name for each in found.inputs] == ["i"]
    assert found.decisions == ["d", "e", "f", "g"]  # what is imported can be asked, and is not what the file is about
    assert found.decide("echo", {"i": "word"}).value == "word"


def test_a_type_of_the_same_name_is_the_first_one_everywhere(tmp_path: Path) -> None:
    found = files(tmp_path, a=nameless("b") + NUMBERS, b=WORDS + INPUT + ECHO)
    assert text(found.decide("echo", {"i": 3}).value) == "3"
    assert found.decide("echo", {"i": "word"}).value is None


def test_a_type_and_a_part_may_have_one_name(tmp_path: Path) -> None:
    typed = decision("tWord", literal('"x"'), kind="tWord")
    assert files(tmp_path, a=nameless("b") + typed, b=WORDS).decide("tWord", {}).value == "x"
    asks = decision("asks", literal("tWord"), needs=needs("requiredDecision", "_tWord"))
    assert files(tmp_path, a=nameless("b") + WORDS + asks, b=typed).decide("asks", {}).value == "x"


def test_a_file_of_imports_only_can_be_asked(tmp_path: Path) -> None:
    found = files(tmp_path, a=nameless("b"), b=WORDS + INPUT + ECHO)
    assert (found.decisions, found.main, found.tops) == (["echo"], "echo", ["echo"])
    assert found.decide("", {"i": "word"}).value == "word"
    assert found.given("echo", {"i": "word"}) == {"i": "word"}


def test_what_lies_under_the_name_of_an_import_includes_what_that_imports_without_one(tmp_path: Path) -> None:
    needed = needs("requiredDecision", "_echo").replace("#", "urn:b#")
    body = f'<import name="lib" namespace="urn:b" importType="{DMN15}"/>'
    found = files(tmp_path, a=body + decision("d", literal("1"), needs=needed), b=nameless("c"), c=WORDS + INPUT + ECHO)
    assert [each.name for each in found.asked("d")] == ["lib.i"]


def test_a_name_does_not_lead_back(tmp_path: Path) -> None:
    back = f'<import name="back" namespace="urn:a" importType="{DMN15}"/>'
    for body in (nameless("b"), f'<import name="b" namespace="urn:b" importType="{DMN15}"/>', back):
        with pytest.raises(DmnError, match="引入了自己"):
            files(tmp_path, a=body + told("a"), b=back)
