"""DMN where engines most often differ, each kind in many forms, after the words of DMN 1.5."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from rulebook.dmn import DmnError, GivenError, Model
from rulebook.dmn.tck import run_tck
from rulebook.feel.values import text
from tests.rulebook.test_dmn_model import decision, entry, literal, model, needs

TYPES = """
<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="age"><typeRef>number</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tFirm"><itemComponent name="boss"><typeRef>tPerson</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>
<itemDefinition name="tSize"><typeRef>string</typeRef><allowedValues><text>"大型", "小型"</text></allowedValues>
</itemDefinition>
<itemDefinition name="tSizeToo"><typeRef>tSize</typeRef></itemDefinition>
<itemDefinition name="tSizes" isCollection="true"><typeRef>tSize</typeRef></itemDefinition>
<itemDefinition name="tShop"><itemComponent name="size"><typeRef>tSize</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tSmall"><typeRef>number</typeRef><typeConstraint><text>[0..10]</text></typeConstraint>
</itemDefinition>
<itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef>
  <typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
"""

ASSIGNED = {
    # type, expression: what a variable of the type holds
    ("tPerson", '{name: "a", age: 1}'): '{name: "a", age: 1}',
    ("tPerson", '{name: "a", age: null}'): '{name: "a", age: null}',
    ("tPerson", '{name: "a", age: 1, more: 2}'): '{name: "a", age: 1, more: 2}',
    ("tPerson", '{name: "a"}'): "null",
    ("tPerson", "{}"): "null",
    ("tFirm", '{boss: {name: "a"}}'): "null",
    ("tFirm", '{boss: {name: "a", age: 3}}'): '{boss: {name: "a", age: 3}}',
    ("tFirm", "{boss: null}"): "{boss: null}",
    ("tPeople", '[{name: "a", age: 1}, {name: "b"}]'): "null",
    ("tPeople", '{name: "a", age: 1}'): '[{name: "a", age: 1}]',
    ("tSize", '"大型"'): "大型",
    ("tSize", '"中型"'): "null",
    ("tSize", '["小型"]'): "小型",
    ("tSizeToo", '"中型"'): "null",
    ("tSizes", '["大型", "小型"]'): '["大型", "小型"]',
    ("tSizes", '["大型", "中型"]'): "null",
    ("tSizes", '"中型"'): "null",
    ("tShop", '{size: "中型"}'): "null",
    ("tShop", '{size: "大型"}'): '{size: "大型"}',
    ("tSmall", "11"): "null",
    ("tSmall", "10"): "10",
    ("tFew", "[1, 2]"): "[1, 2]",
    ("tFew", "[1, 2, 3]"): "null",
}
INSTANCES = {
    '"中型" instance of tSize': "true",
    '"大型" instance of tSize': "true",
    "1 instance of tSize": "false",
    '"中型" instance of tSizeToo': "true",
    '["中型"] instance of tSizes': "true",
    "[1] instance of tSizes": "false",
    '{size: "中型"} instance of tShop': "true",
    "{size: 1} instance of tShop": "false",
    "{} instance of tShop": "false",
    "11 instance of tSmall": "true",
    "[1, 2, 3] instance of tFew": "true",
    '{name: "a"} instance of tPerson': "false",
    '{name: "a", age: null} instance of tPerson': "true",
    '["中型"] instance of list<tSize>': "true",
    "null instance of tSize": "false",
}


@pytest.mark.parametrize("kind, expression", ASSIGNED)
def test_what_is_assigned_conforms_and_is_allowed(tmp_path: Path, kind: str, expression: str) -> None:
    body = TYPES + decision("d", literal(expression), kind=kind)
    assert text(model(tmp_path, body).decide("d", {}).value) == ASSIGNED[kind, expression]


@pytest.mark.parametrize("expression", INSTANCES)
def test_instance_of_does_not_ask_for_allowed_values(tmp_path: Path, expression: str) -> None:
    body = TYPES + decision("d", literal(expression))
    assert text(model(tmp_path, body).decide("d", {}).value) == INSTANCES[expression]


FUNCTIONS = (
    TYPES
    + '<businessKnowledgeModel id="_k" name="k"><variable name="k"/><encapsulatedLogic>'
    + '<formalParameter name="p" typeRef="tPerson"/><formalParameter name="of.no"/>'
    + literal('"ran: " + string(p = null) + (if of.no = null then "" else string(of.no))')
    + '</encapsulatedLogic></businessKnowledgeModel><inputData id="_i" name="i"><variable name="i" typeRef="tSize"/>'
    + "</inputData>"
    + decision("inner", literal('"ran: " + string(i = null)'), needs=needs("requiredInput", "_i"))
    + '<decisionService id="_s" name="s"><outputDecision href="#_inner"/><inputData href="#_i"/></decisionService>'
)
BOUND = '<binding><parameter name="{name}"{kind}/>{value}</binding>'
CALLS = {
    'k({name: "a"}, 1)': "null",
    'k(p: {name: "a"}, of.no: 1)': "null",
    'k(p: "a")': "null",
    "k(null, 1)": "ran: true1",
    "k(of.no: 1)": "ran: true1",
    'k(p: {name: "a", age: 1})': "ran: false",
    "k(p: null, other: 1)": "null",
    'k([{name: "a", age: 1}], 2)': "ran: false2",
    's("中型")': "null",
    "s(1)": "null",
    's(i: "中型")': "null",
    's("大型")': "ran: false",
    "s(null)": "ran: true",
    "s(j: null)": "null",
}


@pytest.mark.parametrize("call", CALLS)
def test_a_call_with_what_does_not_fit_runs_nothing(tmp_path: Path, call: str) -> None:
    wanted = needs("requiredKnowledge", "_k") + needs("requiredKnowledge", "_s")
    body = FUNCTIONS + decision("d", literal(call), needs=wanted)
    assert text(model(tmp_path, body).decide("d", {}).value) == CALLS[call]


@pytest.mark.parametrize(
    "kind, value, expected",
    [
        ("", '{name: "a"}', "null"),
        ("", '{name: "a", age: 1}', "ran: false7"),
        ("tPerson", '{name: "a"}', "null"),
        ("number", '{name: "a", age: 1}', "null"),
        ("", "null", "ran: true7"),
    ],
)
def test_a_boxed_invocation_with_what_does_not_fit_runs_nothing(
    tmp_path: Path, kind: str, value: str, expected: str
) -> None:
    first = BOUND.format(name="p", kind=f' typeRef="{kind}"' if kind else "", value=literal(value))
    second = BOUND.format(name="of.no", kind="", value=literal("7"))
    logic = f"<invocation>{literal('k')}{first}{second}</invocation>"
    body = FUNCTIONS + decision("d", logic, needs=needs("requiredKnowledge", "_k"))
    assert text(model(tmp_path, body).decide("d", {}).value) == expected


def test_asking_a_service_or_knowledge_model_with_what_does_not_fit(tmp_path: Path) -> None:
    found = model(tmp_path, FUNCTIONS)
    assert found.serve("s", {"i": "中型"}).value is None
    assert found.serve("s", {"i": "大型"}).value == "ran: false"
    assert found.serve("s", {}).value == "ran: true"
    assert found.invoke("k", {"p": {"name": "a"}}).value is None
    assert found.invoke("k", {"of.no": 2}).value == "ran: true2"


@pytest.mark.parametrize(
    "test, expected",
    [("true", "1"), ("false", "2"), ("null", "2"), ('"a"', "null"), ("1", "null"), ("[true]", "null"), ("{}", "null")],
)
def test_a_boxed_conditional_needs_a_boolean(tmp_path: Path, test: str, expected: str) -> None:
    parts = f"<if>{literal(test)}</if><then>{literal('1')}</then><else>{literal('2')}</else>"
    body = decision("d", f"<conditional>{parts}</conditional>")
    assert text(model(tmp_path, body).decide("d", {}).value) == expected


def test_a_table_s_value_of_another_type_falls_into_no_row(tmp_path: Path) -> None:
    table = """<decisionTable hitPolicy="FIRST"><input><inputExpression typeRef="number"><text>i</text>
    </inputExpression></input><output/>
    <rule><inputEntry><text>&lt; 3</text></inputEntry><outputEntry><text>"a"</text></outputEntry>
    </rule><rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"b"</text></outputEntry></rule></decisionTable>"""
    found = model(tmp_path, '<inputData id="_i" name="i"/>' + decision("d", table, needs=needs("requiredInput", "_i")))
    assert [found.decide("d", {"i": each}).value for each in (2, 4, None)] == ["a", "b", "b"]
    wrong = found.decide("d", {"i": "two"})
    assert wrong.value is None
    assert "第 1 个输入应是数，得到的是文字" in str(wrong.diagnostics[0])


SERVED = """<inputData id="_staff" name="staff"><variable name="staff" typeRef="number"/></inputData>
<inputData id="_born" name="born"><variable name="born" typeRef="date"/></inputData>
<inputData id="_code" name="code"><variable name="code" typeRef="string"/></inputData>
<inputData id="_all" name="all"><variable name="all" typeRef="tPeople"/></inputData>"""
KIT = """<testCases xmlns="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="urn:x">
<modelName>m.dmn</modelName><testCase id="1">
<inputNode name="staff"><value>12</value></inputNode><inputNode name="code"><value>007</value></inputNode>
<inputNode name="born"><value>2000-02-29</value></inputNode>
<inputNode name="all"><list><item><component name="name"><value>7</value></component>
  <component name="age"><value>8</value></component></item></list></inputNode>
