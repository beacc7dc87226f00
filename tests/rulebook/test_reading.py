"""Reading a catalogue: what is understood, and every mistake with its file, line and column."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from rulebook import CatalogueError, read_catalogue, read_files
from tests.rulebook.small import CITY, GIANT, SOCIAL, VOCABULARY, edited, files, line_of, small

PROGRAMME = "town/programmes/giant/programme.yaml"
PARAMETERS = "city/parameters/social.yaml"
SIZE = "city/tables/size.yaml"


def faults_of(texts: dict[str, str]) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read_files(texts, "town")
    return [str(fault) for fault in caught.value.faults]


def test_layers_are_read_from_the_top() -> None:
    catalogue = small()
    assert [layer.name for layer in catalogue.layers] == ["示例市", "示例区"]
    assert catalogue.layer.offices == (("区科委", "示例区科学技术委员会"), ("区人社局", "区人社局"))


def test_facts_parameters_and_programmes_are_typed() -> None:
    catalogue = small()
    assert catalogue.facts["从业人员"].places == 0
    assert catalogue.facts["行业"].choices == ("工业", "软件业", "批发业")
    assert catalogue.derived["企业规模"].choices == ("大型", "中型", "小型", "微型")
    floor = catalogue.parameters["月社保缴费基数下限"]
    assert [floor.on(dt.date(*day)) for day in ((2021, 6, 30), (2021, 7, 1), (2022, 7, 1))] == [
        None,
        Decimal(5975),
        Decimal(6520),
    ]
    version = catalogue.programmes["giant"].versions[0]
    assert version.rest["intake"] == {"mode": "window", "from": "04-01", "to": "05-31"}
    assert version.coverage == (5, 6)


def test_shares_of_a_benefit_are_read_in_per_cent() -> None:
    texts = edited(
        GIANT, "  pay: once", "  instalments: [{share: 33.33 %, at: decision}, {share: 66.67 %, at: acceptance}]"
    )
    benefit = read_files(texts, "town").programmes["giant"].versions[0].benefit
    assert benefit.instalments == ((Decimal("33.33"), "decision"), (Decimal("66.67"), "acceptance"))
    assert small().programmes["giant"].versions[0].benefit.instalments == ()


def test_files_come_back_as_they_went_in() -> None:
    assert small().files == files()


def test_reading_a_folder_is_reading_its_texts(tmp_path: Path) -> None:
    for path, text in files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert read_catalogue(tmp_path / "town").hash == small().hash


def test_a_folder_without_layer_yaml(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"layer\.yaml:1:1: 没有这个文件"):
        read_catalogue(tmp_path)


def test_a_version_ends_the_day_before_the_next() -> None:
    later = {"town/programmes/giant/2023-01-01.yaml": "conditions: [{id: a, say: 甲, person: 评审组}]\n"}
    giant = read_files(files() | later, "town").programmes["giant"]
    assert giant.version_on(dt.date(2022, 12, 31)) is giant.versions[0]
    assert giant.version_on(dt.date(2023, 1, 1)) is giant.versions[1]
    assert giant.version_on(dt.date(2019, 12, 31)) is None


def test_a_version_says_its_last_day() -> None:
    texts = edited(SOCIAL, "conditions:", "until: 2022-12-31\nconditions:")
    programme = read_files(texts, "town").programmes["social"]
    assert programme.version_on(dt.date(2022, 12, 31)) is not None
    assert programme.version_on(dt.date(2023, 1, 1)) is None


MISTAKES = [
    # file, what stood there, what is written instead, where the fault points, what it says
    (
        GIANT,
        "when: 高新技术企业 = true",
        "when: 高薪技术企业 = true",
        "高薪",
        "没有名为“高薪技术企业”的事实或参数，是不是“高新技术企业”？",
    ),
    (GIANT, '注册区 = "杨浦区"', '注册区 = "杨埔区"', '"杨埔区"', "“注册区”没有“杨埔区”这个取值，是不是“杨浦区”？"),
    (GIANT, "发明专利数 >= 2,", '发明专利数 >= "2",', "发明专利数 >= ", "数字不能和文字比较。"),
    (GIANT, "发明专利数 >= 2,", "发明专利数 + 2,", "发明专利数 + 2", "这里要是否，得到的是数字。"),
    (GIANT, "发明专利数 >= 2,", "发明专利数 >= ,", "发明专利数 >= ", "表达式读不懂"),
    (GIANT, "发明专利数 >= 2,", "发明专利数 >= null,", "null", "规则里没有 null"),
    (GIANT, "发明专利数 >= 2,", "'count([1]) >= 2',", "count", "规则里不能用函数“count”"),
    (GIANT, "发明专利数 >= 2,", "'some x in [1] satisfies x = 发明专利数',", "some", "规则里不能用 Some"),
    (GIANT, "发明专利数 >= 2,", 'abs("a") = 1,', '"a"', "“abs”的第 1 个参数要数字，得到的是文字。"),
    (GIANT, "发明专利数 >= 2,", "'abs(1, 2) = 1',", "abs(1, 2)", "“abs”要 1 个参数，写了 2 个。"),
    (GIANT, "发明专利数 >= 2,", '成立日期 > date("2020-02-30"),', '"2020-02-30"', "“2020-02-30”不是日期"),
    (GIANT, "  amount: 500000\n", "  amount: '\"五十万\"'\n", '"五十万"', "这里要数字，得到的是文字。"),
    (GIANT, "  amount: 500000\n", "  ammount: 500000\n", "ammount", "benefit 里没有“ammount”这一项，是不是“amount”"),
    (GIANT, "conditions:\n", "condition:\n", "condition:", "规则文件里没有“condition”这一项，是不是“conditions”"),
    (GIANT, "id: hi-tech", "id: size", "{id: size, say: 高新", "条件 id “size”用了两次，第一次在第 6 行。"),
    (
        GIANT,
        "{id: market, say: 产品技术国内领先, person: 评审组}",
        "{id: market, say: 产品技术国内领先}",
        "{id: market",
        "要么写 when（机器判断），要么写 person",
    ),
    (
        GIANT,
        "{id: market, say: 产品技术国内领先, person: 评审组}",
        "{id: market, person: 评审组}",
        "{id: market",
        "条件缺“say”",
    ),
    (
        GIANT,
        "status: illustrative",
        "status: ilustrative",
        "ilustrative",
        "应是下列之一：official、seed、illustrative，是不是“illustrative”？",
    ),
    (GIANT, "given: {注册区: 虹口区}", "given: {注册地: 虹口区}", "注册地", "没有名为“注册地”的事实，是不是“注册区”？"),
    (GIANT, "given: {注册区: 虹口区}", "given: {注册区: 虹桥区}", "虹桥区", "“注册区”没有“虹桥区”这个取值"),
    (
        GIANT,
        "高新技术企业: false, 发明专利数: 1",
        "高新技术企业: 也许, 发明专利数: 1",
        "也许",
        "“高新技术企业”应是是否，写的是“也许”。",
    ),
    (
        GIANT,
        "高新技术企业: false, 发明专利数: 1",
        "高新技术企业: false, 发明专利数: 一",
        "一}",
        "“发明专利数”应是数字，写的是“一”。",
    ),
    (
        GIANT,
        "missing: [企业规模, 高新技术企业]",
        "missing: [企业规摸]",
        "企业规摸",
        "没有名为“企业规摸”的事实，是不是“企业规模”？",
    ),
    (
        GIANT,
        "because: [dishonest]",
        "because: [dishonesty]",
        "dishonesty",
        "没有名为“dishonesty”的条件，是不是“dishonest”？",
    ),
    (
        GIANT,
        "answers: {market: yes}",
        "answers: {markets: yes}",
        "markets",
        "没有 id 为“markets”的条件，是不是“market”",
    ),
    (
        GIANT,
        "expect: {eligible: unknown,",
        "expect: {eligible: maybe,",
        "maybe",
        "expect 的 eligible 写的是“maybe”，应是下列之一：yes、no、unknown",
    ),
    (PROGRAMME, "office: 区科委", "office: 区科教委", "区科教委", "layer.yaml 里没有部门“区科教委”，是不是“区科委”？"),
    (PROGRAMME, "kind: award", "kind: awards", "awards", "是不是“award”"),
    (PROGRAMME, "slug: giant", "slug: gigant", "gigant", "文件夹名是“giant”，两者要一致"),
    (PROGRAMME, "name: 示例小巨人\n", "", "slug:", "programme.yaml 缺“name”"),
    (
        VOCABULARY,
        "one_of: table industries",
        "one_of: table industry",
        "table industry",
        "没有决策表“industry”，是不是“industries”",
    ),
    (
        VOCABULARY,
        "{type: boolean, source: 科委}",
        "{type: bool, source: 科委}",
        "bool,",
        "应是下列之一：string、number、boolean、date",
    ),
    (VOCABULARY, "is: table size", "is: table siz", "table siz", "没有决策表“siz”，是不是“size”"),
    (
        VOCABULARY,
        "is: 研发费用 / 营业收入",
        "is: 研发费用 / 营业额",
        "营业额",
        "没有名为“营业额”的事实或参数，是不是“营业收入”",
    ),
    (
        VOCABULARY,
        "{type: number, is: 研发费用 / 营业收入}",
        "{type: string, is: 研发费用 / 营业收入}",
        "研发费用 / ",
        "派生事实“研发占比”写的类型是文字，算出来的是数字。",
    ),
    (
        VOCABULARY,
        "{type: number, is: 研发费用 / 营业收入}",
        "{type: number, is: 研发占比 + 1}",
        "研发占比:",
        "研发占比 → 研发占比",
    ),
    (PARAMETERS, "2021-07-01: 5975", "2021-7-1: 5975", "2021-7-1", "写的是“2021-7-1”，应是日期，例如 2022-06-24。"),
    (PARAMETERS, "2022-07-01: 6520", "2022-07-01: 六千五", "六千五", "应是数字，写的是“六千五”。"),
    (
        PARAMETERS,
        "values: {2021-07-01: 0.27, 2022-10-01: 0.265}",
        "value: 0.27",
        "value: 0.27",
        "参数里没有“value”这一项，是不是“values”？",
    ),
    (SIZE, "'>= 1000', '>= 400000000'", "'>= 一千', '>= 400000000'", "一千", "没有名为“一千”"),
    (
        SIZE,
        "'>= 1000', '>= 400000000', ",
        "'>= 1000', ",
        "- ['\"工业\"', '>= 1000', '\"大型\"'",
        "这一行有 3 格，应有 3 个输入格和 1 个输出格。",
    ),
    (GIANT, "  pay: once", "  instalments: [{share: 50 %, at: decision}]", "[{share", "合计应是 100 %"),
    (GIANT, "  pay: once", "  instalments: [{share: 一半, at: decision}]", "一半", "应是百分数"),
    (GIANT, "  pay: once", "  instalments: [decision]", "decision", "写的是“decision”，应是对照 {share: …}"),
    (SOCIAL, "  round: fen", "  instalments: [{share: 100 %}]", "[{share", "不能同时写"),
    (SIZE, "hit: F", "hit: R", "hit: R", "不能用命中策略 R"),
    (SIZE, "hit: F", "hit: Z", "Z", "hit 写的是“Z”，应是下列之一：U、A、P"),
    ("town/layer.yaml", "parent: city", "parent: village", "parent: village", "找不到上级文件夹“village”"),
    (CITY, "name: 示例市\n", "name: 示例市\nname: 又一个\n", "name: 又一个", "“name”写了两次，第一次在第 1 行。"),
    (CITY, "name: 示例市\n", "name: &a 示例市\nalso: *a\n", "&a 示例市", "不用锚点"),
    (CITY, "name: 示例市\n", "name: [示例市\n", "code", "不是有效的 YAML"),
    (CITY, "name: 示例市\n", "---\nname: 示例市\n---\n", "---\ncode", "不是有效的 YAML"),
]


@pytest.mark.parametrize(("path", "old", "new", "at", "says"), MISTAKES, ids=[each[2][:24] for each in MISTAKES])
def test_a_mistake_is_told_with_its_place(path: str, old: str, new: str, at: str, says: str) -> None:
    texts = edited(path, old, new)
    told = [each for each in faults_of(texts) if says in each]
    assert told, faults_of(texts)
    assert told[0].startswith(f"{path}:{line_of(texts, path, at)}:"), told


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("when: 高新技术企业 = true", "when: 高薪技术企业 = true", "高薪"),
        ('when: 注册区 = "杨浦区"', 'when: 注册区 = "杨浦"', '"杨浦"'),
        ('when: \'企业规模 in ("中型",', 'when: \'企业规模 in ("中等",', '"中等"'),
    ],
)
def test_the_column_points_into_the_expression(old: str, new: str, at: str) -> None:
    texts = edited(GIANT, old, new)
    line = texts[GIANT].splitlines()[line_of(texts, GIANT, at) - 1]
    assert f":{line.index(at) + 1}: " in faults_of(texts)[0]


def test_a_block_expression_has_its_own_lines() -> None:
    texts = edited(GIANT, 'when: 注册区 = "杨浦区"\n', 'when: |\n      注册区 = "杨浦区"\n      and 成立年 > 3\n')
    assert faults_of(texts)[0].startswith(f"{GIANT}:{line_of(texts, GIANT, '成立年')}:11: ")


def test_all_mistakes_are_told_at_once() -> None:
    texts = edited(GIANT, "when: 高新技术企业 = true", "when: 高薪 = true")
    texts[PROGRAMME] = texts[PROGRAMME].replace("kind: award", "kind: prize")
    texts[PARAMETERS] = texts[PARAMETERS].replace("6520", "多")
    assert {each.split(":")[0] for each in faults_of(texts)} >= {GIANT, PROGRAMME, PARAMETERS}


def test_a_programme_folder_needs_programme_yaml() -> None:
    texts = files() | {"town/programmes/lost/2020-01-01.yaml": "conditions: []\n"}
    assert faults_of(texts) == ["town/programmes/lost/programme.yaml:1:1: 没有这个文件：每个项目要有 programme.yaml。"]


def test_a_rule_file_is_named_by_its_day() -> None:
    texts = files() | {"town/programmes/giant/2020-13-01.yaml": "conditions: []\n"}
    assert "规则文件名应是生效日期" in faults_of(texts)[0]


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "town/layer.yaml").write_bytes(b"name: \xff\xfe\n")
    with pytest.raises(CatalogueError, match=r"town/layer\.yaml:1:1: 不是 UTF-8"):
        read_catalogue(tmp_path / "town")


def test_a_mapping_that_is_a_list_is_a_fault_not_a_crash() -> None:
    for path, text in files().items():
        broken = text.replace(": ", ": [x], y: ", 1)
        for instead in ("- a\n- b\n", "just words\n", "{}\n", "", "a: [b, {c: d}]\n", broken):
            texts = files() | {path: instead}
            try:
                read_files(texts, "town")
            except CatalogueError as error:
                assert error.faults


def test_a_field_added_later_leaves_hashes_as_they_are() -> None:
    import dataclasses

    from rulebook.catalogue.catalogue import digest

    @dataclasses.dataclass(frozen=True)
    class Thing:
        name: str

    old = digest(Thing("甲"))

    @dataclasses.dataclass(frozen=True)
    class Wider:
        name: str
        later: tuple[str, ...] = ()

    Wider.__name__ = "Thing"
    assert digest(Wider("甲")) == old
    assert digest(Wider("甲", ("乙",))) != old
