"""DMN models from XML: every kind of boxed expression, types, imports, services, and files that mean harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.dmn import DmnError, Model
from rulebook.feel.values import text

DMN15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"
DMN11 = "http://www.omg.org/spec/DMN/20151101/dmn.xsd"


def model(folder: Path, body: str, *, name: str = "m", space: str = DMN15) -> Model:
    path = folder / f"{name}.dmn"
    path.write_text(
        f'<definitions xmlns="{space}" xmlns:feel="https://www.omg.org/spec/DMN/20230324/FEEL/"'
        f' xmlns:lib="urn:lib" namespace="urn:{name}" name="{name}">{body}</definitions>',
        encoding="utf-8",
    )
    return Model(path)


def decision(name: str, logic: str, *, kind: str = "", needs: str = "") -> str:
    typed = f' typeRef="{kind}"' if kind else ""
    return f'<decision id="_{name}" name="{name}"><variable name="{name}"{typed}/>{needs}{logic}</decision>'


def literal(expression: str) -> str:
    escaped = expression.replace("&", "&amp;").replace("<", "&lt;")
    return f"<literalExpression><text>{escaped}</text></literalExpression>"


def needs(tag: str, target: str) -> str:
    holder = "knowledgeRequirement" if tag == "requiredKnowledge" else "informationRequirement"
    return f'<{holder}><{tag} href="#{target}"/></{holder}>'


STAFF = '<inputData id="_staff" name="从业 人员"><variable name="从业 人员" typeRef="number"/></inputData>'


def ask(folder: Path, body: str, **inputs: object) -> str:
    return text(model(folder, body).decide("d", inputs).value)


@pytest.mark.parametrize("space", [DMN15, DMN11, "http://www.omg.org/spec/DMN/20180521/MODEL/"])
def test_inputs_and_decisions(tmp_path: Path, space: str) -> None:
    body = STAFF + decision("甲", literal("从业 人员 + 1"), needs=needs("requiredInput", "_staff"))
    body += decision("d", literal("甲 * 2"), needs=needs("requiredDecision", "_甲"))
    found = model(tmp_path, body, space=space).decide("d", {"从业 人员": 4})
    assert text(found.value) == "10"


def test_only_what_is_required_is_in_scope(tmp_path: Path) -> None:
    found = model(tmp_path, STAFF + decision("d", literal("从业 人员"))).decide("d", {"从业 人员": 4})
    assert found.value is None
    assert "there is no" in str(found.diagnostics[0])


def entry(name: str, expression: str, kind: str = "") -> str:
    typed = f' typeRef="{kind}"' if kind else ""
    variable = f'<variable name="{name}"{typed}/>' if name else ""
    return f"<contextEntry>{variable}{expression}</contextEntry>"


FUNCTION = f'<functionDefinition><formalParameter name="x y"/>{literal("x y * 2")}</functionDefinition>'
EACH = '<for iteratorVariable="i">'
CASES = {
    "context": (f"<context>{entry('a b', literal('1'))}{entry('c', literal('a b + 1'))}</context>", "{a b: 1, c: 2}"),
    "context with result": (f"<context>{entry('a', literal('1'))}{entry('', literal('a + 1'))}</context>", "2"),
    "typed entry": (f"<context>{entry('a', literal('[5]'), 'number')}{entry('', literal('a'))}</context>", "5"),
    "list": (f"<list>{literal('1')}{literal('1 + 1')}</list>", "[1, 2]"),
    "relation": (
        f'<relation><column name="x"/><column name="y"/><row>{literal("1")}{literal("2")}</row></relation>',
        "[{x: 1, y: 2}]",
    ),
    "conditional": (
        f"<conditional><if>{literal('null')}</if><then>{literal('1')}</then><else>{literal('2')}</else></conditional>",
        "2",
    ),
    "for": (
        EACH + f"<in>{literal('[1, 2]')}</in><return>{literal('i + count(partial)')}</return></for>",
        "[1, 3]",
    ),
    "some": (
        f'<some iteratorVariable="i"><in>{literal("[1, 2]")}</in><satisfies>{literal("i > 1")}</satisfies></some>',
        "true",
    ),
    "every": (
        f'<every iteratorVariable="i"><in>{literal("[1, 2]")}</in><satisfies>{literal("i > 1")}</satisfies></every>',
        "false",
    ),
    "filter": (
        f"<filter><in>{literal('[1, 2, 3]')}</in><match>{literal('item > 1')}</match></filter>",
        "[2, 3]",
    ),
    "function": (
        "<context>" + entry("f", FUNCTION) + entry("", literal("f(x y: 4)")) + "</context>",
        "8",
    ),
    "invocation": (
        f'<invocation>{literal("abs")}<binding><parameter name="n"/>{literal("-3")}</binding></invocation>',
        "3",
    ),
    "Java": (
        "<context>"
        + entry(
            "max",
            '<functionDefinition kind="Java"><formalParameter name="a"/><formalParameter name="b"/><context>'
            + entry("class", literal('"java.lang.Math"'))
            + entry("method signature", literal('"max(double, double)"'))
            + "</context></functionDefinition>",
        )
        + entry("", literal("max(1.5, 2)"))
        + "</context>",
        "2",
    ),
    "other language": (
        '<literalExpression expressionLanguage="groovy"><text>[1].max()</text></literalExpression>',
        "null",
    ),
    "syntax error": (literal("1 +"), "null"),
    "nothing": ("", "null"),
}


@pytest.mark.parametrize("case", CASES)
def test_boxed_expressions(tmp_path: Path, case: str) -> None:
    logic, expected = CASES[case]
    assert ask(tmp_path, decision("d", logic)) == expected


TABLE = """<decisionTable hitPolicy="COLLECT" aggregation="SUM">
<input><inputExpression><text>从业 人员</text></inputExpression></input><output name="点"/>
<rule><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>从业 人员</text></outputEntry></rule>
</decisionTable>"""


def test_decision_table(tmp_path: Path) -> None:
    body = STAFF + decision("d", TABLE, needs=needs("requiredInput", "_staff"))
    assert ask(tmp_path, body, **{"从业 人员": 5}) == "6"


TYPES = """<itemDefinition name="tSize"><typeRef>string</typeRef>
<allowedValues><text>"小型", "微型"</text></allowedValues>
</itemDefinition><itemDefinition name="tSizes" isCollection="true"><typeRef>tSize</typeRef></itemDefinition>
<itemDefinition name="tFirm"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent>
<itemComponent name="size"><typeRef>tSize</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef>
<typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>"""


@pytest.mark.parametrize(
    "kind, expression, expected",
    [
        ("tSize", '"小型"', "小型"),
        ("tSize", '"大型"', "null"),
        ("tSize", '["小型"]', "小型"),
        ("tSizes", '"小型"', '["小型"]'),
        ("tSizes", '["小型", "大型"]', "null"),
        ("tFirm", '{full name: "示例", size: "微型"}.full name', "null"),
        ("tFirm", '{full name: "示例", size: "大型"}', "null"),
        ("tFew", "[1, 2]", "[1, 2]"),
        ("tFew", "1", "[1]"),
        ("tFew", "[1, 2, 3]", "null"),
        ("feel:number", "1", "1"),
        ("number", '"1"', "null"),
        ("date and time", '@"2024-01-31"', "2024-01-31T00:00:00Z"),
        ("tMisspelt", "1", "null"),
    ],
)
def test_results_are_typed(tmp_path: Path, kind: str, expression: str, expected: str) -> None:
    assert ask(tmp_path, TYPES + decision("d", literal(expression), kind=kind)) == expected


def test_types_name_members_for_paths(tmp_path: Path) -> None:
    body = TYPES + '<inputData id="_f" name="firm"><variable name="firm" typeRef="tFirm"/></inputData>'
    body += decision("d", literal("firm.full name"), needs=needs("requiredInput", "_f"))
    assert ask(tmp_path, body, firm={"full name": "示例", "size": "微型"}) == "示例"
    assert ask(tmp_path, body, firm={"full name": 1}) == "null"


KNOWLEDGE = f"""<businessKnowledgeModel id="_k" name="two x"><variable name="two x"/><encapsulatedLogic>
<formalParameter name="x" typeRef="number"/>{literal("x * 2")}</encapsulatedLogic></businessKnowledgeModel>"""


def test_knowledge_models(tmp_path: Path) -> None:
    body = KNOWLEDGE + decision("d", literal("two x(4) + two x(x: 1)"), needs=needs("requiredKnowledge", "_k"))
    assert ask(tmp_path, body) == "10"
    assert text(model(tmp_path, body).invoke("two x", {"x": 3}).value) == "6"


SERVICE = (
    STAFF
    + decision("base", literal("从业 人员 * 10"), needs=needs("requiredInput", "_staff"))
    + decision("top", literal("base + 1"), needs=needs("requiredDecision", "_base"))
    + '<decisionService id="_s" name="svc"><outputDecision href="#_top"/>{inner}</decisionService>'
    + decision("d", literal("svc({call})"), needs=needs("requiredKnowledge", "_s"))
)
INSIDE = '<encapsulatedDecision href="#_base"/><inputData href="#_staff"/>'


def test_knowledge_models_may_call_themselves(tmp_path: Path) -> None:
    body = KNOWLEDGE.replace("x * 2", "if x &lt;= 1 then 1 else x * two x(x - 1)")
    assert text(model(tmp_path, body).invoke("two x", {"x": 5}).value) == "120"


def test_decision_services(tmp_path: Path) -> None:
    body = SERVICE.replace("{inner}", INSIDE).replace("{call}", "3")
    found = model(tmp_path, body)
    assert text(found.serve("svc", {"从业 人员": 2}).value) == "21"
    assert text(found.decide("d", {}).value) == "31"


def test_input_decisions_of_a_service_replace_their_logic(tmp_path: Path) -> None:
    body = SERVICE.replace("{inner}", '<inputDecision href="#_base"/>').replace("{call}", "base: 5")
    assert text(model(tmp_path, body).decide("d", {"从业 人员": 100}).value) == "6"


def test_a_service_with_two_outputs_gives_a_context(tmp_path: Path) -> None:
    body = SERVICE.replace("{inner}", '<outputDecision href="#_base"/>' + INSIDE).replace("{call}", "3")
    assert text(model(tmp_path, body).serve("svc", {"从业 人员": 1}).value) == "{top: 11, base: 10}"


def test_imports_from_the_same_folder(tmp_path: Path) -> None:
    model(tmp_path, TYPES + KNOWLEDGE + STAFF, name="lib")
    importing = f'<import name="my lib" namespace="urn:lib" importType="{DMN15}"/>'
    needed = '<knowledgeRequirement><requiredKnowledge href="urn:lib#_k"/></knowledgeRequirement>'
    needed += '<informationRequirement><requiredInput href="urn:lib#_staff"/></informationRequirement>'
    for kind in ("my lib.tSize", "lib:tSize"):
        logic = literal('if my lib.two x(my lib.从业 人员) = 8 then "小型" else "大型"')
        found = model(tmp_path, importing + decision("d", logic, kind=kind, needs=needed))
        assert text(found.decide("d", {"从业 人员": 4}).value) == "小型"
        assert found.decide("d", {"urn:lib#从业 人员": 5}).value is None


def test_going_in_circles_is_null(tmp_path: Path) -> None:
    body = decision("d", literal("e"), needs=needs("requiredDecision", "_e"))
    body += decision("e", literal("d"), needs=needs("requiredDecision", "_d"))
    found = model(tmp_path, body).decide("d", {})
    assert found.value is None
    assert "要用到自己" in str(found.diagnostics[0])


HARM = {
    "entity bomb": '<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><definitions>&b;</definitions>',
    "external entity": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><definitions>&x;</definitions>',
    "not well-formed": "<definitions><decision></definitions>",
    "not DMN": "<html/>",
    "empty": "",
    "deep": "<definitions>" + "<list>" * 5000 + "</list>" * 5000 + "</definitions>",
    "missing import": f'<definitions><import name="x" namespace="urn:x" importType="{DMN15}"/></definitions>',
}


@pytest.mark.parametrize("case", HARM)
def test_files_that_cannot_be_read_say_so(tmp_path: Path, case: str) -> None:
    path = tmp_path / "bad.dmn"
    path.write_text(HARM[case], encoding="utf-8")
    with pytest.raises(DmnError, match=r"bad\.dmn"):
        Model(path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DmnError, match=r"none\.dmn"):
        Model(tmp_path / "none.dmn")
    with pytest.raises(DmnError, match="没有决策"):
        model(tmp_path, "").decide("d", {})


OVER_TWO = literal("i > 2")


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (f"{EACH}<in>{literal('1..3')}</in><return>{literal('i * 2')}</return></for>", "[2, 4, 6]"),
        (f"{EACH}<in>{literal('3..1')}</in><return>{literal('i')}</return></for>", "[3, 2, 1]"),
        (f"{EACH}<in>{literal('1..从业 人员')}</in><return>{literal('i')}</return></for>", "[1, 2]"),
        (f'<some iteratorVariable="i"><in>{literal("1..3")}</in><satisfies>{OVER_TWO}</satisfies></some>', "true"),
        (f'<every iteratorVariable="i"><in>{literal("1..3")}</in><satisfies>{OVER_TWO}</satisfies></every>', "false"),
        (f"{EACH}<in>{literal('1..3 return 1')}</in><return>{literal('i')}</return></for>", "null"),
    ],
)  # fmt: skip
def test_a_boxed_loop_goes_over_a_bare_range(tmp_path: Path, logic: str, expected: str) -> None:
    made = model(tmp_path, STAFF + decision("d", logic, needs=needs("requiredInput", "_staff")))
    assert text(made.decide("d", {"从业 人员": 2}).value) == expected
    if "从业" in logic:
        assert [each.name for each in made.asked("d")] == ["从业 人员"] and made.asked("d")[0].used


MISSPELT = [
    STAFF.replace('"number"', '"numbr"') + decision("d", literal("从业 人员"), needs=needs("requiredInput", "_staff")),
    decision("d", literal("1"), kind="nubmer"),
    decision("d", f"<context>{entry('a', literal('1'), 'strng')}{entry('', literal('a'))}</context>"),
    '<itemDefinition name="tSize"><typeRef>tSmall</typeRef></itemDefinition>'
    + decision("d", literal("1"), kind="tSize"),
    decision("d", literal("[1]"), kind="list&lt;nmber>"),
    decision("d", literal("1"), kind="feel:numbre"),
]


@pytest.mark.parametrize("body", MISSPELT)
def test_a_misspelt_type_is_a_fault(tmp_path: Path, body: str) -> None:
    made = model(tmp_path, body)
    (said,) = made.problems("d")
    assert "没有定义类型" in said and said.startswith("m.dmn")
    found = made.decide("d", {"从业 人员": 2})
    assert found.value is None and "没有定义类型" in str(found.diagnostics[0])


def test_a_misspelt_type_says_what_was_probably_meant(tmp_path: Path) -> None:
    assert "是不是“number”" in model(tmp_path, decision("d", literal("1"), kind="nubmer")).problems("d")[0]


@pytest.mark.parametrize(
    "kind", ["number", "Integer", "java.util.List", "Object", "com.shop.Order", "Any", "list&lt;number>"]
)
def test_what_an_engine_means_by_its_own_is_no_fault(tmp_path: Path, kind: str) -> None:
    assert model(tmp_path, decision("d", literal("1"), kind=kind)).problems("d") == []
