"""Which fields the form of a catalogue file has: their keys, words and kinds, by what the file is of."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
KINDS = ("subsidy", "award", "loan", "interest", "fee", "rent", "training", "place", "service", "recognition")
STATUS = ("seed", "official", "illustrative")


@dataclass(frozen=True)
class Spec:
    """One field: its key (or path) below the entry, its words, and how it is written.

    Kinds: text, long, feel, day, choice (of `choices`), words (a list as `a, b`), yaml (any value on one line).
    """

    key: str
    label: Text
    kind: str = "text"
    choices: tuple[str, ...] = ()
    hint: Text = ""


@dataclass(frozen=True)
class Part:
    """What a section is made of: single fields, or the specs of each entry of the list at `key`."""

    key: str
    label: Text
    specs: tuple[Spec, ...]
    many: bool = False
    add_label: Text = ""


CONDITION = (
    Spec("id", _("编号"), hint=_("英文小写和连字符")), Spec("say", _("说法")),
    Spec("when", _("判断（FEEL）"), "feel", hint=_("由人判断的条件留空，写明由谁判断")),
    Spec("person", _("由谁判断")), Spec("cite", _("依据")), Spec("status", _("来源"), "choice", STATUS),
)  # fmt: skip
PAPER = (
    Spec("name", _("材料名称")), Spec("needed", _("必需"), "choice", ("true", "false", "yes", "no")),
    Spec("proves", _("证明哪些事实"), "words"),
    Spec("deferrable", _("容缺受理：多久内补交"), hint="10 working days"),
)  # fmt: skip
EXAMPLE = (
    Spec("name", _("例子")), Spec("as_of", _("核算日"), "day"), Spec("given", _("已知事实"), "yaml"),
    Spec("answers", _("人的判断"), "yaml"), Spec("expect", _("应得结果"), "yaml"),
)  # fmt: skip
BENEFIT = (
    Spec("benefit/amount", _("金额（FEEL，元）"), "feel"), Spec("benefit/cap", _("上限（FEEL，元）"), "feel"),
    Spec("benefit/pay", _("支付"), hint="once, per period"), Spec("benefit/per", _("每"), hint="month"),
    Spec("benefit/times", _("次数")), Spec("benefit/round", _("取整"), "choice", ("fen", "yuan")),
    Spec("benefit/say", _("说明")), Spec("benefit/status", _("来源"), "choice", STATUS),
)  # fmt: skip
LIMITS = (
    Spec("until", _("施行到"), "day"), Spec("quota/count", _("名额")), Spec("quota/per", _("名额按")),
    Spec("rank", _("排序（FEEL）"), "feel"), Spec("budget", _("预算项目")),
    Spec("excludes", _("不能同时享受"), "words"), Spec("ceiling", _("单家上限"), "yaml"),
    Spec("together", _("合计上限"), "yaml"), Spec("repeat", _("能否再享"), "yaml"),
    Spec("recheck", _("每期重新核算"), "yaml"),
)  # fmt: skip
HANDLING = (
    Spec("intake/mode", _("受理方式"), "choice", ("rolling", "window", "automatic")),
    Spec("intake/from", _("申报期自"), hint=_("月-日")), Spec("intake/to", _("申报期至"), hint=_("月-日")),
    Spec("process", _("办理步骤"), "words"), Spec("deadlines/accept", _("受理期限"), hint="5 working days"),
    Spec("deadlines/correct", _("补正期限")), Spec("deadlines/lapse", _("补正逾期告知后几天视为撤回")),
    Spec("deadlines/joint", _("联审逾期后最长等几天")), Spec("deadlines/notice", _("公示期限")),
    Spec("deadlines/decide", _("决定期限")), Spec("note", _("备注")),
)  # fmt: skip
VERSION = (
    Part("conditions", _("条件"), CONDITION, many=True, add_label=_("新增一条条件")),
    Part("benefit", _("扶持内容"), BENEFIT), Part("limits", _("名额、排序和上限"), LIMITS),
    Part("handling", _("受理和办理"), HANDLING),
    Part("evidence", _("材料"), PAPER, many=True, add_label=_("新增一项材料")),
    Part("examples", _("例子"), EXAMPLE, many=True, add_label=_("新增一个例子")),
)  # fmt: skip
PROGRAMME = (
    Part("programme", _("项目"), (
        Spec("name", _("名称")), Spec("office", _("牵头部门")), Spec("with", _("会办部门"), "words"),
        Spec("kind", _("种类"), "choice", KINDS),
        Spec("subject", _("对象"), "choice", ("enterprise", "person", "base")), Spec("for", _("适用对象"), "words"),
        Spec("topics", _("主题"), "words"), Spec("summary", _("简介"), "long"), Spec("ends", _("结束日期"), "day"),
        Spec("checked_on", _("核对日期"), "day"), Spec("owner", _("联系岗位")), Spec("note", _("备注")),
    )),
    Part("basis", _("依据"), (
        Spec("number", _("文号")), Spec("title", _("文件名称")), Spec("status", _("来源"), "choice", STATUS),
    ), many=True, add_label=_("新增一份依据")),
)  # fmt: skip
PARAMETER = (
    Spec("unit", _("单位")), Spec("source", _("出处")), Spec("status", _("来源"), "choice", STATUS),
    Spec("checked_on", _("核对日期"), "day"),
)  # fmt: skip
GROUPS = ("any", "all", "none")
TOLD = frozenset(
    {"say", "name", "title", "summary", "for", "full", "ask", "hint", "founder"}
)  # asked for in English too
LAYER = (
    Part("layer", _("本层"), (Spec("name", _("名称")), Spec("hotline", _("便民热线")))),
    Part("offices", _("部门"), (
        Spec("full", _("全称")), Spec("phone", _("电话")), Spec("address", _("地址")), Spec("hours", _("办公时间")),
        Spec("page", _("网页")), Spec("email", _("邮箱")), Spec("reconsideration", _("行政复议机关")),
        Spec("court", _("管辖法院")),
    ), many=True),
)  # fmt: skip
VOCABULARY = (
    Part("groups", _("分组"), (Spec("name", _("名称")),), many=True),
    Part("facts", _("事实的问法"), (Spec("ask", _("问题")), Spec("label", _("页面上的名称"))), many=True),
    Part("derived", _("派生事实"), (Spec("ask", _("问题")), Spec("label", _("页面上的名称"))), many=True),
    Part("asking", _("问题的说明"), (Spec("hint", _("说明")), Spec("founder", _("问创业者的话"))), many=True),
)  # fmt: skip
WORDING = {"layer.yaml": LAYER, "vocabulary.yaml": VOCABULARY}  # whose words the form changes, not what there is
