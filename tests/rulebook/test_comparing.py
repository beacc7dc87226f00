"""Two catalogues by meaning: what differs is said, whatever it is; what only reads differently is not."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook import Catalogue, read_files
from rulebook.catalogue import format_rules
from rulebook.catalogue.shapes import Word
from rulebook.cli.main import main
from rulebook.comparing.catalogues import differences
from rulebook.comparing.meaning import meaning
from rulebook.plan import nodes as p
from rulebook.plan.build import build
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.text import feel_text
from rulebook.plan.types import Value
from rulebook.spelled import LETTERS, spelled
from tests.rulebook.small import CITY, GIANT, SOCIAL, VOCABULARY, edited, files, small
from tests.rulebook.test_plan_text import NAMES, SCOPE, plans
from tests.rulebook.test_yangpu import yangpu

SIZE, PARAMETERS = "city/tables/size.yaml", "city/parameters/social.yaml"
ABOUT = "town/programmes/giant/programme.yaml"
DUTY = "{id: stay, say: 不裁员, when: 从业人员 >= 1, until: P12M, on_breach: remind}"
EDITS = [  # file, what stands there, what is to stand there, what must be said, kind
    (GIANT, '企业规模 in ("中型", "小型", "微型")', '企业规模 in ("小型", "微型")',
     "条件“size”（中小微企业）改了", "condition"),
    (GIANT, "发明专利数 >= 2", "发明专利数 > 2", "发明专利数 >= 2 → 发明专利数 > 2", "condition"),
    (GIANT, "- any:", "- all:",
     "条件“高新技术企业”、“发明专利 2 件以上”：原来在“有一条即可”的一组，现在必须满足", "condition"),
    (GIANT, "person: 评审组", "person: 专家组", "条件“market”的由谁判断：评审组 → 专家组", "condition"),
    (GIANT, "say: 在杨浦区注册", "say: 注册在杨浦区", "条件“in-district”的说法", "condition"),
    (GIANT, "示例〔2020〕1号第三条", "示例〔2020〕1号第四条", "条件“in-district”的依据", "condition"),
    (GIANT, "amount: 500000\n  pay", "amount: 600000\n  pay", "金额：500000 元 → 600000 元", "benefit"),
    (GIANT, "pay: once", "pay: once\n  cap: 营业收入 * 0.1", "封顶：新增 营业收入 * 0.1 元", "benefit"),
    (GIANT, "excludes: [social]", "quota: {count: 3}", "名额：新增 数量 3", "quota"),
    (GIANT, "excludes: [social]", "quota: {count: 3}", "不能同享：取消（原为 social）", "excludes"),
    (GIANT, "to: 05-31", "to: 06-30", "申报期·止：05-31 → 06-30", "intake"),
    (GIANT, "excludes: [social]", "ceiling: {per: life, amount: 9}\nexcludes: [social]", "单家上限：新增", "ceiling"),
    (GIANT, "excludes: [social]", "until: 2030-01-01\nexcludes: [social]", "施行到：新增 2030-01-01", "until"),
    (GIANT, "excludes: [social]", "rank: 从业人员\nexcludes: [social]", "排序：新增 从业人员", "rank"),
    (GIANT, "excludes: [social]", "together: [{with: [social], at_most: 研发费用}]\nexcludes: [social]",
     "与 social 合计至多：新增 研发费用 元", "together"),
    (GIANT,
     "excludes: [social]", f"obligations: [{DUTY}]\nexcludes: [social]",
     "新增义务“stay”：不裁员（从业人员 >= 1，12 个月）", "obligation"),
    (SOCIAL, "per: month", "per: quarter", "给付次数：每月一次，共 36 次 → 每季度一次，共 36 次", "benefit"),
    (SOCIAL, "times: 36", "times: 24", "共 36 次 → 每月一次，共 24 次", "benefit"),
    (SOCIAL, "round: fen", "round: yuan", "取整：到分 → 到元", "benefit"),
    (ABOUT, "office: 区科委", "office: 区人社局", "主办部门：区科委 → 区人社局", "programme"),
    (ABOUT, "status: seed", "status: official", "依据", "programme"),
    (PARAMETERS, "2022-07-01: 6520", "2022-07-01: 6600",
     "参数“月社保缴费基数下限”自 2022-07-01 起：6520 元 → 6600 元", "parameter"),
    (PARAMETERS, "2022-10-01: 0.265", "2022-11-01: 0.265", "自 2022-11-01 起：新增 0.265", "parameter"),
    (PARAMETERS, "2022-07-01: 6520}", "2022-07-01: 6520}", "", ""),
    (SIZE, "'>= 300', '>= 20000000'", "'>= 250', '>= 20000000'", "决策表“size”第 2 行", "table"),
    (SIZE, "inputs: [行业, 从业人员, 营业收入]", "inputs: [行业, 从业人员, 研发费用]", "决策表“size”的输入：", "table"),
    (SIZE, "hit: F\n", "hit: F\ndefault: '\"微型\"'\n", "决策表“size”的默认值：新增 规模 \"微型\"", "table"),
    (SIZE, "  - ['\"软件业\"', '-', '-', '\"微型\"']\n", "", "决策表“size”原第 7 行：取消", "table"),
    ("city/tables/industries.yaml", "批发业]", "批发业, 零售业]", "词表“industries”新增“零售业”", "table"),
    (VOCABULARY, "is: 研发费用 / 营业收入", "is: 研发费用 / 营业收入 * 2", "派生事实“研发占比”", "derived"),
    (VOCABULARY, "fresh: P3M", "fresh: P6M", "事实“从业人员”的多久算旧：P3M → P6M", "fact"),
    (VOCABULARY, "one_of: [杨浦区, 虹口区, 静安区]", "one_of: [杨浦区, 虹口区]",
     "事实“注册区”的可取的词：取消（原为 静安区）", "fact"),
    (CITY, "name: 示例市", "name: 样例市", "层级“city”·名称：示例市 → 样例市", "layer"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "said", "kind"), EDITS)
def test_an_edit_is_said(path: str, old: str, new: str, said: str, kind: str) -> None:
    found = [
        each for each in differences(small(), read_files(edited(path, old, new), "town")) if each.kind != "follows"
    ]
    if not kind:
        assert found == []
        return
    assert any(said in each.say and each.kind == kind for each in found), [each.say for each in found]
    back = [each for each in differences(read_files(edited(path, old, new), "town"), small()) if each.kind != "follows"]
    assert len(back) == len(found)
    assert all((each.before, each.after) != (other.before, other.after) or each.before is None
               for each, other in zip(found, back, strict=True))  # fmt: skip


SAME = [
    (GIANT, '企业规模 in ("中型", "小型", "微型")', '企业规模="微型" or 企业规模 in ("小型","中型")'),
    (GIANT, "发明专利数 >= 2", "2 <= 发明专利数"), (GIANT, 'when: 注册区 = "杨浦区"', "when: '\"杨浦区\"=注册区'"),
    (GIANT, "amount: 500000\n  pay", "amount: 500000.00\n  pay"),
    (GIANT, "intake: {mode: window, from: 04-01, to: 05-31}", "intake:\n  to: 05-31\n  from: 04-01\n  mode: window"),
    (GIANT, "when: 失信被执行}", "when: not(not(失信被执行))}"),
    (SOCIAL, "成立月数 <= 36", "36 >= 成立月数"),
    (VOCABULARY, "is: 研发费用 / 营业收入", "is: '研发费用/营业收入'"),
    (PARAMETERS, "6520", "6520.0"),
    (SIZE, "inputs: [行业, 从业人员, 营业收入]", "inputs: ['行业 ', 从业人员, 营业收入]"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new"), SAME)
def test_another_way_of_writing_is_no_difference(path: str, old: str, new: str) -> None:
    assert [each.say for each in differences(small(), read_files(edited(path, old, new), "town"))] == []


def test_another_order_is_no_difference() -> None:
    text = files()[GIANT]
    head, first, rest = re.split(r"(?=  - id: in-district|  - \{id: size)", text, maxsplit=2)
    size, others = rest.split("\n", 1)
    turned = f"{head}{size}\n{first}{others}"
    assert turned != text
    assert differences(small(), read_files({**files(), GIANT: turned}, "town")) == []
    assert differences(yangpu(), yangpu()) == []


def staffed(policy: str, *rows: str) -> Catalogue:
    """The small catalogue with a table of no overlaps and no gaps in the place of its sizes."""
    listed = "".join(f"  - ['{test}', '\"{word}\"']\n" for test, word in (row.split(":") for row in rows))
    head = "inputs: [从业人员]\noutputs: [{name: 规模, type: string}]\n"
    return read_files({**files(), SIZE: f"{head}hit: {policy}\nrows:\n{listed}"}, "town")


ROWS = ("< 9:微型", "[9..20):小型", "[20..100):中型", ">= 100:大型")


def test_rows_without_order_are_compared_without_it() -> None:
    assert differences(staffed("U", *ROWS), staffed("U", *reversed(ROWS))) == []
    assert differences(staffed("F", *ROWS), staffed("F", *reversed(ROWS))) != []
    said = [each.say for each in differences(staffed("F", *ROWS), staffed("U", *ROWS)) if each.kind == "table"]
    assert said == ["决策表“size”的命中策略：F → U"]
    wider = differences(staffed("U", *ROWS), staffed("U", ROWS[3], "[15..100):中型", "[9..15):小型", ROWS[0]))
    assert [each.say for each in wider if each.kind == "table"] == [
        '决策表“size”第 3 行：[9..20) → "小型" 改为 [9..15) → "小型"',
        '决策表“size”第 2 行：[20..100) → "中型" 改为 [15..100) → "中型"',
    ]  # fmt: skip


def test_whatever_changes_a_rules_hash_is_said() -> None:
    """Each edit above that changes some version's hash is told of that very programme."""
    for path, old, new, _, _ in EDITS:
        after = read_files(edited(path, old, new), "town")
        found = differences(small(), after)
        for slug, programme in small().programmes.items():
            was = {each.since: each.hash for each in programme.versions}
            now = {each.since: each.hash for each in after.programmes[slug].versions}
            assert (was == now) or any(each.programme == slug for each in found), (path, old)


