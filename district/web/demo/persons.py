"""Demonstration persons: plainly synthetic graduates and founders to be, with cases in several states."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from stdnum.cn import ric

from district.enterprises import actions as register
from district.enterprises.persons import actions as persons
from district.ground import clock
from district.ground.people.actions import create_person
from district.ground.people.queries import Person
from district.policies import queries as policies
from district.web.demo.cases import DAYS, at, one_case

BEFORE = 50  # days ago that they consented
ALLOWANCE, DESK = "job-seeking-allowance", "desk-fee"
STAGES = (  # whose case, of which programme, how far: the sign-in first
    ("student", ALLOWANCE, "granted"), ("乙", ALLOWANCE, "submitted"), ("丙", ALLOWANCE, "accepted"),
    ("丁", ALLOWANCE, "granted"), ("戊", DESK, "returned"), ("己", DESK, "approving"), ("庚", DESK, "granted"),
    ("辛", ALLOWANCE, "refused"), ("壬", ALLOWANCE, "draft"),
)  # fmt: skip
WANTING = ("入驻协议", "协议没有写明从哪天起，请补一页说明")


def make_persons(people: dict[str, Person], rng: random.Random) -> None:
    rows = policies.programmes_in_force(clock.today()).filter(slug__in=(ALLOWANCE, DESK))
    found = {each.slug: each for each in rows}
    for place, (who, slug, stage) in enumerate(STAGES):
        programme = found.get(slug)
        if programme is None:
            continue
        account = people.get(who) or create_person(username=f"person-{place}", name=f"示例学生{who}", password=None)
        start = clock.today() - dt.timedelta(days=DAYS.get(stage, 0))
        with at(clock.today() - dt.timedelta(days=BEFORE), rng):
            subject = persons.begin(by=account, name=account.name, number=_number(place))
            told = _graduate(start, place) if slug == ALLOWANCE else _resident(place)
            register.record_facts(enterprise=subject, facts=told, grade="declared", source="本人申报",
                                  valid_from=clock.today(), by=account)  # fmt: skip
        one_case(subject, programme, account, people["officer"], stage, rng, wanting=WANTING)


def _number(place: int) -> str:
    """Formula output: a valid form, nobody's number."""
    first = f"31011020040101{place + 1:03}"
    return first + str(ric.calc_check_digit(f"{first}0"))


def _graduate(start: dt.date, place: int) -> dict[str, Any]:
    hardship = ("获得国家助学贷款", "城乡居民最低生活保障家庭", "残疾")[place % 3]
    return {
        "本人身份": "高校毕业生", "毕业日期": dt.date(start.year, 6, 30), "学校所在地": "本市",
        "本人困难情形": hardship,        "本人有求职创业意愿": True, "本人户籍": "本市户籍",
    }  # fmt: skip


def _resident(place: int) -> dict[str, Any]:
    return {
        "本人户籍": "上海市居住证", "入驻基地所在区": "杨浦区", "本人已登记企业": False,
        "实付场地费": Decimal(4800 + 600 * place), "场地费月数": Decimal(4),
    }  # fmt: skip
