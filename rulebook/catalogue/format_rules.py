"""The format of programmes: every key of programme.yaml and of a dated rule file. To add a key, add its line here."""

from __future__ import annotations

from rulebook.catalogue.periods import LIMITS
from rulebook.catalogue.records import ByKey, Key, Record
from rulebook.catalogue.repeat import DAYS
from rulebook.catalogue.shapes import Feel, Flag, Later, ListOf, MapOf, Named, Number, OneOf, Scalar, Word
from rulebook.catalogue.values import (
    CITE,
    COUNT,
    DAY,
    DURATION,
    EN,
    FLAG,
    MONEY,
    MONTH_DAY,
    MONTHS_LONG,
    NOTE,
    PERCENT,
    PERIOD,
    REPLACES,
    SAY,
    STATUS_KEY,
    TERM,
    TEXT,
    matching,
)

KINDS = ("subsidy", "award", "loan", "interest", "fee", "rent", "training", "place", "service", "recognition")
SUBJECTS = ("enterprise", "person", "base")
SERVED = ("enterprise", "sole-trader", "founder", "student", "job-seeker")
RECHECKS = ("due_date", "today")  # by which day a period that is due is judged before it is paid
STEPS = ("accept", "joint-review", "score", "notice", "decide", "pay")
MODES = ("rolling", "window", "automatic")
RESULTS = ("score", "rank", "nothing")
TERMS = ("accept", "correct", "lapse", "joint", "notice", "decide", "appeal", "review", "hearing")
SIGNERS = ("officer", "reviewer", "leader")  # 经办 → 复核 → 审批
SILENCE = ("agree", "object", "remind")
OUTLIERS = ("mark", "drop", "ask")
ALLOCATIONS = ("rank", "first-come", "pro-rata", "lottery")
COLUMN_TYPES = ("string", "number", "date", "month", "id_number")
CHECKS = {"monthly": 1, "quarterly": 3, "yearly": 12}
BREACHES = ("recover all", "recover pro rata", "remind")
KEPT: dict[str, bool | None] = {"kept": True, "breached": False, "unknown": None}
ROW_LIMIT, MONTH_LIMIT = 2000, 36

OFFICE = Named("office", "layer.yaml 里的部门")
SLUG = Named("programme", "项目的文件夹名（slug）")
BOOLEAN, YUAN = Feel("是否"), Feel("数字（元）")
VALUE = Scalar("一个值")
ELIGIBLE = Flag(("yes", "no", "unknown"), ("true", "on", "是", "false", "off", "否", "未知"))
FACTS = MapOf(TEXT, VALUE)

BASIS = ListOf(OneOf((TEXT, Record("依据", (
    Key("number", TEXT, "文号", example="杨府规〔2017〕1号"),
    Key("title", TEXT, "文件名称"),
    Key("url", TEXT, "网页"),
    Key("issued", DAY, "发文日期"),
    STATUS_KEY, CITE,
    Key("checked_on", DAY, "最近一次核对的日期"),
    NOTE, EN,
)))))  # fmt: skip

