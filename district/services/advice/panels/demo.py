"""Ways between streets; a panel that was signed by all, one to come, a visit somebody cannot come to. Synthetic."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import override

from district.ground import clock
from district.ground.onetime.actions import digest_of, issue, use
from district.ground.people.queries import Expert, Field, Person, experts_for
from district.ground.record.calendar import day as calendar_day
from district.ground.slots import actions as slots
from district.ground.slots.times import ONE_DAY, at
from district.services.advice import actions as advice
from district.services.advice.panels import actions, purposes, queries
from district.services.advice.panels.actions import Chair
from district.services.advice.panels.models import Panel
from district.services.advice.panels.queries import Asking
from district.services.advice.panels.ways import say_what_is_not_said
from district.services.advice.queries import Need

SPACE = uuid.UUID("5d7e0f4a-3f0c-49c5-8f43-6d5a7f6b1c90")
ROLES = (Field.FINANCE.value, Field.LAW.value, Field.STAFF.value)
BRIEF = "示例：公司准备引入投资人，同时要签第一批劳动合同；想弄清股权、担保和用工三件事先后怎么排。"
SAYS = "示例意见：先把章程和股权比例写清楚，再谈担保；用工合同本周内签。"


def key(name: str) -> uuid.UUID:
    """The same every time."""
    return uuid.uuid5(SPACE, name)


def make(people: Mapping[str, Person]) -> None:
    officer = people["officer"]
    with override(settings.LANGUAGE_CODE):
        say_what_is_not_said()
        needs = list(Need.objects.filter(state="taken").select_related("subject", "asker", "office").order_by("pk")[:3])
        if not needs:
            return
        _signed(needs[0], officer)
        _coming(needs[-1], officer)


def _signed(need: Need, by: Person) -> None:
    """Twelve days ago, without accounts: each signed by their own link."""
    day = clock.today() - ONE_DAY * 12
    while not calendar_day(day).counted:
        day -= ONE_DAY
    chosen = _one_each(need)
    if len(chosen) < len(ROLES):
        return
    for each in chosen:
        slots.add_opening(
            resource=advice.resource_of(each, by),
            first=day,
            begins=dt.time(15),
            minutes=60,
            by=by,
            length=60,
            notice_open=0,
            notice_join=0,
            request_key=key(f"open {each.reference}"),
        )
    with clock.at(at(day - ONE_DAY * 2, dt.time(10))):
        chairs = [Chair(role, expert) for role, expert in zip(ROLES, chosen, strict=True)]
        panel = actions.book(need=need, kind=Panel.Kind.JOINT, chairs=chairs, starts=at(day, dt.time(15)), length=60,
                             brief=BRIEF, by=by, request_key=key("signed"))  # fmt: skip
    with clock.at(at(day + ONE_DAY, dt.time(9))):
        for part in panel.parts.filter(standby=False).select_related("expert", "panel__office"):
            made = issue(purpose=purposes.PART, thing=part.reference, expert=part.expert, office=panel.office, by=by,
                         asks="请写下您的意见并签字")  # fmt: skip
            shown = purposes.PURPOSE.shown(made.link, {})
            assert shown is not None
            use(link=made.link, by=None, address="demo",
                data={"what": "sign", "text": SAYS, "seen": digest_of(shown)})  # fmt: skip


def _one_each(need: Need) -> Sequence[Expert]:
    """An expert without an account for each role, nobody twice."""
    found: list[Expert] = []
    corps = [each for each in experts_for().select_related("office").order_by("-pk") if each.person_id is None]
    for role in ROLES:
        found += [each for each in corps if role in each.fields and each not in found and each.pk != need.expert_id][:1]
    return found


def _coming(need: Need, by: Person) -> None:
    """The earliest panel the planner finds; one of its experts says they cannot come."""
    asking = Asking(need, Panel.Kind.JOINT, ROLES, 60, "", clock.today() + ONE_DAY)
    found = queries.search(asking).panels
    if not found:
        return
    chosen = found[-1]
    chairs = [Chair(each.role, each.expert, each.standby) for each in chosen.seats]
    panel = actions.book(need=need, kind=Panel.Kind.JOINT, chairs=chairs, starts=chosen.span.starts, length=60,
                         brief=BRIEF, by=by, request_key=key("coming"))  # fmt: skip
    part = panel.parts.filter(standby=False).select_related("expert", "panel__need", "panel__office").first()
    assert part is not None
    made = issue(purpose=purposes.PART, thing=part.reference, expert=part.expert, office=panel.office, by=by,
                 asks="请看共同简报")  # fmt: skip
    shown = purposes.PURPOSE.shown(made.link, {})
    assert shown is not None
    use(link=made.link, by=None, address="demo",
        data={"what": "withdraw", "why": "那天出差", "seen": digest_of(shown)})  # fmt: skip