<resultNode name="d" type="decision"><expected><component name="more"><value>13</value></component>
  <component name="code"><value>007</value></component>
  <component name="year"><value xsi:type="xsd:decimal">2000</value></component>
  <component name="name"><value xsi:type="xsd:string">7</value></component>
  <component name="age"><value xsi:type="xsd:decimal">9</value></component></expected></resultNode></testCase>
<testCase id="2" type="bkm" invocableName="twice"><inputNode name="x"><value>4</value></inputNode>
<resultNode name="twice"><expected><value>44</value></expected></resultNode></testCase></testCases>"""


def test_the_runner_reads_untyped_inputs_as_the_model_declares_them(tmp_path: Path) -> None:
    wanted = "".join(needs("requiredInput", each) for each in ("_staff", "_born", "_code", "_all"))
    logic = literal("{more: staff + 1, code: code, year: born.year, name: all[1].name, age: all[1].age + 1}")
    twice = '<businessKnowledgeModel id="_t" name="twice"><variable name="twice"/><encapsulatedLogic>'
    twice += (
        f'<formalParameter name="x" typeRef="string"/>{literal("x + x")}</encapsulatedLogic></businessKnowledgeModel>'
    )
    folder = tmp_path / "0001"
    folder.mkdir()
    model(folder, TYPES + SERVED + twice + decision("d", logic, needs=wanted))
    (folder / "t.xml").write_text(KIT, encoding="utf-8")
    assert [each.failures for each in run_tck(tmp_path).outcomes] == [(), ()]


RESULT = "own + other + count([1][item > inner])"


def test_what_a_decision_asks(tmp_path: Path) -> None:
    body = (
        TYPES
        + SERVED
        + decision(
            "d",
            f"<context>{entry('own', literal('staff + 1'))}{entry('', literal(RESULT))}</context>",
            needs=needs("requiredInput", "_staff") + needs("requiredInput", "_born"),
        )
    )
    asked = {each.name: each for each in model(tmp_path, body).asked("d")}
    assert set(asked) == {"staff", "born", "other", "inner"}
    assert (asked["staff"].declared, asked["staff"].type_name, asked["staff"].used) == (True, "number", True)
    assert (asked["born"].used, asked["other"].declared, asked["inner"].used) == (False, False, False)


def strict(folder: Path) -> Model:
    logic = literal("[staff, born, code, all]")
    wanted = "".join(needs("requiredInput", each) for each in ("_staff", "_born", "_code", "_all"))
    return model(folder, TYPES + SERVED + decision("d", logic, needs=wanted))


def test_values_given_are_checked_and_every_fault_is_said(tmp_path: Path) -> None:
    found = strict(tmp_path)
    good = found.given("d", {"staff": 3, "born": dt.date(2000, 2, 29), "code": "007"})
    assert good["staff"] == Decimal(3)
    assert text(found.decide("d", good).value) == '[3, 2000-02-29, "007", null]'
    with pytest.raises(GivenError) as caught:
        found.given("d", {"staf": 3, "staff": "3", "born": "2000-02-29", "code": 7, "all": [{"name": "a"}]})
    faults = {each.name: each for each in caught.value.faults}
    assert (faults["staf"].kind, faults["born"].kind) == ("unknown", "type")
    assert "是不是“staff”" in faults["staf"].message
    assert faults["born"].message == '“born”应是日期，给的是文字 "2000-02-29"。'
    assert "“code”应是文字，给的是数 7" in faults["code"].message
    assert len(str(caught.value).splitlines()) == 5
    with pytest.raises(GivenError, match="Python"):
        found.given("d", {"staff": object()})


def test_text_is_read_as_the_type_says(tmp_path: Path) -> None:
    found = strict(tmp_path)
    given = {"staff": "3.50", "born": "2000-02-29", "code": "007", "all": [{"name": "a", "age": "4"}]}
    assert text(
        list(found.given("d", given, text=True).values())
    ) == '[3.50, 2000-02-29, "007", [{name: "a", age: 4}]]'.replace("3.50", "3.5")
    for wrong in ({"staff": "three"}, {"born": "2001-02-29"}, {"all": [{"name": "a"}]}):
        with pytest.raises(GivenError):
            found.given("d", wrong, text=True)


def test_decisions_by_name_label_and_id(tmp_path: Path) -> None:
    body = f'<decision id="_1" label="级别">{literal("1")}</decision><decision id="_2">{literal("2")}</decision>'
    body += decision("d", literal("级别 + _2"), needs=needs("requiredDecision", "_1") + needs("requiredDecision", "_2"))
    found = model(tmp_path, body)
    assert found.decisions == ["级别", "_2", "d"]
    assert (found.main, found.named("_1"), found.named(" d ")) == ("d", "级别", "d")
    assert text(found.decide("", {}).value) == "3"
    assert Model(str(found.path)).decide("_1", {}).value == 1


FUNCTION_TYPES = (
    TYPES
    + '<itemDefinition name="tSizing"><functionItem outputTypeRef="tSize"><parameters name="a" typeRef="string"/>'
    + "</functionItem></itemDefinition>"
    + '<itemDefinition name="tAsking"><functionItem><parameters name="a" typeRef="tSize"/></functionItem>'
    + "</itemDefinition>"
    + '<inputData id="_i" name="i"/>'
)
ECHO = f'<formalParameter name="a"/>{literal("a")}'
KNOWING = (
    '<businessKnowledgeModel id="_f" name="f"><variable name="f"{0}/><encapsulatedLogic{1}>{2}</encapsulatedLogic>'
    "</businessKnowledgeModel>"
)
SIZING, ASKING = ' typeRef="tSizing"', ' typeRef="tAsking"'
HOLDING = needs("requiredInput", "_i")
HELD = {
    "knowledge, its variable's type": KNOWING.format(SIZING, "", ECHO),
    "knowledge, its logic's type": KNOWING.format("", SIZING, ECHO),
    "knowledge, its result's type": KNOWING.format(' typeRef="tSize"', "", ECHO),
    "knowledge, its parameter's type": KNOWING.format(
        "", "", f'<formalParameter name="a" typeRef="tSize"/>{literal("a")}'
    ),
    "knowledge, a parameter of its type": KNOWING.format(ASKING, "", ECHO),
    "a function definition": decision("f", f"<functionDefinition{SIZING}>{ECHO}</functionDefinition>"),
    "a function definition, asking": decision("f", f"<functionDefinition{ASKING}>{ECHO}</functionDefinition>"),
    "a lambda": decision("f", literal("function(a) a").replace("<literalExpression", f"<literalExpression{SIZING}")),
    "a lambda as decided": decision("f", literal("function(a) a"), kind="tSizing"),
    "a service": decision("echo", literal("i"), needs=HOLDING)
    + f'<decisionService id="_f" name="f"><variable name="f"{SIZING}/><outputDecision href="#_echo"/>'
    + '<inputData href="#_i"/></decisionService>',
    "a service, asking": decision("echo", literal("i"), needs=HOLDING)
    + f'<decisionService id="_f" name="f"><variable name="f"{ASKING}/><outputDecision href="#_echo"/>'
    + '<inputData href="#_i"/></decisionService>',
}


@pytest.mark.parametrize("case", HELD)
def test_functions_are_held_to_their_declared_types(tmp_path: Path, case: str) -> None:
    body = FUNCTION_TYPES + HELD[case]
    wanted = HOLDING + needs(
        "requiredDecision" if "<decision id" in body and "_f" in body else "requiredKnowledge", "_f"
    )
    found = model(tmp_path, body + decision("d", literal("f(i)"), needs=wanted))
    assert found.decide("d", {"i": "大型"}).value == "大型"
    wrong = found.decide("d", {"i": "中型"})
    assert wrong.value is None
    assert wrong.diagnostics


def typed_table(inputs: str, output: str, entry_type: str = "") -> str:
    rules = f"""<rule><inputEntry><text>"大型"</text></inputEntry><outputEntry{entry_type}><text>i</text></outputEntry>
    </rule>
    <rule><inputEntry><text>null</text></inputEntry><outputEntry><text>"none"</text></outputEntry></rule>
    <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>i</text></outputEntry></rule>"""
    asked = f"<input><inputExpression{inputs}><text>i</text></inputExpression>"
    asked += "" if inputs else '<inputValues><text>"大型", "小型"</text></inputValues>'
    return f'<decisionTable hitPolicy="FIRST">{asked}</input>{output}{rules}</decisionTable>'


@pytest.mark.parametrize("inputs", ["", ' typeRef="tSize"'])
def test_what_an_input_does_not_admit(tmp_path: Path, inputs: str) -> None:
    body = TYPES + '<inputData id="_i" name="i"/>'
    found = model(tmp_path, body + decision("d", typed_table(inputs, "<output/>"), needs=HOLDING))
    assert [found.decide("d", {"i": each}).value for each in ("大型", "小型", None)] == ["大型", "小型", "none"]
    assert found.decide("d", {"i": "中型"}).value is None
    assert "第 1 个输入" in str(found.decide("d", {"i": "中型"}).diagnostics[0])
    assert found.decide("d", {"i": "中型"}, strict=False).value == "none"  # as the standard has it


def test_what_a_table_below_does_not_admit_ends_the_decision(tmp_path: Path) -> None:
    top = typed_table("", "<output/>").replace("<inputValues>", "<nothing>").replace("</inputValues>", "</nothing>")
    below = decision("e", typed_table("", "<output/>"), needs=HOLDING)
    above = decision("d", top.replace("<text>i</text>", "<text>e</text>"), needs=needs("requiredDecision", "_e"))
    found = model(tmp_path, '<inputData id="_i" name="i"/>' + below + above)
    assert found.decide("d", {"i": "大型"}).value == "大型"
    assert found.decide("d", {"i": "中型"}).value is None


@pytest.mark.parametrize(
    "output, entry_type",
    [
        ('<output typeRef="tSize"/>', ""),
        ('<output><outputValues><text>"大型", "小型"</text></outputValues></output>', ""),
        ("<output/>", ' typeRef="tSize"'),
    ],
)
def test_what_an_output_does_not_admit_is_null_and_said(tmp_path: Path, output: str, entry_type: str) -> None:
    table = typed_table(' typeRef="string"', output, entry_type).replace('<text>"大型"</text>', "<text>-</text>")
    found = model(tmp_path, TYPES + '<inputData id="_i" name="i"/>' + decision("d", table, needs=HOLDING))
    assert found.decide("d", {"i": "大型"}).value == "大型"
    wrong = found.decide("d", {"i": "中型"})
    assert wrong.value is None
    assert "结果" in str(wrong.diagnostics[0])


def test_columns_of_a_relation_and_entries_of_a_context_have_types(tmp_path: Path) -> None:
    relation = f'<relation><column name="c" typeRef="tSize"/><column name="n"/><row>{literal("i")}{literal("i")}</row>'
    relation += "</relation>"
    body = TYPES + '<inputData id="_i" name="i"/>' + decision("d", relation, needs=HOLDING)
    assert text(model(tmp_path, body).decide("d", {"i": "中型"}).value) == '[{c: null, n: "中型"}]'
    assert text(model(tmp_path, body).decide("d", {"i": "大型"}).value) == '[{c: "大型", n: "大型"}]'


DOTTED = """<itemDefinition name="tOwner"><itemComponent name="kind"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="staff"><typeRef>number</typeRef></itemComponent></itemDefinition>
<inputData id="_owner" name="owner"><variable name="owner" typeRef="tOwner"/></inputData>
<businessKnowledgeModel id="_told" name="told"><variable name="told" typeRef="string"/><encapsulatedLogic>
<formalParameter name="owner.kind" typeRef="string"/><formalParameter name="owner.staff" typeRef="number"/>
<decisionTable><input><inputExpression typeRef="string"><text>owner.kind</text></inputExpression></input><output/>
<rule><inputEntry><text>"firm"</text></inputEntry>
<outputEntry><text>"firm of " + string(owner.staff)</text></outputEntry></rule>
<rule><inputEntry><text>not("firm")</text></inputEntry><outputEntry><text>owner.kind</text></outputEntry></rule>
</decisionTable></encapsulatedLogic></businessKnowledgeModel>"""


OWN_KIND = literal("owner.kind")


@pytest.mark.parametrize(
    "logic",
    [
        "<invocation>"
        + literal("told")
        + BOUND.format(name="owner.kind", kind="", value=literal("owner.kind"))
        + BOUND.format(name="owner.staff", kind="", value=literal("owner.staff"))
        + "</invocation>",
        literal("told(owner.kind, owner.staff)"),
        literal("told(owner.staff: owner.staff, owner.kind: owner.kind)"),
        literal("{f: function(owner.kind) owner.kind, r: told(f(owner.kind), owner.staff)}.r"),
        "<context>"
        + entry("f", f'<functionDefinition><formalParameter name="owner.kind"/>{OWN_KIND}</functionDefinition>')
        + entry("", literal("told(f(owner.kind), owner.staff)"))
        + "</context>",
    ],
)
def test_a_dot_is_part_of_a_name_or_leads_to_a_member(tmp_path: Path, logic: str) -> None:
    wanted = needs("requiredInput", "_owner") + needs("requiredKnowledge", "_told")
    found = model(tmp_path, DOTTED + decision("d", logic, needs=wanted))
    assert found.decide("d", {"owner": {"kind": "firm", "staff": 3}}).value == "firm of 3"
    assert found.decide("d", {"owner": {"kind": "person", "staff": 0}}).value == "person"
    assert found.invoke("told", {"owner.kind": "firm", "owner.staff": 2}).value == "firm of 2"
    assert [each.name for each in found.asked("d")] == ["owner"]


def imported(name: str, space: str, location: str = "") -> str:
    where = f' locationURI="{location}"' if location else ""
    return f'<import name="{name}" namespace="urn:{space}"{where} importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'


def across(tag: str, target: str) -> str:
    holder = "knowledgeRequirement" if tag == "requiredKnowledge" else "informationRequirement"
    return f'<{holder}><{tag} href="{target}"/></{holder}>'


def test_inputs_of_imported_files_are_given_under_the_name_of_the_import(tmp_path: Path) -> None:
    asked = '<inputData id="_i" name="i"/>'
    model(tmp_path, asked + decision("e", literal("i + 1"), needs=HOLDING), name="low")
    own = (
        needs("requiredInput", "_i") + across("requiredInput", "urn:low#_i") + across("requiredDecision", "urn:low#_e")
    )
    found = model(tmp_path, imported("lib", "low") + asked + decision("d", literal("[i, lib.i, lib.e]"), needs=own))
    given = {"i": 1, "lib.i": 5}
    assert text(found.decide("d", given).value) == "[1, 5, 6]"
    assert text(found.decide("d", found.given("d", given)).value) == "[1, 5, 6]"
    assert text(found.decide("d", {"i": 1, "urn:low#i": 7}).value) == "[1, 7, 8]"
    assert {each.name: each.used for each in found.asked("d")} == {"i": True, "lib.i": True}


def test_a_service_over_an_imported_decision_is_asked_under_the_name_of_the_import(tmp_path: Path) -> None:
    low = decision("base", literal("1")) + decision("e", literal("base + 1"), needs=needs("requiredDecision", "_base"))
    model(tmp_path, low, name="low")
    service = (
        '<decisionService id="_s" name="s"><outputDecision href="urn:low#_e"/><inputDecision href="urn:low#_base"/>'
    )
    calls = decision("d", literal("s(lib.base: 4)"), needs=needs("requiredKnowledge", "_s"))
    found = model(tmp_path, imported("lib", "low") + service + "</decisionService>" + calls)
    assert text(found.decide("d", {}).value) == "5"


def test_an_import_may_say_where_its_file_is(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    model(tmp_path / "parts", decision("e", literal("7")), name="low")
    body = decision("d", literal("lib.e"), needs=across("requiredDecision", "urn:low#_e"))
    found = model(tmp_path, imported("lib", "low", "parts/low.dmn") + body)
    assert text(found.decide("d", {}).value) == "7"
    (tmp_path / "inner").mkdir()
    for away in ("../parts/low.dmn", str(tmp_path / "parts" / "low.dmn"), "parts/none.dmn"):
        with pytest.raises(DmnError, match="urn:low"):
            model(tmp_path / "inner", imported("lib", "low", away) + body)
