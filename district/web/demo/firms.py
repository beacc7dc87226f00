"""Synthetic firms with a plausible spread of street, trade, size and age. The same seed gives the same firms."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from stdnum.cn import uscc

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of a 统一社会信用代码: no I, O, S, V, Z

# Street → weight: the university and office quarters hold more firms than the old housing quarters.
STREETS = {
    "五角场街道": 17, "长海路街道": 11, "新江湾城街道": 10, "江浦路街道": 9, "平凉路街道": 9, "大桥街道": 8,
    "定海路街道": 8, "控江路街道": 7, "四平路街道": 8, "殷行街道": 5, "延吉新村街道": 4, "长白新村街道": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Trade:
    """A trade of GB/T 4754-2017: class code, weight, usual staff, yuan of revenue a head, how research-minded."""

    section: str
    code: str
    weight: int
    staff: float
    revenue_a_head: int
    research: float
    word: str


TRADES = [
    Trade("I", "6513", 16, 14, 420_000, 0.11, "软件"),
    Trade("I", "6450", 5, 12, 520_000, 0.06, "数据"),
    Trade("M", "7320", 5, 16, 380_000, 0.14, "研发"),
    Trade("M", "7485", 7, 9, 360_000, 0.04, "设计"),
    Trade("M", "7590", 8, 8, 350_000, 0.05, "科技服务"),
    Trade("L", "7299", 14, 9, 400_000, 0.01, "商务"),
    Trade("F", "5199", 13, 7, 1_900_000, 0.0, "贸易"),
    Trade("F", "5299", 11, 5, 760_000, 0.0, "百货"),
    Trade("C", "3562", 3, 48, 820_000, 0.05, "电子制造"),
    Trade("C", "3599", 2, 60, 700_000, 0.04, "装备"),
    Trade("H", "6210", 7, 12, 210_000, 0.0, "餐饮"),
    Trade("H", "6110", 1, 26, 240_000, 0.0, "酒店"),
    Trade("E", "4790", 4, 22, 900_000, 0.01, "建筑"),
    Trade("K", "7020", 2, 60, 130_000, 0.0, "物业"),
    Trade("G", "5431", 2, 18, 480_000, 0.0, "运输"),
    Trade("O", "8090", 3, 7, 190_000, 0.0, "生活服务"),
    Trade("R", "8890", 3, 9, 260_000, 0.01, "文创"),
    Trade("N", "7721", 2, 20, 410_000, 0.06, "环保"),
]
KINDS = {"有限责任公司": 78, "股份有限公司": 5, "个人独资企业": 5, "合伙企业": 3, "个体工商户": 9}


@dataclass(frozen=True)
class Firm:
    """One synthetic firm; money in yuan."""

    uscc: str
    name: str
    kind: str
    street: str
    trade: Trade
    founded: dt.date
    status: str
    capital: Decimal
    staff: int
    staff_last_year: int
    insured: int
    revenue: Decimal
    revenue_last_year: Decimal
    assets: Decimal
    research: Decimal
    research_staff: int
    patents: int
    high_tech: bool
    dishonest: bool
    incubated: bool
    rng_note: int


def make_firms(count: int, *, today: dt.date, seed: int = 20220624) -> Iterator[Firm]:
    """`count` firms; deterministic for a seed and a day."""
    rng = random.Random(seed)  # noqa: S311 - synthetic data, not a secret
    for number in range(1, count + 1):
        yield _firm(rng, number, today)


def _firm(rng: random.Random, number: int, today: dt.date) -> Firm:
    trade = rng.choices(TRADES, [each.weight for each in TRADES])[0]
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    age_days = int(min(rng.expovariate(1 / 1900), 30 * 365)) + rng.randint(3, 40)
    founded = today - dt.timedelta(days=age_days)
    years = age_days / 365
    staff = _staff(rng, trade, kind, years)
    revenue = _money(staff * trade.revenue_a_head * rng.lognormvariate(-0.1, 0.55) * min(1.0, 0.35 + years / 4))
    growth = rng.gauss(0.06, 0.22)
    research_share = max(0.0, rng.gauss(trade.research, trade.research / 2)) if trade.research else 0.0
    research = _money(float(revenue) * research_share)
    patents = _patents(rng, research_share, years)
    return Firm(
        uscc=code(rng, number, kind),
        name=f"上海示例{trade.word}{number:05d}{'店' if kind == '个体工商户' else '有限公司'}",
        kind=kind,
        street=rng.choices(list(STREETS), list(STREETS.values()))[0],
        trade=trade,
        founded=founded,
        status=rng.choices(["存续", "注销", "吊销"], [95, 4, 1])[0],
        capital=Decimal(rng.choice([10, 50, 100, 100, 200, 500, 1000, 3000])) * 10_000,
        staff=staff,
        staff_last_year=max(1, round(staff / (1 + rng.gauss(0.02, 0.12)))),
        insured=max(0, staff - rng.choice([0, 0, 0, 1, 1, 2, staff // 10])),
        revenue=revenue,
        revenue_last_year=_money(float(revenue) / max(0.3, 1 + growth)),
        assets=_money(float(revenue) * rng.lognormvariate(-0.2, 0.5) + 50_000),
        research=research,
        research_staff=round(staff * min(0.9, research_share * rng.uniform(2, 6))),
        patents=patents,
        high_tech=research_share > 0.05 and years > 1 and patents > 0 and rng.random() < 0.55,
        dishonest=rng.random() < 0.012,
        incubated=years < 4 and rng.random() < 0.22,
        rng_note=rng.randrange(1_000_000),
    )


def _staff(rng: random.Random, trade: Trade, kind: str, years: float) -> int:
    grown = min(1.6, 0.3 + years / 5)
    typical = trade.staff * grown * (0.3 if kind == "个体工商户" else 1)
    return max(1, min(6000, round(rng.lognormvariate(math.log(max(1.2, typical)), 0.85))))


def _patents(rng: random.Random, research_share: float, years: float) -> int:
    if research_share < 0.03:
        return 0
    return min(60, int(rng.expovariate(1 / (research_share * 14 * min(years, 8) / 3 + 0.1))))


def _money(yuan: float) -> Decimal:
    return Decimal(round(yuan * 100)).scaleb(-2)


def code(rng: random.Random, number: int, kind: str) -> str:
    """A formula-made 统一社会信用代码 for Yangpu: right in both check digits, looked up in no register."""
    body = f"MA{number:05d}{rng.choice(ALPHABET[:10])}"
    first = f"{'92' if kind == '个体工商户' else '91'}310110{body}{_organisation_check(body)}"
    return first + uscc.calc_check_digit(first)


def _organisation_check(body: str) -> str:
    """GB 11714 check of the eight characters of an organisation code."""
    total = sum(
        weight * "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(digit)
        for weight, digit in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True)
    )
    check = 11 - total % 11
    return "X" if check == 10 else "0" if check == 11 else str(check)
