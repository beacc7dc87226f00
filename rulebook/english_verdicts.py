"""The English of what judging says of one subject: gaps, next steps, notes. Chinese template → English.

`{name:kind}`: a kind is `date` (2022年6月24日), `amount` (a number with its unit), `names` (“甲”“乙”等 5 项), `many`
(parts joined by ；, ， or 、), or, without one, anything. Verdicts are kept in Chinese; these read them back.
"""

from __future__ import annotations

VERDICTS: dict[str, str] = {
    # the next step
    "这是一项服务，不用申报，直接向办理单位提出。": "This is a service: you do not apply for it, just ask the office that provides it.",
    "符合条件，可以申报。": "You meet the conditions and may apply.",
    "符合条件；补充{names:names}后可算出金额。": "You meet the conditions; add {names} and the amount can be worked out.",
    "符合条件；补充{names:names}后可算出金额。{held:held}。":
        "You meet the conditions; add {names} and the amount can be worked out. {held}.",
    "符合条件；{held:held}，核验后可算出金额。":
        "You meet the conditions. {held}. The amount can be worked out after that.",
    "符合条件，但金额定不下来：{notes:many}。": "You meet the conditions, but the amount cannot be settled: {notes}.",
    "请补充{names:names}。": "Please add {names}.",
    "请补充{names:names}。另外，{more:many}。": "Please add {names}. Besides: {more}.",
    "{held:held}": "{held}",
    "{held:held}。": "{held}.",
    "{held:held}。另外，{more:many}。": "{held}. Besides: {more}.",
    "无法判定：{notes:many}。": "This cannot be decided: {notes}.",
    "其余条件都符合，还需{roles:many}判断。": "All other conditions are met; it is still for the {roles} to judge.",
    "到 {day:date}，其他情况不变即可符合。": "If nothing else changes you meet the conditions from {day}.",
    "目前不符合：{gaps:gaps}。": "Not met at present: {gaps}.",
    "主管部门": "responsible office",
    # gaps
    "最早 {day:date}符合": "met from {day} at the earliest",
    "{gap:gap}，最早 {day:date}符合": "{gap}; met from {day} at the earliest",
    "还差 {number:amount}": "{number} short",
    "再满 {number:amount}": "{number} more to go",
    "超出 {number:amount}": "{number} too many",
    "要超过 {need:amount}，现为 {have:amount}": "must be more than {need}, is {have}",
    "要低于 {need:amount}，现为 {have:amount}": "must be less than {need}, is {have}",
    "要早于 {need:date}，现为 {have:date}": "must be before {need}, is {have}",
    "要不晚于 {need:date}，现为 {have:date}": "must be no later than {need}, is {have}",
    "要晚于 {need:date}，现为 {have:date}": "must be after {need}, is {have}",
    "要不早于 {need:date}，现为 {have:date}": "must be no earlier than {need}, is {have}",
    "现为“是”，要“否”": "is “yes”, must be “no”",
    "现为“否”，要“是”": "is “no”, must be “yes”",
    "现为“{have}”": "is “{have}”",
    "{fact} 是 “{value}” 的 {amount:amount}，其他 {rest:amount}": "{amount} where {fact} is “{value}”, otherwise {rest}",
    "没有“{say}”的情形": "not the case: {say}",
    # why something stays unknown
    "“{name}”算不出来：{why}": "“{name}” cannot be worked out: {why}",
    "决策表“{name}”没有一行符合": "no row of the decision table “{name}” fits",
    "决策表“{name}”第 {rows} 行同时成立": "rows {rows} of the decision table “{name}” hold together",
    "除数为 0": "a division by 0",
    "文字太长，匹配不完": "the text is too long to match",
    "金额算出来小于零，请检查金额公式和事实": "the amount comes out below zero; check its formula and the facts",
    "金额超出 16 位整数（元），请检查金额公式和事实的单位":
        "the amount is above 16 whole digits of yuan; check its formula and the units of the facts",
    "结果超出能算的范围": "the result is beyond what can be calculated",
    # the best lawful combination
    "超过当年上限": "above the most one may get in a year",
    "超过累计上限": "above the most one may get in all",
    "当年已享受“{name}”，不能同享": "“{name}” was received this year already; both together are not allowed",
    "各级合计不得超过{limit}": "all levels together may not exceed {limit}",
    "各级合计不得超过{limit}（未知）": "all levels together may not exceed {limit} (unknown)",
}  # fmt: skip
