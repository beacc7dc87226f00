"""The English of what differs between two versions of a rule, for reading back: see `english_verdicts`.

`rule` is an expression, `where` the groups a condition stands in.
"""

from __future__ import annotations

from rulebook.spelled import WORDS

LABELS = {
    "名额": "places", "排序": "order", "预算科目": "budget line", "不能同享": "not together with",
    "单家上限": "most for one business", "各级合计": "all levels together", "可否再享": "whether it may be had again",
    "申报期": "when to apply", "材料": "papers", "清单": "list", "步骤": "steps", "期限": "time limits", "依据": "basis",
    "说明": "note", "来历": "standing of the source", "按人计算": "counted by person", "联审": "joint review",
    "谁来定": "who decides", "评分表": "scoring sheet", "评审": "scoring", "公布的评审结果": "results made public",
    "过渡": "transition", "覆盖": "coverage", "文件": "documents", "核对日期": "day of the last check", "摘要": "summary",
    "人人符合的说明": "why everybody qualifies", "无人符合的说明": "why nobody qualifies",
    "每期重新核算": "checked anew for each period", "取整": "rounding", "给付的说法": "wording of what is given",
    "金额的来历": "standing of the amount", "支付": "payment", "金额": "amount", "封顶": "cap", "给付次数": "number of payments",
    "分期": "instalments", "说法": "wording", "由谁判断": "who judges", "数值的来历": "standing of the figure",
    "月数": "months", "每几个月查": "months between checks", "违反时": "on breach", "梯队": "ladder",
}  # fmt: skip
KEYS = {
    "数量": "number", "按": "per", "分配办法": "by", "结转": "carried over", "候补": "waiting list", "总额": "total",
    "金额": "amount", "方式": "mode", "起": "from", "止": "to", "满多久": "after", "必需": "needed", "证明": "proves",
    "有效": "valid for", "文号": "number", "标题": "title", "列": "columns", "至多": "at most", "得出": "gives",
    "要答的问题": "question", "可否决": "veto", "逾期未答": "if not answered in time", "专家人数": "experts",
    "至少几人": "at least", "通过线": "pass mark", "名称": "name", "类型": "type", "各级": "rungs",
}  # fmt: skip
GROUPS = {"有一条即可": "any one is enough", "都要满足": "all must hold", "都不能有": "none may hold"}
SENTENCES = {
    "条件“{id}”改编号为“{new}”（{said}）": "condition “{id}” is now numbered “{new}” ({said})",
    "新增条件“{id}”：{said:long}（{rule:rule}）": "new condition “{id}”: {said} ({rule})",
    "新增条件“{id}”：{said:long}（{rule:rule}，{where:where}）": "new condition “{id}”: {said} ({rule}; {where})",
    "取消条件“{id}”：{said:long}（{rule:rule}）": "condition “{id}” dropped: {said} ({rule})",
    "取消条件“{id}”：{said:long}（{rule:rule}，{where:where}）": "condition “{id}” dropped: {said} ({rule}; {where})",
    "条件“{id}”（{said}）改了：{was:rule} → {now:rule}": "condition “{id}” ({said}) changed: {was} → {now}",
    "条件{which:names}：原来{was:where}，现在{now:where}": "condition {which}: was {was}, is now {now}",
    "条件“{id}”的{label:label}": "{label} of condition “{id}”", "义务“{id}”的{label:label}": "{label} of obligation “{id}”",
    "义务“{id}”（{said}）": "obligation “{id}” ({said})",
    "新增义务“{id}”：{said:long}（{rule:rule}，{n} 个月）": "new obligation “{id}”: {said} ({rule}, {n} months)",
    "取消义务“{id}”：{said:long}（{rule:rule}，{n} 个月）": "obligation “{id}” dropped: {said} ({rule}, {n} months)",
    "与 {slugs} 合计至多": "at most together with {slugs}", "{what}的先后": "order of {what}",
    "{what}：新增 {now:rule}": "{what}: new: {now}", "{what}：取消（原为 {was:rule}）": "{what}: dropped (was {was})",
    "{what}：{was:rule} → {now:rule}": "{what}: {was} → {now}", "{what}：{was:rule} 改为 {now:rule}": "{what}: {was}, now {now}",
    "由{person}判断": "judged by the {person}", "必须满足": "required",
    **{f"在“{chinese}”的一组": f"in a group where {english}" for chinese, english in GROUPS.items()},
    **{f"在“{one}”的一组里面在“{other}”的一组": f"in a group where {said}, inside one where {outer}"
       for one, outer in GROUPS.items() for other, said in GROUPS.items()},
}  # fmt: skip
PARTS = {
    "名称": "name", "主办部门": "lead office", "会办部门": "offices beside it", "种类": "kind", "对象": "subject", "给谁": "for whom",
    "谁用得上": "who has use of it", "主题": "topics", "官方原文": "official text", "类型": "type", "单位": "unit", "小数位": "decimal places",
    "来源": "source", "多久算旧": "how long it is fresh", "个人信息": "personal data", "怎么问": "how it is asked", "按什么期间": "by what period",
    "可取的词": "words it may be", "哪些来历的值作数": "whose word counts", "怎么问、多大算错": "how it is asked and what is too large",
    "分组": "group", "政策包": "package", "假日": "holidays", "问答": "answer", "文件原文": "document", "近义词": "synonyms", "层级": "layer",
    "输入": "inputs", "输出": "outputs", "命中策略": "hit policy", "默认值": "default", "输出的次序": "order of outputs", "施行到": "in force until",
    "施行的版本": "version in force", "没有": "nothing", "是": "yes", "否": "no",
}  # fmt: skip
"""Parts of programmes, facts, tables and layers."""
THINGS = {"事实": "fact", "派生事实": "derived fact", "参数": "parameter", "决策表": "decision table", "项目": "programme",
          **{each: PARTS[each] for each in ("政策包", "假日", "问答", "文件原文", "近义词", "层级")}, "梯队": "ladder"}  # fmt: skip