def test_a_condition_under_another_id_is_the_same_condition() -> None:
    texts = {**files(), GIANT: files()[GIANT].replace("patents", "inventions")}
    found = differences(small(), read_files(texts, "town"))
    assert [each.say for each in found] == ["条件“patents”改编号为“inventions”（发明专利 2 件以上）"]


def test_a_group_that_is_split_is_said() -> None:
    """any(a, b), any(c, d) is another rule than any(a, c), any(b, d); a term more in a group is that term alone."""

    def rule(*groups: str) -> str:
        any_ = [
            f"  - any: [{', '.join(f'{{id: {id_}, say: 甲{id_}, when: 从业人员 >= {ord(id_)}}}' for id_ in each)}]"
            for each in groups
        ]
        return "conditions:\n" + "\n".join(any_) + "\n"

    made = {
        each: read_files({**files(), SOCIAL: rule(*each.split("/"))}, "town") for each in ("ab/cd", "ac/bd", "abe/cd")
    }
    moved = differences(made["ab/cd"], made["ac/bd"])
    assert {part for each in moved for part in each.part.split()} == set("abcd")
    assert [each.part for each in differences(made["ab/cd"], made["abe/cd"])] == ["e"]


def test_a_new_version_says_what_it_changes() -> None:
    later = GIANT.replace("2020-01-01", "2023-01-01")
    text = files()[GIANT].replace("amount: 500000\n  pay", "amount: 700000\n  pay")
    after = read_files({**files(), later: text.replace("amount: 500000}", "amount: 700000}")}, "town")
    said = [(each.kind, each.say) for each in differences(small(), after)]
    assert said == [("version", "新增 2023-01-01 起的版本"), ("benefit", "金额：500000 元 → 700000 元")]
    assert differences(small(), after, dt.date(2022, 6, 24)) == []
    on = differences(small(), after, dt.date(2023, 6, 24))
    assert [each.say for each in on] == ["施行的版本：2020-01-01 → 2023-01-01", "金额：500000 元 → 700000 元"]
    gone = differences(after, small())
    assert [each.say for each in gone] == ["取消 2023-01-01 起的版本"]


