"""The demonstration's organisations and experts: plainly synthetic, for no private institution is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from district.ground import clock
from district.ground.people import actions, experts, memberships, organisations
from district.ground.people.listed import organisation_named
from district.ground.people.queries import Expert, Kind, Organisation, Part, Person, Role, bureau_named

# kind, short name, English, street, phone, listed in public
PLACES: tuple[tuple[str, str, str, str, str, bool], ...] = (
    (Kind.BANK, "示例银行甲（杨浦）", "Sample Bank A, Yangpu", "示例路 11 号", "021-00000011", True),
    (Kind.BANK, "示例银行乙（杨浦）", "Sample Bank B, Yangpu", "示例路 12 号", "021-00000012", True),
    (Kind.BANK, "示例农商行丙（杨浦）", "Sample Rural Bank C, Yangpu", "示例路 13 号", "021-00000013", True),
    (Kind.GUARANTOR, "示例融资担保公司", "Sample Financing Guarantee Company", "示例路 21 号", "021-00000021", True),
    (Kind.INCUBATOR, "示例创业孵化基地甲", "Sample Incubator A", "示例路 31 号", "021-00000031", True),
    (Kind.INCUBATOR, "示例众创空间乙", "Sample Maker Space B", "示例路 32 号", "021-00000032", True),
    (Kind.INCUBATOR, "示例孵化器丙", "Sample Incubator C", "示例路 33 号", "021-00000033", True),
    (Kind.BASE, "示例公共实训基地", "Sample Public Training Base", "示例路 41 号", "021-00000041", True),
    (
        Kind.SCHOOL,
        "示例大学甲创业学院",
        "Sample University A, School of Enterprise",
        "示例路 51 号",
        "021-00000051",
        True,
    ),
    (Kind.SCHOOL, "示例学院乙就业指导中心", "Sample College B, Careers Centre", "示例路 52 号", "021-00000052", True),
    (Kind.INVESTOR, "示例创投基金", "Sample Venture Fund", "示例路 61 号", "021-00000061", True),
    (Kind.ALLIANCE, "示例创联公社成员甲", "Sample Alliance Member A", "示例路 71 号", "021-00000071", False),
    (Kind.ALLIANCE, "示例创联公社成员乙", "Sample Alliance Member B", "示例路 72 号", "021-00000072", False),
)

# name, fields, topics, languages, where, title, shown in public
CORPS: tuple[tuple[str, str, str, str, str, str, bool], ...] = (
    ("示例专家辰", "finance", "funding", "zh wuu", "示例银行甲（杨浦）", "小企业信贷经理", True),
    ("示例专家巳", "finance", "funding services", "zh en", "示例创投基金", "投资经理", True),
    ("示例专家午", "accounting", "services policy", "zh", "", "注册会计师", True),
    ("示例专家未", "accounting", "policy", "zh wuu", "", "税务师", True),
    ("示例专家申", "law", "services intent", "zh en", "", "执业律师", True),
    ("示例专家酉", "law staff", "services", "zh", "", "劳动法律师", False),
    ("示例专家戌", "staff", "intent services", "zh", "", "人力资源总监", True),
    ("示例专家亥", "media", "culture commerce", "zh en", "", "品牌顾问", True),
    ("示例专家天", "media", "commerce", "zh", "", "电商运营顾问", True),
    ("示例专家地", "incubation", "intent science", "zh", "示例创业孵化基地甲", "孵化经理", True),
    ("示例专家玄", "technology", "science", "zh ja", "示例大学甲创业学院", "副教授", True),
    ("示例专家黄", "management", "intent culture", "zh wuu csl", "示例公共实训基地", "创业指导师", False),
)
HONOURS = (("示例：年度优秀志愿者", "示例专家志愿团"), ("示例：创业指导师", "示例发证机构"))


def make(people: Mapping[str, Any]) -> None:
    """Made by the administrator and the bureau of human resources; run again nothing is added."""
    admin, officer = people.get("admin"), people.get("officer")
    if admin is None or officer is None or organisation_named(PLACES[0][1]) is not None:
        return
    made = {
        name: organisations.add(by=admin, kind=kind, name=name, full=f"上海{name}", english=english, address=address,
                                phone=phone, public=public)
        for kind, name, english, address, phone, public in PLACES
    }  # fmt: skip
    _members(made, admin, people)
    _corps(made, officer)


def _members(made: Mapping[str, Organisation], admin: Person, people: Mapping[str, Any]) -> None:
    """A steward with colleagues, one who asks to join, one whose term ends soon."""
    today, base = clock.today(), made["示例公共实训基地"]
    steward = actions.create_person(username="steward", name="示例基地管理员亢", password=None)
    memberships.enter(person=steward, organisation=base, role=Part.STEWARD, by=admin, title="示例：基地主任")
    trainer = actions.create_person(username="trainer", name="示例培训师氐", password=None)
    memberships.enter(person=trainer, organisation=base, role=Part.STAFF, by=steward, title="示例：培训师",
                      until=today + dt.timedelta(days=20))  # fmt: skip
    memberships.ask_to_join(person=people["founder"], organisation=base, role=Part.MEMBER)
    left = actions.create_person(username="left", name="示例已离职房", password=None)
    row = memberships.enter(person=left, organisation=base, role=Part.STAFF, by=steward)
    memberships.end(membership=row, by=steward, why="示例：调离")
    office = bureau_named("区人社局")
    assert office is not None
    gone = actions.create_person(username="gone", name="示例离岗心", password=None, duties=[(office, Role.OFFICER)])
    actions.let_go(person=gone, by=admin, heir=None, why="示例：退休")


def _corps(made: Mapping[str, Organisation], officer: Person) -> None:
    office = bureau_named("区人社局")
    assert office is not None
    today = clock.today()
    for n, (name, fields, topics, languages, where, title, public) in enumerate(CORPS):
        expert: Expert = experts.enter(
            office=office, by=officer, name=name, fields=fields.split(), topics=topics.split(),
            languages=languages.split(), organisation=made.get(where), title=title, public=public,
            agreed_how="示例：书面同意书" if public else "", about=f"示例：{title}，做过 {5 + n} 年相关工作。",
            since=dt.date(today.year - 1 - n % 4, 3, 1), until=dt.date(today.year + 1 + n % 2, 2, 28),
        )  # fmt: skip
        honour, source = HONOURS[n % 2]
        experts.honour(expert=expert, title=honour, source=source, since=dt.date(today.year - 1, 12, 1), by=officer,
                       until=dt.date(today.year + 2, 11, 30) if n % 2 else None)  # fmt: skip