CATALOGUES = {
    **{f"新增{chinese}“{{name}}”": f"new {english} “{{name}}”" for chinese, english in THINGS.items()},
    **{f"取消{chinese}“{{name}}”": f"{english} “{{name}}” dropped" for chinese, english in THINGS.items()},
    **{f"{chinese}“{{name}}”": f"{english} “{{name}}”" for chinese, english in THINGS.items()},
    **{f"{chinese}“{{name}}”的{{label:label}}": f"{{label}} of {english} “{{name}}”" for chinese, english in THINGS.items()},
    "新增项目“{name}”：{said:long}": "new programme “{name}”: {said}", "取消项目“{name}”：{said:long}": "programme “{name}” dropped: {said}",
    "官方原文（text.md）变了": "the official text (text.md) changed", "新增 {day} 起的版本": "new version from {day}",
    "取消 {day} 起的版本": "the version from {day} dropped", "所依据的变了（{names:rule}）": "what it rests on changed ({names})",
    "参数“{name}”（{day}）": "parameter “{name}” ({day})", "参数“{name}”自 {day} 起": "parameter “{name}” from {day}",
    "词表“{name}”新增“{word}”": "word list “{name}” gains “{word}”", "词表“{name}”取消“{word}”": "word list “{name}” loses “{word}”",
    "决策表“{name}”的内容变了": "the content of decision table “{name}” changed", "决策表“{name}”重写了": "decision table “{name}” was written anew",
    "决策表“{name}”：另有 {n} 行不同": "decision table “{name}”: {n} more rows differ", "决策表“{name}”第 {n} 行": "decision table “{name}”, row {n}",
    "决策表“{name}”原第 {n} 行": "decision table “{name}”, former row {n}", "{label}“{name}”的文字变了": "the text of {label} “{name}” changed",
    "给付次数": "number of payments", "{n} 行": "{n} rows",
    "{what}：{was:rule} 元 → {now:rule} 元": "{what}: {was} yuan → {now} yuan", "{what}：新增 {now:rule} 元": "{what}: new: {now} yuan",
    "{what}：取消（原为 {was:rule} 元）": "{what}: dropped (was {was} yuan)",
}  # fmt: skip
DIFFERENCES: dict[str, str] = {
    **{chinese: word for word, chinese in reversed(WORDS.items())}, **PARTS, **KEYS, **LABELS, **SENTENCES, **CATALOGUES,
    **{f"{chinese} {{value}}": f"{english} {{value}}" for chinese, english in KEYS.items()},
    **{f"{chinese}“{{which}}”": f"{english} “{{which}}”" for chinese, english in LABELS.items()},
}  # fmt: skip