def test_a_programme_that_comes_or_goes() -> None:
    fewer = read_files({path: text for path, text in files().items() if "/giant/" not in path}, "town")
    found = differences(small(), fewer)
    assert [(each.change, each.programme) for each in found if each.kind == "programme"] == [("removed", "giant")]
    assert "新增项目“示例小巨人”：评审认定后一次性资助 50 万元。" in [each.say for each in differences(fewer, small())]


def another_way(plan: p.Plan) -> p.Plan:
    """The same said otherwise: terms the other way round, comparisons and sums turned, `not` said twice."""
    parts = [another_way(each) for each in p.children(plan)]
    match plan:
        case p.Logic():
            return p.Logic(plan.type, plan.op, tuple(reversed(parts)))
        case p.Compare():
            turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(plan.op, plan.op)
            return p.Compare(plan.type, turned, parts[1], parts[0])
        case p.Not():
            return p.Not(plan.type, p.Not(plan.type, p.Not(plan.type, parts[0])))
        case p.Arith() if plan.op in ("+", "*"):
            return p.Arith(plan.type, plan.op, parts[1], parts[0])
        case p.Arith():
            return p.Arith(plan.type, plan.op, parts[0], parts[1])
        case p.If():
            return p.If(plan.type, *parts)
        case p.Call():
            return p.Call(plan.type, plan.function, tuple(parts))
        case _:
            return plan


