"""The format of a catalogue: every file that is read, and every key of it. To add a key, add its line here.

Rule files have theirs in `format_rules`. From these records come the checks of every key at every depth,
`rulebook schema` and docs/format.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rulebook.catalogue.format_rules import OBLIGATION, PROGRAMME, SUBJECTS, VERSION
from rulebook.catalogue.records import Key, Record
from rulebook.catalogue.shapes import Feel, ListOf, MapOf, Named, Number, OneOf, Scalar, Shape, Word
from rulebook.catalogue.values import (
    ANY,
    BLANK,
    CITE,
    CODE,
    DAY,
    DURATION,
    EN,
    FLAG,
    NOTE,
    PERIOD,
    REPLACES,
    SAY,
    STATUS,
    STATUS_KEY,
    TEXT,
    UNIT,
    WORDS,
    matching,
)

FACT_TYPES = ("string", "number", "boolean", "date")
GRADES = ("register", "certificate", "decision", "declared")
DERIVED_TYPES = (*FACT_TYPES, "months", "days")
POLICIES = ("U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#")
POLICY_NAMES = {"unique": "U", "any": "A", "first": "F", "priority": "P", "rule order": "R", "output order": "O",
                "collect": "C", **{each.lower(): each for each in POLICIES}}  # fmt: skip

OFFICE = Named("office", "layer.yaml 里的部门")
RECONSIDERATION, COURT = Key("reconsideration", TEXT, "行政复议机关"), Key("court", TEXT, "行政诉讼的管辖法院")
CHECKED = Key("checked_on", DAY, "最近一次核对的日期")
PLACES = Key("places", Number(least=0, most=12, whole=True), "小数位数，也定下普查时的精度")

LAYER = Record("layer.yaml ", (
    Key("name", TEXT, "这一层的名称", needed=True, example="上海市杨浦区"),
    Key("code", CODE, "区划代码（GB/T 2260），写在引号里", example="310110"),
    Key("parent", Named("layer", "上级层的文件夹名"), "上级层的文件夹名；最上一层不写", example="shanghai"),
    Key("offices", ListOf(OneOf((TEXT, Record("部门", (
        Key("name", TEXT, "简称，项目里用它", needed=True),
        Key("full", TEXT, "全称"),
        Key("phone", TEXT, "电话"), Key("address", TEXT, "地址"), Key("hours", TEXT, "办公时间"),
        Key("page", TEXT, "网页"), Key("email", TEXT, "对外邮箱，邮件的回复寄到这里"), RECONSIDERATION, COURT,
        EN,
    ))))), "这一层的部门", example="[{name: 区科委, full: 上海市杨浦区科学技术委员会}]"),
    Key("outside", ListOf(Record("别处的项目", (
        Key("slug", TEXT, "代号，excludes 和 together 用它", needed=True),
        Key("name", TEXT, "名称", needed=True),
        Key("office", TEXT, "由谁给"),
        NOTE, EN,
    ))), "目录里没有、由别处给付的项目", example="[{slug: city-loan-interest, name: 市级贷款贴息}]"),
    Key("streets", ListOf(Record("街道", (
        Key("code", CODE, "统计用区划代码"),
        Key("name", TEXT, "名称", needed=True),
        EN,
    ))), "街道镇"),
    Key("remedies", Record("救济途径", (RECONSIDERATION, COURT, Key("source", TEXT, "出处"), NOTE, EN)),
        "不服这一层各部门的决定向谁提出；个别部门不同的写在 offices 里",
        example="{reconsideration: 上海市杨浦区人民政府}"),
    Key("hotline", TEXT, "便民热线", example="12345"),
    Key("proposals", ListOf(Record("建议答复用词", (
        Key("body", TEXT, "谁提的：人大代表建议、政协提案", needed=True),
        Key("year", Number(least=1980, most=2100, whole=True), "年份", needed=True),
        Key("outcome", TEXT, "办理结果的用词", needed=True),
        Key("publicity", TEXT, "公开属性的用词"),
        Key("source", TEXT, "出自哪件答复"),
        NOTE, EN,
    ))), "建议、提案答复的办理结果用词"),
    Key("words", WORDS, "处处一样的词（单位、部门、角色、预算项目）→ 英文；单独写着这个词的地方不用再写 en",
        example="{元: yuan, 评审组: review panel}"),
    NOTE, EN,
), top=True)  # fmt: skip

CHOICES = OneOf((ListOf(TEXT, least=1, unique=True), matching(r"table \S+", "table 加表名，例如 table industries")))
FACT = Record("事实", (
    Key("subject", Word(SUBJECTS), "说的是谁：企业、个人、基地；不写时看文件开头的 subject", example="person"),
    Key("type", Word(FACT_TYPES), "类型：文字、数字、是否、日期", needed=True),
    UNIT, PLACES,
    Key("source", TEXT, "谁担保这个事实", example="市场监管登记"),
    Key("vouched_by", ListOf(Word(GRADES), least=1, one=True, unique=True),
        "哪些来历的值作数：register 登记数据、certificate 证书材料、decision 本系统决定、declared 企业申报；"
        "不写时都作数。"
        "没有 declared 的，由 source 写明的部门核验，不向企业问", example="[register]"),
    Key("fresh", DURATION, "多久之内有效，过期算未知", example="P1Y"),
    Key("per", PERIOD, "数字说的是多长时间里的量", example="year"),
    Key("personal", FLAG, "是否个人信息"),
    Key("one_of", CHOICES, "可取的文字，或取自一张表", example="[存续, 注销]"),
    Key("ask", TEXT, "向企业问这件事的话"),
    Key("label", TEXT, "页面上的名称"),
    Key("group", TEXT, "页面上归在哪一组"),
    Key("example", TEXT, "样例"),
    Key("grade", TEXT, "数据分级"),
    REPLACES, NOTE, EN,
), named=True)  # fmt: skip
ASKING = Record("问法", (
    Key("hint", TEXT, "写在问题下面的一句说明：看哪张证、怎么数", example="按签了劳动合同的人数算，约数也可以"),
    Key("ease", Number(least=1, most=5, whole=True),
        "好不好答：5 张口就来，4 看一眼执照，3 要想一想，2 要查账或查系统，1 只有主管部门或会计知道；不写是 3"),
    Key("founder", TEXT, "向还没有企业的创业者问的话；不写就不问创业者", example="打算雇几个人？"),
    Key("suggest", ListOf(TEXT, least=1, unique=True), "常见的答案，可以选，也可以另填；第一个是本地的",
        example="[杨浦区, 虹口区]"),
    Key("free", FLAG, "文字不限于规则里提到的那几个，可以另填"),
    Key("usual", Scalar("一个值"),
        "多数企业的情形：用来排问题的先后；只有主管部门能核验的，公开自测时先按它算，并且说明", example="false"),
    Key("least", Scalar("一个值"), "最小可能的值，再小就是填错；日期是最早哪天", example="0"),
    Key("most", Scalar("一个值"), "最大可能的值，再大就是填错；日期写 核算日 表示不能晚于当天", example="核算日"),
    Key("part_of", Named("base fact", "事实名"), "是哪个数里的一部分：答得比它多就是填错", example="从业人员"),
    Key("public", FLAG, "是否登记机关向社会公示的信息；只有这样的，才按统一社会信用代码给外人看"),
    NOTE, EN,
))  # fmt: skip
DERIVED = Record("派生事实", (
    Key("type", Word(DERIVED_TYPES), "算出来的类型", needed=True),
    Key("is", Scalar("一个 FEEL 表达式，或 table 表名、table 表名.输出"), "怎么算出来", needed=True,
        example="研发费用 / 营业收入 * 100"),
    UNIT, PLACES,
    Key("one_of", CHOICES, "可取的文字"),
    Key("ask", TEXT, "向企业问这件事的话"),
    Key("source", TEXT, "算法的出处"),
    Key("label", TEXT, "页面上的名称"),
    Key("group", TEXT, "页面上归在哪一组"),
    REPLACES, NOTE, EN,
), named=True)  # fmt: skip
GROUP = Record("分组", (
    Key("name", TEXT, "组名", needed=True),
    Key("facts", ListOf(Named("base fact", "事实名"), least=1, unique=True), "这一组有哪些事实", needed=True),
    NOTE, EN,
))  # fmt: skip
VOCABULARY = Record("vocabulary.yaml ", (
    Key("subject", Word(SUBJECTS), "这些事实说的是谁：企业、个人、基地；不写是 enterprise，个别事实另写 subject"),
    Key("groups", ListOf(GROUP), "页面上把事实分成几组；事实自己写了 group 的，以它为准；没有列到的归在最后",
        example="[{name: 人员, facts: [从业人员, 参保人数]}]"),
    Key("facts", MapOf(TEXT, FACT), "事实名 → 类型、单位、来源"),
    Key("derived", MapOf(TEXT, DERIVED), "由别的事实算出来的事实"),
    Key("asking", MapOf(Named("fact", "事实名"), ASKING),
        "事实怎么问：说明、好不好答、多大算错；下级层可以改写上级层事实的问法"),
    NOTE,
), top=True)  # fmt: skip

PARAMETER = Record("参数", (
    Key("values", MapOf(DAY, Scalar("一个值"), least=1), "从哪天起是多少", needed=True,
        example="{2021-07-01: 5975, 2022-07-01: 6520}"),
    UNIT,
    Key("source", TEXT, "文号或网页"),
    STATUS_KEY, CHECKED,
    Key("type", Word(FACT_TYPES), "类型，不写时看值"),
    PLACES,
    Key("owner", TEXT, "谁负责更新"),
    Key("name", TEXT, "页面上的名称"),
    REPLACES, NOTE, EN,
), named=True)  # fmt: skip
PARAMETERS = MapOf(TEXT, PARAMETER)

CELL = Scalar("一格：FEEL 单元测试或结果，- 表示不限", blank=True)
TABLE_INPUT = OneOf((Feel("输入"), Record("输入", (
    Key("is", Feel("输入"), "表达式"),
    Key("expression", Feel("输入"), "同 is"),
    Key("fact", Feel("输入"), "事实名，同 is"),
    Key("name", TEXT, "列标题；没有 is 时就是事实名"),
    Key("values", ListOf(BLANK, least=1), "可取的值"),
    NOTE,
))))  # fmt: skip
TABLE_OUTPUT = OneOf((TEXT, Record("输出", (
    Key("name", TEXT, "输出的名称", needed=True),
    Key("type", Word(DERIVED_TYPES), "类型"),
    Key("values", ListOf(BLANK, least=1, unique=True), "可取的值；命中策略 P 和 O 按这个次序，先写的优先"),
    Key("default", CELL, "没有一行命中时的值"),
    NOTE,
))))  # fmt: skip
ROW = OneOf((ListOf(CELL), Record("一行", (
    Key("if", ListOf(CELL, one=True), "各输入格"),
    Key("when", ListOf(CELL, one=True), "同 if"),
    Key("inputs", ListOf(CELL, one=True), "同 if"),
    Key("then", ListOf(CELL, one=True), "各输出格"),
    Key("outputs", ListOf(CELL, one=True), "同 then"),
    NOTE,
))))  # fmt: skip
HIT = Word(POLICIES, tuple(POLICY_NAMES))
TABLE = Record("决策表", (
    Key("title", TEXT, "标题"),
    Key("name", TEXT, "同 title"),
    Key("inputs", ListOf(TABLE_INPUT, least=1), "输入：事实名或表达式", example="[划型行业, 从业人员, 营业收入]"),
    Key("outputs", ListOf(TABLE_OUTPUT, least=1), "输出", example="[{name: 规模, type: string}]"),
    Key("hit", HIT, "命中策略，不写是 U：U 唯一、A 相同、F 第一、P 优先、C+ C< C> C# 汇总", example="F"),
    Key("hit policy", HIT, "同 hit"),
    Key("hit_policy", HIT, "同 hit"),
    Key("policy", HIT, "同 hit"),
    Key("rows", ListOf(ROW, least=1), "各行：先输入格，后输出格"),
    Key("rules", ListOf(ROW, least=1), "同 rows"),
    Key("default", OneOf((CELL, ListOf(CELL, least=1), MapOf(TEXT, CELL))),
        "没有一行命中时的结果；有几个输出时写成列表或对照"),
    Key("gaps", TEXT, "为什么有些情形一行都不符合；写了就不再提示"),
    Key("values", OneOf((ListOf(TEXT, least=1, unique=True), MapOf(TEXT, ANY, least=1))),
        "只是一份名单：one_of: table 用的文字"),
    Key("source", TEXT, "出处"),
    STATUS_KEY, CHECKED,
    Key("basis", TEXT, "依据"),
    CITE, REPLACES, NOTE, EN,
), top=True)  # fmt: skip

MEMBER = Named("programme", "项目的文件夹名（slug）")
PACKAGE = Record("一揽子政策", (
    Key("name", TEXT, "名称", needed=True),
    Key("office", OFFICE, "牵头部门"),
    Key("summary", TEXT, "简介"),
    Key("source", TEXT, "出处"),
    STATUS_KEY,
    Key("from", DAY, "从哪天起"),
    Key("until", DAY, "到哪天止"),
    Key("parts", ListOf(Record("一部分", (
        Key("name", TEXT, "名称", needed=True),
        Key("members", ListOf(MEMBER, least=1, unique=True), "各项目", needed=True),
        NOTE, EN,
    )), least=1), "各部分", needed=True, example="[{name: 减轻负担, members: [rent-waiver]}]"),
    NOTE, EN,
), top=True)  # fmt: skip

RUNG = Record("梯队的一级", (
    Key("id", TEXT, "编号", needed=True),
    Key("name", TEXT, "名称", needed=True),
    SAY,
    Key("when", Feel("是否"), "怎样算在这一级"),
    Key("programme", MEMBER, "达到哪个项目的条件"),
    CITE, STATUS_KEY, NOTE, EN,
))  # fmt: skip
LADDER = Record("梯队", (
    Key("name", TEXT, "名称", needed=True),
    Key("summary", TEXT, "简介"),
    Key("office", OFFICE, "牵头部门"),
    Key("rungs", ListOf(RUNG, least=1), "从低到高各级", needed=True),
    NOTE, EN,
), top=True)  # fmt: skip

ANSWER = Record("问答的开头", (
    Key("title", TEXT, "问题", needed=True),
    Key("topics", ListOf(TEXT, unique=True, one=True), "主题"),
    Key("office", OFFICE, "答复部门"),
    Key("programmes", ListOf(MEMBER, unique=True, one=True), "说的是哪些项目"),
    CITE,
    Key("source", TEXT, "出处"),
    CHECKED, STATUS_KEY, NOTE, EN,
), top=True)  # fmt: skip
ANSWER_ENGLISH = Record("问答的英文 ", (Key("title", TEXT, "问题的英文", needed=True), NOTE), top=True)
DOCUMENT = Record("文件的开头", (
    Key("number", TEXT, "文号，依据里怎样写这里就怎样写", needed=True, example="杨府规〔2017〕1号"),
    Key("title", TEXT, "文件名称", needed=True),
    Key("issuer", TEXT, "发文机关"),
    Key("issued", DAY, "发文日期"),
    Key("source", TEXT, "文本从哪里来", needed=True),
    Key("publicity", TEXT, "公开属性；不是公开的文件不收", needed=True),
    Key("whole", FLAG, "是否全文；不写是全文"),
    Key("omitted", TEXT, "略去了什么"),
    CHECKED, STATUS_KEY, NOTE, EN,
), top=True)  # fmt: skip
DAYS = matching(r"\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?", "日期 2027-02-06，或起止 2027-02-06/2027-02-12")
HOLIDAYS = Record("节假日文件", (
    Key("source", TEXT, "放假安排的文号", needed=True, example="国办发明电〔2026〕7号"),
    Key("off", MapOf(DAYS, TEXT, least=1), "放假的日期或起止 → 节日名称", needed=True, example="{2027-01-01: 元旦}"),
    Key("work", ListOf(DAYS, unique=True), "上班的周末", example="[2027-02-05]"),
    STATUS_KEY, CHECKED, REPLACES, NOTE,
), top=True)  # fmt: skip
MEANT = ListOf(TEXT, least=1, unique=True, one=True)
SYNONYMS = Record("近义词", (
    Key("same", ListOf(ListOf(TEXT, least=2, unique=True)), "一组组可以互换的说法：搜其中一个，也找得到写着另一个的",
        example="[[个体工商户, 个体户]]"),
    Key("means", MapOf(TEXT, MEANT), "人们的说法 → 目录里的说法：搜左边也找右边，搜右边不找左边",
        example="{高企: [高新技术企业]}"),
    NOTE,
), top=True)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of file: where it stands below its layer, its shape (None: prose), and what it is for."""

    name: str
    path: str
    shape: Shape | None
    says: str

    @property
    def pattern(self) -> re.Pattern[str]:
        parts = {"<name>": r"[^/]+", "<slug>": r"[^/]+", "<year>": r"\d{4}", "<YYYY-MM-DD>": r"[^/]+"}
        text = re.escape(self.path)
        for written, meant in parts.items():
            text = text.replace(re.escape(written), meant)
        return re.compile(text)


