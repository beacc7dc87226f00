"""The format's own words as people say them: what stands for a key's value in a rule file."""

from __future__ import annotations

WORDS = {
    "once": "一次性", "per period": "按期付", "yearly": "每年", "quarterly": "每季", "monthly": "每月",
    "year": "年", "half-year": "半年", "quarter": "季度", "month": "月", "life": "终身", "fen": "到分", "yuan": "到元",
    "rolling": "全年受理", "window": "集中受理", "automatic": "免申即享", "as-of": "判断基准日",
    "application": "申报日", "decision": "决定日", "due_date": "到期日", "today": "当天",
    "official": "官方文件", "seed": "待核实", "illustrative": "示例参数",
    "register": "登记", "certificate": "证书", "declared": "企业申报",
    "enterprise": "企业", "person": "个人", "base": "基地", "sole-trader": "个体工商户", "founder": "创业者",
    "student": "学生", "job-seeker": "求职者",
    "subsidy": "补贴", "award": "奖励", "loan": "贷款", "interest": "贴息", "fee": "费用减免", "rent": "租金",
    "training": "培训", "place": "名额", "service": "服务", "recognition": "认定",
    "accept": "受理", "correct": "补正", "lapse": "逾期视为放弃", "joint": "会办", "notice": "公示", "decide": "决定",
    "appeal": "复核", "review": "评审", "hearing": "陈述意见", "joint-review": "联审", "score": "评分", "pay": "支付",
    "agree": "视为同意", "object": "视为反对", "remind": "提醒", "mark": "标出", "drop": "剔除", "ask": "询问",
    "officer": "经办人", "reviewer": "复核人", "leader": "负责人", "kept": "已履行", "breached": "已违反",
    "rank": "按排序", "first-come": "先到先得", "pro-rata": "按比例", "lottery": "摇号", "nothing": "都不公布",
    "recover all": "全部追回", "recover pro rata": "按比例追回",
    "string": "文本", "number": "数字", "boolean": "是否", "date": "日期", "months": "月数", "days": "天数",
    "id_number": "身份证号", "yes": "是", "no": "否", "unknown": "不确定", "true": "是", "false": "否",
    "null": "算不出",
}  # fmt: skip
LETTERS = frozenset({"U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#"})
"""Hit policies: letters to people, too."""


def spelled(text: str) -> str:
    """A word of the format in words; what an author wrote stays as it is."""
    return WORDS.get(text, text)
