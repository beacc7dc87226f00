"""A synthetic firm's facts, by the source that would bring them."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from district.web.demo.firms import Firm

SECTIONS = {
    "C": "制造业", "E": "建筑业", "F": "批发和零售业", "G": "交通运输、仓储和邮政业", "H": "住宿和餐饮业",
    "I": "信息传输、软件和信息技术服务业", "K": "房地产业", "L": "租赁和商务服务业", "M": "科学研究和技术服务业",
    "N": "水利、环境和公共设施管理业", "O": "居民服务、修理和其他服务业", "R": "文化、体育和娱乐业",
}  # fmt: skip
Facts = dict[str, Any]


def register_facts(firm: Firm) -> Facts:
    """What the market-supervision register holds."""
    return {
        "注册区": "杨浦区", "企业类型": firm.kind, "成立日期": firm.founded, "注册资本": firm.capital,
        "注册地址": f"上海市杨浦区示例路{firm.rng_note % 2000 + 1}号", "所属街道": firm.street,
        "行业门类": SECTIONS[firm.trade.section], "行业代码": firm.trade.code, "经营状态": firm.status,
    }  # fmt: skip


def social_facts(firm: Firm) -> Facts:
    """What social insurance holds."""
    rng = random.Random(firm.rng_note)  # noqa: S311 - synthetic data
    steady = max(0, firm.insured - rng.choice([0, 0, 1, 1, 2]))
    left = max(0, firm.staff_last_year - firm.staff)
    return {
        "从业人员": Decimal(firm.staff), "上年末从业人员": Decimal(firm.staff_last_year),
        "参保人数": Decimal(firm.insured), "稳定用工人数": Decimal(steady),
        "本市户籍稳定用工人数": Decimal(steady * rng.randint(3, 8) // 10),
        "最长连续参保月数": Decimal(min(rng.randint(2, 60), _months(firm)) if firm.insured else 0),
        "前年末参保人数": Decimal(max(1, firm.staff_last_year)),
        "上年末参保人数": Decimal(max(0, firm.staff_last_year - left)),
        "上年自然减员": Decimal(left // 6), "上年缴纳失业保险费": Decimal(firm.insured) * Decimal("782.40"),
    }  # fmt: skip


def _months(firm: Firm) -> int:
    return max(1, firm.rng_note % 40)


def tax_facts(firm: Firm) -> Facts:
    """What tax returns hold; profit is some share of revenue."""
    rng = random.Random(firm.rng_note + 1)  # noqa: S311 - synthetic data
    margin = Decimal(str(round(rng.gauss(0.05, 0.09), 4)))
    return {
        "营业收入": firm.revenue, "上上年营业收入": firm.revenue_last_year, "资产总额": firm.assets,
        "净利润": (firm.revenue * margin).quantize(Decimal("0.01")), "研发费用": firm.research,
        "近三年研发费用": (firm.research * Decimal("2.6")).quantize(Decimal("0.01")),
        "近三年营业收入": (firm.revenue * Decimal("2.7")).quantize(Decimal("0.01")),
        "纳税地在本区": rng.random() < 0.94,
    }  # fmt: skip


def other_facts(firm: Firm) -> Facts:
    """What credit, science and employment offices hold; some firms lack some, as in life."""
    rng = random.Random(firm.rng_note + 2)  # noqa: S311 - synthetic data
    facts: Facts = {
        "失信被执行": firm.dishonest, "高新技术企业": firm.high_tech, "发明专利数": Decimal(firm.patents),
        "自主知识产权数": Decimal(firm.patents * 2 + (rng.randint(0, 3) if firm.research else 0)),
        "孵化基地培育": firm.incubated, "入驻载体": firm.incubated or rng.random() < 0.2,
        "专精特新级别": rng.choices(["无", "创新型中小企业", "专精特新中小企业", "专精特新小巨人"],
                                [94, 3, 2, 1] if firm.high_tech else [100, 0, 0, 0])[0],
        "大赛获奖级别": rng.choices(["无", "区级", "市级", "国家级"], [95, 3, 1.5, 0.5])[0],
        "研发人员": Decimal(firm.research_staff),
        "负责人身份": rng.choices(["本市户籍", "居住证", "海外人才居住证", "其他"], [62, 28, 3, 7])[0],
        "首次创业": rng.random() < 0.5, "负责人毕业年数": Decimal(rng.choice([1, 2, 3, 5, 8, 12, 20])),
        "负责人就业困难": rng.random() < 0.02,
        **scheme_facts(firm, rng),
    }  # fmt: skip
    return {name: value for name, value in facts.items() if rng.random() < 0.82 or name == "失信被执行"}


def scheme_facts(firm: Firm, rng: random.Random) -> Facts:
    """What single schemes ask: hiring, premises, bases, scores."""
    return {
        "新招重点群体人数": Decimal(rng.choice([0, 0, 0, 1, 2, firm.staff // 20])),
        "新招应届毕业生人数": Decimal(rng.choice([0, 0, 0, 0, 1, firm.staff // 25])),
        "承租国有物业": rng.random() < 0.18, "本年承租月数": Decimal(rng.choice([0, 6, 8, 12, 12, 12])),
        "月租金": Decimal(rng.randint(20, 300) * 100),
        "创业担保贷款本金": Decimal(rng.choice([0, 0, 0, 0, 100_000, 300_000, 1_000_000])),
        "Ⅰ类知识产权数": Decimal(firm.patents),
        "Ⅱ类知识产权数": Decimal(rng.randint(0, 5) if firm.research else 0),
        "高新收入占比": Decimal(rng.randint(60, 95) if firm.high_tech else rng.randint(0, 70)),
        "创新能力评分": Decimal(rng.randint(71, 92) if firm.high_tech else rng.randint(30, 80)),
        "严重违法": rng.random() < 0.01,
        "上市板块": rng.choices(["未上市", "新三板", "科创板", "创业板", "主板"], [97, 1.6, 0.6, 0.4, 0.4])[0],
    }  # fmt: skip


def credit_facts(firm: Firm) -> dict[str, Any]:
    """What the credit platform sends by the quarter."""
    return {"失信被执行": firm.dishonest}