KINDS = (
    Kind("layer", "layer.yaml", LAYER, "一层：名称、区划、上级、部门"),
    Kind("vocabulary", "vocabulary.yaml", VOCABULARY, "事实和派生事实"),
    Kind("parameters", "parameters/<name>.yaml", PARAMETERS, "随日期变化的数值：参数名 → 各项"),
    Kind("table", "tables/<name>.yaml", TABLE, "决策表，或一份名单"),
    Kind("dmn", "tables/<name>.dmn", TABLE, "标准编辑器写的决策表"),
    Kind("programme", "programmes/<slug>/programme.yaml", PROGRAMME, "项目：谁办、凭什么、给谁"),
    Kind("version", "programmes/<slug>/<YYYY-MM-DD>.yaml", VERSION, "从这一天起的规则"),
    Kind("text", "programmes/<slug>/text.md", None, "文件原文"),
    Kind("package", "packages/<slug>.yaml", PACKAGE, "一起宣布的几个项目"),
    Kind("ladder", "ladders/<slug>.yaml", LADDER, "梯队：从低到高各级"),
    Kind("answer_english", "answers/<slug>.en.md", ANSWER_ENGLISH, "同名问答的英文：开头是问题，下面逐段对应"),
    Kind("answer", "answers/<slug>.md", ANSWER, "面向公众的问答，开头写在两行 --- 之间"),
    Kind("synonyms", "synonyms.yaml", SYNONYMS, "近义词：人们搜索时怎么叫；各层的合在一起"),
    Kind("document", "documents/<slug>.md", DOCUMENT, "可以引用的文件原文，开头写在两行 --- 之间"),
    Kind("holidays", "holidays/<year>.yaml", HOLIDAYS, "工作日历的补充"),
)


def kind_of(path: str) -> Kind | None:
    """The kind of a file by its path below the layer's folder; None for a file that nobody reads."""
    return next((kind for kind in KINDS if kind.pattern.fullmatch(path)), None)


__all__ = ["KINDS", "OBLIGATION", "PROGRAMME", "STATUS", "VERSION", "Kind", "kind_of"]
