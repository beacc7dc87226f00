"""What the growth of innovative firms is judged by, and what firms pay and lease; each lacks some of it, as in life."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from district.web.demo.firms import Firm

CENT = Decimal("0.01")


def growth_facts(firm: Firm) -> dict[str, Any]:
    """Main revenue over three years, debt, niche, brand, prizes; nothing for a firm that does no research."""
    if not firm.research:
        return {}
    rng = random.Random(firm.rng_note + 3)  # noqa: S311 - synthetic data
    strong = 1.5 if firm.high_tech else 1.0
    main = firm.revenue * rng.randint(55, 98) / 100
    before = main / (Decimal(100 + rng.randint(-8, 22)) / 100)
    earlier = before / (Decimal(100 + rng.randint(-5, 20)) / 100)
    facts: dict[str, Any] = {
        "主营业务收入": main.quantize(CENT), "前一年主营业务收入": before.quantize(CENT),
        "前两年主营业务收入": earlier.quantize(CENT),
        "上上年研发费用": (firm.research * rng.randint(70, 115) / 100).quantize(CENT),
        "负债总额": (firm.assets * rng.randint(20, 90) / 100).quantize(CENT),
        "细分市场从业年数": Decimal(rng.randint(2, 30)) / 2,
        "细分市场占有率": Decimal(rng.choice([0, 0, 1, 2, 5, 10, 14])),
        "主导产品属战略性新兴产业": rng.random() < 0.3 * strong, "主导产品属重点领域": rng.random() < 0.3 * strong,
        "高价值Ⅰ类知识产权数": Decimal(1 if firm.patents > 2 and rng.random() < 0.3 else 0),
        "自主研发Ⅰ类知识产权数": Decimal(firm.patents * rng.randint(0, 1)),
        "实际应用Ⅰ类知识产权数": Decimal(firm.patents * rng.randint(0, 1)),
        "三年内新增股权融资": Decimal(rng.choice([0, 0, 0, 0, 2_000_000, 8_000_000, 30_000_000])),
        "两年内新增股权融资": Decimal(rng.choice([0, 0, 0, 0, 0, 5_000_000, 25_000_000])),
        "近三年国家级科技奖励名次": Decimal(rng.choices([0, 2, 5], [985, 5, 10])[0]),
        "近三年省级科技奖励名次": Decimal(rng.choices([0, 1, 3, 6], [970, 8, 12, 10])[0]),
        "近三年创客中国名次": Decimal(rng.choices([0, 40, 300, 900], [960, 5, 20, 15])[0]),
        "示范或优势企业": rng.random() < 0.01, "省级以上研发机构": rng.random() < 0.02 * strong,
        "自建或联建研发机构": rng.random() < 0.4 * strong, "核心业务信息系统": rng.random() < 0.7,
        "管理体系认证": rng.random() < 0.6, "自主品牌": rng.random() < 0.6,
        "专精特新评价得分": Decimal(min(100, int(rng.gauss(48 * strong, 15)))),
        "区级专精特新认定": rng.random() < 0.04 * strong,
    }  # fmt: skip
    if firm.high_tech:
        facts["高新认定情形"] = rng.choices(["首次认定", "重新认定"], [60, 40])[0]
    return {name: value for name, value in facts.items() if rng.random() < 0.9}


def loan_facts(rng: random.Random, loan: Decimal) -> dict[str, Any]:
    """The latest loan of a firm that has one: how much, guaranteed by whom and at what price a year."""
    if not loan:
        return {}
    facts: dict[str, Any] = {"单笔贷款金额": loan}
    if rng.random() < 0.5:
        rate = Decimal(rng.choice(["0.005", "0.01", "0.015", "0.025"]))
        facts |= {"区融资担保公司担保": rng.random() < 0.7, "年担保费": loan * rate,
                  "担保期限月数": Decimal(rng.choice([6, 12]))}  # fmt: skip
    return facts


def cost_facts(firm: Firm) -> dict[str, Any]:
    """Loans, interest, guarantee fees, rent, training; and whether a recognition is the first."""
    rng = random.Random(firm.rng_note + 4)  # noqa: S311 - synthetic data
    loan = Decimal(rng.choice([0, 0, 0, 300_000, 1_000_000, 4_000_000]))
    facts: dict[str, Any] = {
        "贷款余额": loan, "实付利息": (loan * Decimal("0.042")).quantize(CENT),
        "实付担保费": (loan * Decimal("0.005")).quantize(CENT) if rng.random() < 0.4 else Decimal(0),
        "年实付租金": Decimal(rng.choice([0, 36_000, 90_000, 240_000])),
        "线上培训人次": Decimal(rng.choice([0, 0, 0, 5, 20, 60])),
        "每人培训学时": Decimal(rng.choice([0, 4, 6, 8, 12])),
    }  # fmt: skip
    if not firm.high_tech:
        facts["高新认定情形"] = rng.choices(["无", "入库培育"], [98, 2])[0]
    facts |= loan_facts(rng, loan)
    return {name: value for name, value in facts.items() if rng.random() < 0.85}