PROGRAMME = Record("programme.yaml ", (
    Key("name", TEXT, "名称", needed=True, example="杨浦区科技小巨人"),
    Key("slug", TEXT, "与文件夹名相同"),
    Key("subject", Word(SUBJECTS),
        "给谁：企业、个人、基地；不写是 enterprise。规则只能用说它的事实；给基地的还可以用举办单位（企业）的"),
    Key("office", OFFICE, "牵头部门", needed=True, example="区科委"),
    Key("with", ListOf(OFFICE, one=True, unique=True), "会办部门"),
    Key("kind", Word(KINDS), "种类；不写是 service", example="award"),
    Key("for", ListOf(TEXT, one=True, unique=True), "适用对象，用读者的话"),
    Key("serves", ListOf(Word(SERVED), least=1, one=True, unique=True),
        "谁用得上：enterprise 企业、sole-trader 个体工商户、founder 未办企业的创业者、student 学生、job-seeker 求职者；"
        "不写是 enterprise 和 sole-trader", example="[enterprise, founder]"),
    Key("topics", ListOf(TEXT, one=True, unique=True), "主题"),
    Key("basis", BASIS, "依据"),
    Key("summary", TEXT, "一两句话的简介"),
    Key("owner", TEXT, "联系岗位"),
    Key("checked_on", DAY, "最近一次核对的日期"),
    Key("ends", DAY, "结束日期"),
    Key("status", STATUS_KEY.shape, STATUS_KEY.says),
    Key("ladder", TEXT, "所在的梯队"),
    Key("act", matching(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", "室.行动，如 advice.clinic"),
        "服务、培训、场地、贷款由哪个办理动作完成；这样的项目不申报", example="advice.clinic"),
    Key("expect_all", TEXT, "为什么名录上谁都符合"),
    Key("expect_none", TEXT, "为什么名录上谁都不符合"),
    REPLACES, NOTE, EN,
), top=True)  # fmt: skip

CONDITION = Record("条件", (
    Key("id", TEXT, "编号，同一版里不重复", needed=True, example="in-district"),
    Key("say", TEXT, "给读者看的说法", needed=True, example="在杨浦区注册"),
    Key("when", BOOLEAN, "机器怎样判断", example="注册区 = \"杨浦区\""),
    Key("person", TEXT, "由谁判断；与 when 二者写一", example="评审组"),
    CITE, STATUS_KEY,
    Key("help", TEXT, "给申报人的说明"),
    Key("grade", TEXT, "数据分级"),
    NOTE, EN,
))  # fmt: skip


def _group(kind: str, says: str) -> Record:
    return Record("条件组", (
        Key(kind, Later("conditions", lambda: CONDITIONS), says, needed=True),
        Key("id", TEXT, "编号"), SAY, CITE, STATUS_KEY, NOTE, EN,
    ))  # fmt: skip


CLAUSE = ByKey((
    ("any", _group("any", "以下有一条即可")),
    ("all", _group("all", "以下都要满足")),
    ("none", _group("none", "以下都不能有")),
), CONDITION)  # fmt: skip
CONDITIONS = ListOf(CLAUSE, least=1)

BENEFIT = Record("benefit ", (
    Key("amount", YUAN, "金额（元）；算出来小于零的，按未知并报错", example="500000"),
    Key("cap", YUAN, "一家的上限（元）"),
    Key("pay", Word(("once", "per period")), "一次付，还是每期付；不写是 once"),
    Key("per", PERIOD, "按什么时期给付，例如 month"),
    Key("times", COUNT, "至多几期", example="36"),
    Key("round", Word(("fen", "yuan")), "舍入到分还是元"),
    Key("instalments", ListOf(Record("instalments ", (
        Key("share", PERCENT, "这一期的比例", needed=True, example="50 %"),
        Key("at", TEXT, "decision（决定时）或一个里程碑"),
        SAY, EN,
    )), least=1), "分几次付，各期比例合计 100 %",
        example="[{share: 50 %, at: decision}, {share: 50 %, at: acceptance}]"),
    Key("unit", TEXT, "给的不是钱时的单位"),
    STATUS_KEY, SAY, CITE, NOTE, EN,
))  # fmt: skip

INTAKE = Record("intake ", (
    Key("mode", Word(MODES), "常年受理、申报期、免申即享", needed=True),
    Key("from", MONTH_DAY, "申报期自（月-日，含）", example="04-01"),
    Key("to", MONTH_DAY, "申报期至（月-日，含），可以跨年", example="05-31"),
    NOTE,
))  # fmt: skip
QUOTA = Record("quota ", (
    Key("count", COUNT, "名额", needed=True, example="30"),
    Key("per", Word(LIMITS), "按年还是一共；不写是 year"),
    Key("by", Word(ALLOCATIONS), "按排序、先到先得、按比例、抽签；不写是 rank"),
    Key("carry", FLAG, "用不完的名额是否转下年"),
    Key("waiting", FLAG, "是否有候补"),
    Key("budget", TEXT, "名额用的预算项目"),
    STATUS_KEY, CITE, NOTE, EN,
))  # fmt: skip
CEILING = Record("ceiling ", (
    Key("per", Word(LIMITS), "每年还是一共；不写是 year"),
    Key("amount", MONEY, "一家企业至多多少元", needed=True, example="500000"),
    STATUS_KEY, CITE, NOTE,
))  # fmt: skip
RECHECK = Record("recheck ", (
    Key("as_of", Word(RECHECKS), "按每期到期日的情况，还是按付款时的情况；不写是 due_date", needed=True,
        example="due_date"),
    NOTE,
))  # fmt: skip
REPEAT = OneOf((
    Word(("once", "yearly")),
    matching(r"after: ?P(?=.*[1-9])(\d+Y)?(\d+M)?(\d+D)?", "after: P3Y"),
    Record("repeat ", (
        Key("after", DURATION, "隔多久可再享", example="P3Y"),
        Key("every", Word(("year",)), "每年一次；与 after 写其中一个"),
        Key("by", Word(DAYS), "与 every 同写：按哪一天算是哪一年，核算日、申报日、决定日；不写按核算日"), NOTE,
    )),
))  # fmt: skip

EVIDENCE = Record("evidence ", (
    Key("name", TEXT, "材料名", needed=True),
    Key("type", TEXT, "材料种类"),
    Key("needed", FLAG, "是否必需"),
    Key("deferrable", TERM, "必需的材料可以容缺受理：提交后多久内补交；不写就不能缺", example="10 working days"),
    Key("proves", ListOf(Named("fact", "事实名"), one=True), "证明哪些事实"),
    Key("keep", DURATION, "有效多久", example="P1Y"),
    Key("where", TEXT, "从哪里取得", example="一网通办下载"),
    STATUS_KEY, CITE, NOTE, EN,
))  # fmt: skip
COLUMN = Record("columns ", (
    Key("name", TEXT, "列名", needed=True),
    Key("type", Word(COLUMN_TYPES), "类型；不写是 string"),
    Key("unit", TEXT, "单位"),
    Key("required", FLAG, "是否必填"),
    Key("personal", FLAG, "是否个人信息"),
    Key("one_of", ListOf(TEXT, least=1, unique=True), "可选的文字"),
    Key("from", TEXT, "下限，含"),
    Key("to", TEXT, "上限，含"),
    NOTE, EN,
))  # fmt: skip
ITEMS = Record("items ", (
    Key("name", TEXT, "名单名", needed=True),
    Key("columns", ListOf(COLUMN, least=1), "各列", needed=True),
    Key("most", Number(least=1, most=ROW_LIMIT, whole=True), "至多几行"),
    Key("needed", FLAG, "是否必需"),
    Key("gives", MapOf(Named("fact", "事实名"), matching(r"count|(sum|min)\(.+\)", "count、sum(列名) 或 min(列名)")),
        "名单给出的事实"),
    STATUS_KEY, CITE, NOTE, EN,
))  # fmt: skip
WORKERS = Record("workers ", (
    Key("group", TEXT, "组名：同组各项，一名职工一个月只算一次", needed=True),
    Key("number", TEXT, "身份证号在哪一列"),
    Key("name", TEXT, "姓名在哪一列"),
    Key("from", TEXT, "起始月份在哪一列"),
    Key("to", TEXT, "终止月份在哪一列；与 months 二者写一"),
    Key("months", Number(least=1, most=MONTH_LIMIT, whole=True), "一人至多几个月"),
    STATUS_KEY, CITE, NOTE,
))  # fmt: skip

JOINT = MapOf(OFFICE, Record("joint ", (
    Key("ask", ListOf(TEXT, one=True), "要答的问题"),
    Key("veto", FLAG, "能否否决"),
    Key("term", TERM, "期限"),
    Key("silence", Word(SILENCE), "逾期未答怎么办；不写是 remind"),
    NOTE, EN,
)))  # fmt: skip
CRITERION = Record("rubric ", (
    Key("name", TEXT, "评分项", needed=True),
    Key("most", COUNT, "满分", needed=True),
    SAY, STATUS_KEY, NOTE, EN,
))  # fmt: skip
SCORING = Record("scoring ", (
    Key("experts", COUNT, "几位专家"),
    Key("least", COUNT, "至少几份评分才算数"),
    Key("blind", FLAG, "是否匿名"),
    Key("pass", Number(least=0), "及格线"),
    Key("ties", ListOf(TEXT, one=True, unique=True), "同分怎么排：评分项、rank、submitted"),
    Key("outlier", Number(least=0), "总分与中位数相差多少算离群"),
    Key("outliers", Word(OUTLIERS), "离群的评分怎么办：mark 标出来、drop 不计入平均、ask 请专家复看；不写是 mark"),
    STATUS_KEY, CITE, NOTE,
))  # fmt: skip

APPROVAL = Record("approval ", (
    Key("role", Word(SIGNERS), "谁签：officer 经办人提出，reviewer 复核人（同部门另一人），leader 负责人审批",
        needed=True, example="leader"),
    Key("above", MONEY, "超过多少元才要这一级；不写是每件都要，前两级不写", example="500000"),
    STATUS_KEY, CITE, NOTE,
))  # fmt: skip

OBLIGATION_EXAMPLE = Record("义务的例子", (
    Key("name", TEXT, "例子名"),
    Key("given", FACTS, "现在的事实"),
    Key("decided", FACTS, "决定时的事实"),
    Key("as_of", DAY, "核算日"),
    Key("expect", Word(tuple(KEPT)), "守住、违反、未知", needed=True),
    NOTE,
))  # fmt: skip
OBLIGATION = Record("义务", (
    Key("id", TEXT, "编号", needed=True),
    Key("say", TEXT, "给读者看的说法", needed=True),
    Key("when", BOOLEAN, "怎样算守住；可用“决定时”加事实名", needed=True),
    Key("until", MONTHS_LONG, "从决定起多久", needed=True, example="P12M"),
    Key("check", Word(tuple(CHECKS)), "多久查一次；不写是 monthly"),
    Key("on_breach", Word(BREACHES), "违反了怎么办", needed=True),
    CITE, STATUS_KEY,
    Key("examples", ListOf(OBLIGATION_EXAMPLE), "例子"),
    NOTE, EN,
))  # fmt: skip

EXPECT = Record("expect ", (
    Key("eligible", ELIGIBLE, "符合、不符合、未知"),
    Key("amount", OneOf((Number(), Word(("null",), ("", "~")))), "金额（元）；算不出写 null", nullable=True),
    Key("missing", ListOf(TEXT, one=True, unique=True), "缺哪些事实"),
    Key("because", ListOf(TEXT, one=True, unique=True), "因为哪些条件"),
))  # fmt: skip
EXAMPLE = Record("例子", (
    Key("name", TEXT, "例子名"),
    Key("as_of", DAY, "核算日；不写是规则的第一天"),
    Key("given", FACTS, "已知的事实，也可以直接给派生事实"),
    Key("answers", MapOf(TEXT, FLAG), "由人判断的条件，答了什么"),
    Key("expect", EXPECT, "应得的结果", needed=True, example="{eligible: yes, amount: 500000}"),
    NOTE,
))  # fmt: skip

TOGETHER = Record("together ", (
    Key("with", ListOf(SLUG, one=True, least=1, unique=True), "和哪些项目合起来", needed=True),
    Key("at_most", YUAN, "合计至多多少", needed=True, example="实付利息"),
    STATUS_KEY, CITE, NOTE,
))  # fmt: skip

VERSION = Record("规则文件", (
    Key("conditions", CONDITIONS, "各条条件；谁都符合的项目改写 everyone"),
    Key("everyone", TEXT, "没有条件时写明为什么谁都符合"),
    Key("nobody", TEXT, "为什么谁都不符合"),
    Key("benefit", BENEFIT, "给什么：金额、怎么付"),
    Key("until", DAY, "施行到哪天（含）；不写时到下一版的前一天"),
    Key("quota", QUOTA, "名额"),
    Key("rank", Feel("数字"), "名额不够时谁在前；同分按收件先后"),
    Key("budget", TEXT, "预算项目"),
    Key("excludes", ListOf(SLUG, unique=True), "同一年里不能同时享受的项目"),
    Key("ceiling", CEILING, "一家企业在本项目的上限", example="{per: year, amount: 500000}"),
    Key("together", ListOf(TOGETHER), "几个项目合计的上限"),
    Key("repeat", REPEAT, "能否再享：once、yearly、{every: year, by: as-of} 或 {after: P3Y}"),
    Key("intake", INTAKE, "怎样受理；不写是常年受理"),
    Key("recheck", RECHECK, "按期给付的，每期付前按哪一天的情况重新核算", example="{as_of: due_date}"),
    Key("evidence", ListOf(EVIDENCE), "要交的材料"),
    Key("items", ITEMS, "要填的名单"),
    Key("workers", WORKERS, "按人头给付时，数谁、数哪几个月"),
    Key("process", ListOf(Word(STEPS), unique=True), "办理步骤，按先后"),
    Key("joint", JOINT, "联审：部门 → 问什么"),
    Key("rubric", ListOf(CRITERION, least=1), "评分表"),
    Key("scoring", SCORING, "怎样评分"),
    Key("approval", ListOf(APPROVAL, least=2), "谁来定：经办、复核、审批，按金额；不写是经办人提出、同部门另一人签",
        example="[{role: officer}, {role: reviewer}, {role: leader, above: 500000}]"),
    Key("results", Word(RESULTS), "公布名次和得分（score，不写就是它）、只公布名次（rank）还是都不公布"),
    Key("deadlines", MapOf(Word(TERMS), TERM),
        "各步的期限；correct 补正，lapse 补正逾期告知后几天视为撤回，joint 联审逾期几天后负责人可以结束",
        example="{accept: 5 working days, decide: 20 working days}"),
    Key("obligations", ListOf(OBLIGATION), "受益后的义务"),
    Key("examples", ListOf(EXAMPLE), "例子，也是规则的测试"),
    Key("basis", BASIS, "这一版的依据"),
    Key("status", STATUS_KEY.shape, "整版的来源：illustrative 时处处标明示例"),
    Key("summary", TEXT, "这一版的简介"),
    Key("transition", TEXT, "新旧版怎样衔接"),
    Key("coverage", TEXT, "适用范围的说明"),
    Key("documents", ListOf(TEXT, one=True), "相关文件"),
    Key("checked_on", DAY, "最近一次核对的日期"),
    NOTE, EN,
), top=True)  # fmt: skip

SHARED = {"conditions": CONDITIONS}
