"""Demonstration: a survey of what firms want to hire, half answered, and an anonymous rating. All of it made up."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from district.ground import clock
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.surveys import actions, handing_in
from district.ground.surveys.actions import Invitee
from district.ground.surveys.models import Invitation, Questionnaire
from district.ground.surveys.questions import Content
from district.ground.surveys.samples import HIRING, RATING

NAMESPACE = uuid.UUID("6d1f0e52-6a2b-4f0e-9a44-3b6f2f6f2b01")
POSTS = (
    ("示例焊工", "3", "7500", "any"),
    ("示例算法工程师", "2", "2.2万", "bachelor"),
    ("示例店员", "6", "5200", "any"),
    ("示例质检员", "4", "6800", "college"),
)


def make(people: Mapping[str, Any]) -> None:
    if not {"officer", "founder", "manager"} <= set(people):
        return
    officer = people["officer"]
    hiring = _questionnaire(
        "hiring-2022",
        HIRING,
        officer,
        {
            "title": "示例用工需求调查",
            "title_en": "Sample survey of hiring needs",
            "audience": "杨浦区的企业，人事负责人填写",
            "purpose": "了解未来三个月企业要招什么人，好安排招聘会和培训。答案只用于就业服务。",
            "anonymous": False,
            "access": "invited",
            "population": 40,
        },
    )
    firms = [Invitee(f"示例企业{n:02}有限公司") for n in range(1, 13)]
    members = [Invitee(f"{people[name]}的企业", people[name]) for name in ("founder", "manager")]
    invited = actions.invite(questionnaire=hiring, by=officer, people=[*members, *firms])
    for number, each in enumerate(invited[2:11]):
        _answer(each, _hiring(number), hand_in=number < 7)
    rating = _questionnaire(
        "rating-2022",
        RATING,
        officer,
        {
            "title": "示例服务评价",
            "title_en": "Sample rating of a service",
            "audience": "近期办过事的人",
            "anonymous": True,
            "purpose": "想知道哪里办得好、哪里要改。匿名，大约一分钟。",
            "access": "signed-in",
            "population": None,
        },
    )
    people_asked = [Invitee(f"示例办事人{n}") for n in range(1, 10)]
    for number, each in enumerate(actions.invite(questionnaire=rating, by=officer, people=people_asked)[:8]):
        _answer(each, _rating(number), hand_in=number < 7)


def _questionnaire(key: str, content: Content, by: Person, said: dict[str, Any]) -> Questionnaire:
    office = bureau_of(by, Role.OFFICER)
    assert office is not None
    today = clock.today()
    settings = {
        **said,
        "key": key,
        "opens_on": today - dt.timedelta(days=7),
        "closes_on": today + dt.timedelta(days=14),
    }
    made = actions.make(office=office, by=by, settings=settings, request_key=uuid.uuid5(NAMESPACE, key))
    actions.sketch(questionnaire=made, by=by, content=content)
    actions.publish(questionnaire=made, by=by)
    return made


def _answer(invitation: Invitation, given: dict[str, Any], *, hand_in: bool) -> None:
    response = handing_in.start(questionnaire=invitation.questionnaire, person=None, invitation=invitation)
    kept = handing_in.save(response=response, given=given, seen=0, request_key=uuid.uuid4())
    if hand_in:
        handing_in.hand_in(response=response, seen=kept.response.saves, person=None)


def _hiring(number: int) -> dict[str, Any]:
    base = {"staff": str(8 + 7 * number), "remarks": "示例答案" if number % 3 == 0 else ""}
    if number % 4 == 3:
        return {**base, "hires": "no", "why_not": ["orders", "cost"][: 1 + number % 2]}
    rows = [
        dict(zip(("post", "number", "pay", "level"), POSTS[(number + n) % 4], strict=True))
        for n in range(1 + number % 3)
    ]
    return {
        **base,
        "hires": "yes",
        "posts": rows,
        "campus": "yes" if number % 2 else "no",
        "help_kinds": ["fair", "subsidy"] if number % 2 else ["training", "visit"],
        "phone_time": "morning",
        "when": (clock.today() + dt.timedelta(days=30 + number)).isoformat(),
    }


def _rating(number: int) -> dict[str, Any]:
    overall = (5, 4, 4, 2, 5, 3, 5, 4)[number]
    return {
        "overall": str(overall),
        "speed": str((4, 5, 3, 2, 4, 4, 5, 3)[number]),
        "solved": ("yes", "yes", "partly", "not", "yes", "yes", "yes", "partly")[number],
        "what_lacked": "示例：等的时间长" if number in {2, 3, 7} else "",
    }