@settings(max_examples=300, deadline=None)
@given(plans())
def test_meaning_does_not_look_at_the_way_of_writing(plan: p.Plan) -> None:
    assert meaning(another_way(plan)) == meaning(plan)
    assert meaning(build(feel_text(plan), SCOPE)) == meaning(plan)


VALUES = st.fixed_dictionaries({}, optional={
    "数": st.integers(-2, 2).map(Decimal), "另 一-个数": st.integers(-2, 2).map(Decimal), "真": st.booleans(),
    "词": st.sampled_from(["甲", "乙"]),
})  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(plans("boolean", 2), plans("boolean", 2), st.lists(VALUES, min_size=1, max_size=4))
def test_what_means_the_same_answers_the_same(one: p.Plan, other: p.Plan, facts: list[dict[str, Value]]) -> None:
    pairs = [(one, another_way(one))] + ([(one, other)] if meaning(one) == meaning(other) else [])
    closures = Closures()
    for each in facts:
        env = Environment({name: each.get(name) for name in NAMES}, {})
        assert all(closures.of(left)(env) == closures.of(right)(env) for left, right in pairs)


def words_of(shape: object) -> Iterator[str]:
    """Every word that a shape of the format allows, at any depth."""
    if isinstance(shape, Word):
        yield from shape.allowed
    for each in vars(shape).values() if dataclasses.is_dataclass(shape) else ():
        for inner in each if isinstance(each, tuple | list) else (each,):
            if dataclasses.is_dataclass(inner):
                yield from words_of(inner)


def test_every_word_of_the_format_is_said_in_words() -> None:
    """`once → yearly` is for machines; a word that an author may write is one a reader may read."""
    found = {word for each in vars(format_rules).values() for word in words_of(each)}
    assert {"once", "yearly", "illustrative", "window"} <= found
    assert [word for word in sorted(found - LETTERS) if spelled(word) == word] == []


@pytest.mark.parametrize(("was", "now", "said"), [
    ("repeat: once\nexcludes: [social]", "repeat: yearly\nexcludes: [social]", "可否再享：一次性 → 每年"),
    ("status: seed", "status: illustrative", "来历 示例参数"),
    ("intake: {mode: window, from: 04-01, to: 05-31}", "intake: {mode: rolling}", "申报期·方式：集中受理 → 全年受理"),
])  # fmt: skip
def test_words_of_the_format_are_said_in_words(was: str, now: str, said: str) -> None:
    old = was if any(was in text for text in files().values()) else "excludes: [social]"
    path = next(path for path, text in files().items() if old in text)
    found = list(differences(read_files(edited(path, old, was), "town"), read_files(edited(path, old, now), "town")))
    assert any(said in each.say for each in found), [each.say for each in found]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, texts in (("a", files()), ("b", edited(PARAMETERS, "2021-07-01: 5975", "2021-07-01: 6000"))):
        for path, text in texts.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(text, encoding="utf-8")
    command = ["diff", str(tmp_path / "a/town"), str(tmp_path / "b/town")]
    assert main(command) == 0
    assert capsys.readouterr().out.splitlines() == [
        "参数“月社保缴费基数下限”自 2021-07-01 起：5975 元 → 6000 元",
        "所依据的变了（月社保缴费基数下限）：示例社保补贴", "2 处不同。",
    ]  # fmt: skip
    assert main([*command, "--as-of", "2023-01-01"]) == 0
    assert "参数" not in capsys.readouterr().out.splitlines()[0]
    assert main([*command, "--json", "--as-of", "2022-01-01"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found[-1]["say"] == "参数“月社保缴费基数下限”（2022-01-01）：5975 元 → 6000 元"
    assert main(["diff", command[1], command[1]]) == 0
    assert capsys.readouterr().out == "没有不同（按含义比较）。\n"
    assert main(["diff", command[1], str(tmp_path / "nothing")]) == 1
