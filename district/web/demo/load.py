"""Loading the demonstration: people, firms, memberships, and cases in every state, through the rooms' own actions."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from district.enterprises import actions as enterprise_actions
from district.enterprises import queries as enterprises
from district.ground import clock
from district.ground.bringing.demo import parts
from district.ground.people import actions as people_actions
from district.ground.people import consents
from district.ground.people.queries import Person, Role, bureau_named, without_consent
from district.web.demo import facts as facts_of
from district.web.demo.after import make_after
from district.web.demo.cases import make_cases
from district.web.demo.clients import make_clients
from district.web.demo.desk import make_desk
from district.web.demo.firms import Firm, make_firms
from district.web.demo.funds import grant_one, make_lines, make_payments
from district.web.demo.growth import cost_facts, growth_facts
from district.web.demo.persons import make_persons
from district.web.demo.reviews import make_reviews
from district.web.demo_accounts import PASSWORD, SIGN_INS

Say = Callable[[str], object]
SEED = 20220624


CREDIT_DAYS = (385, 300, 215, 130)  # before today: the credit platform sends by the quarter, for it is good for one


def load(*, firms: int, say: Say) -> None:
    """Into an empty register."""
    today = clock.today()
    say(f"演示数据：{firms} 家模拟企业 …")
    people = make_people()
    made = list(make_firms(firms, today=today, seed=SEED))
    take_in(made, today)
    founder_firm, manager_firms = join_members(people, made)
    say("演示数据：各种状态的申报 …")
    make_lines(people)
    make_cases(people, [founder_firm, *manager_firms], random.Random(SEED))  # noqa: S311 - synthetic data
    make_clients(people, founder_firm)
    say("演示数据：联审、评审、公示 …")
    make_reviews(people, [founder_firm, *manager_firms])
    say("演示数据：决定之后的义务、线索和抽查 …")
    make_after(people, random.Random(SEED))  # noqa: S311 - synthetic data
    for firm in manager_firms[:1]:
        grant_one(firm, people["manager"], people, random.Random(SEED))  # noqa: S311 - synthetic data
    make_desk(people)
    say("演示数据：没有企业的个人 …")
    make_persons(people, random.Random(SEED))  # noqa: S311 - synthetic data
    make_payments(people, Person.objects.get(username="agent"), random.Random(SEED))  # noqa: S311 - synthetic data
    make_parts(people, say)
    for person in without_consent().filter(system=None):
        consents.agree(person=person)


def make_parts(people: Mapping[str, Person], say: Say) -> None:
    """What rooms bring of their own."""
    for part in parts:
        say(f"演示数据：{part.label} …")
        part.make(people)


def make_people() -> dict[str, Person]:
    found, one = {}, people_actions.Hashed(make_password(PASSWORD))
    for account in SIGN_INS:
        bureau = bureau_named(account.bureau) if account.bureau else None
        duties = [(bureau, Role(account.duty))] if bureau else []
        found[account.username] = people_actions.create_person(
            username=account.username, name=account.name, password=one, duties=duties
        )
        if account.enterprises:  # a mailbox that is theirs, so that the outbox has something to show
            EmailAddress.objects.get_or_create(
                user=found[account.username], email=f"{account.username}@example.com",
                defaults={"verified": True, "primary": True},
            )  # fmt: skip
    return found


def take_in(made: list[Firm], today: dt.date) -> None:
    """Each source's facts with its own date, as data exchange would bring them."""
    sources: Iterable[tuple[str, dt.date, Callable[[Firm], dict[str, Any]]]] = (
        *(("信用平台", today - dt.timedelta(days=days), facts_of.credit_facts) for days in CREDIT_DAYS),
        ("市场监管登记", today - dt.timedelta(days=61), facts_of.register_facts),
        ("社保", today - dt.timedelta(days=52), facts_of.social_facts),
        ("税务", dt.date(today.year, 5, 31) if today.month > 5 else dt.date(today.year - 1, 5, 31), facts_of.tax_facts),
        ("部门数据归集", today - dt.timedelta(days=58), facts_of.other_facts),
        ("优质中小企业申报", today - dt.timedelta(days=51), growth_facts),
        ("企业年度申报", today - dt.timedelta(days=44), cost_facts),
    )
    enterprise_actions.take_in_all(
        enterprise_actions.Delivery(_told(made, read), source, min(day, today)) for source, day, read in sources
    )


def _told(made: list[Firm], read: Callable[[Firm], dict[str, Any]]) -> Iterable[tuple[str, str, dict[str, Any]]]:
    return ((firm.uscc, firm.name, held) for firm in made if (held := read(firm)))


def join_members(people: dict[str, Person], made: list[Firm]) -> tuple[Any, list[Any]]:
    """The founder acts for a young firm with staff; the manager for two grown ones."""
    young = [firm for firm in made if _young(firm)]
    grown = [firm for firm in made if firm.status == "存续" and firm.staff >= 30 and firm.high_tech] or made[-3:]
    by_code = {each.uscc: each for each in enterprises.Enterprise.objects.filter(
        uscc__in=[firm.uscc for firm in [*young[:1], *grown[:2]]])}  # fmt: skip
    founder = by_code[young[0].uscc]
    managed = [by_code[firm.uscc] for firm in grown[:2]]
    enterprise_actions.join(person=people["founder"], enterprise=founder)
    for each in managed:
        enterprise_actions.join(person=people["manager"], enterprise=each, role="member")
    complete(founder)
    return founder, managed


def _young(firm: Firm) -> bool:
    age = (clock.today() - firm.founded).days
    small = firm.kind == "有限责任公司" and firm.trade.section in "IM" and 3 <= firm.staff <= 30
    return firm.status == "存续" and 200 < age < 330 and small and not firm.dishonest


def complete(enterprise: Any) -> None:
    """The founder's firm tells one story: seven months old, insured for half a year, fostered by an incubator."""
    from decimal import Decimal

    told: dict[str, Any] = {
        "最长连续参保月数": Decimal(7), "参保人数": Decimal(5), "稳定用工人数": Decimal(4), "孵化基地培育": True,
        "失信被执行": False, "负责人身份": "居住证", "大赛获奖级别": "市级", "经营状态": "存续",
    }  # fmt: skip
    enterprise_actions.record_facts(
        enterprise=enterprise, facts=told, grade="register", source="部门数据归集", valid_from=clock.today()
    )
