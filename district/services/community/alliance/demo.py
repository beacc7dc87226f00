"""A year of the alliance: members, what they lend, who borrowed. Plainly synthetic."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import override

from district.enterprises.queries import Enterprise, members_of, my_enterprises, register
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.slots.times import ONE_DAY, Span, at
from district.services.community.alliance import lending, members, queries, tiers
from district.services.community.alliance.models import Member, SharedThing

SPACE = uuid.UUID("a1a7f1de-58e4-4a0c-8f0e-3d9d33a1a77e")
BEGAN = 200  # days ago that the first joined
# kind, name, place, what is said, how many minutes at once
LENT = (
    ("room", "示例会议室（20 人）", "示例路 71 号 2 楼", "投影、白板；钥匙在前台。", 120),
    ("instrument", "示例三维扫描仪", "示例路 72 号实验室", "用前请看三分钟说明。", 240),
    ("course", "示例：新员工安全课", "示例路 71 号 3 楼", "每月两次，外单位也可以来听。", 120),
    ("hours", "示例：工业设计师一小时", "示例路 72 号", "看图纸、给意见。", 60),
)
PURPOSES = ("示例：客户路演", "示例：样件测量", "示例：内部培训", "示例：项目讨论")


def key(name: str) -> uuid.UUID:
    """The same every time."""
    return uuid.uuid5(SPACE, name)


def make(people: Mapping[str, Person]) -> None:
    if Member.objects.filter(request_key=key("member 0")).exists():
        return
    with override(settings.LANGUAGE_CODE):
        joined = _members(people)
        if len(joined) > 1:
            _lend(joined)
            tiers.settle(clock.today())


def _firms(people: Mapping[str, Person]) -> list[tuple[Enterprise, Person]]:
    """Firms somebody acts for, those of the demonstration's own people first."""
    found = {firm.pk: (firm, people[name]) for name in ("manager", "founder") for firm in my_enterprises(people[name])}
    for firm in register(people["officer"])[:60]:
        owner = members_of(firm).first()
        if owner is not None and len(found) < 6 and my_enterprises(owner).filter(pk=firm.pk).exists():
            found.setdefault(firm.pk, (firm, owner))
    return list(found.values())


def _members(people: Mapping[str, Person]) -> list[tuple[Member, Person]]:
    """All but the last were admitted; the last waits."""
    made, officer = [], people["officer"]
    firms = _firms(people)
    for n, (firm, person) in enumerate(firms):
        with clock.at(clock.today() - ONE_DAY * (BEGAN - n)):
            member = members.ask(by=person, enterprise=firm, about="示例：会议室周末空着可以借；想借测量设备。",
                                 request_key=key(f"member {n}"))  # fmt: skip
            if n < max(2, len(firms) - 1):
                made.append((members.admit(member=member, by=officer), person))
    return made


def _lend(joined: Sequence[tuple[Member, Person]]) -> None:
    for n, (kind, title, place, text, length) in enumerate(LENT):
        (lender, owner), (borrower, guest) = joined[n % 2], joined[(n + 1) % 2]
        began = clock.today() - ONE_DAY * (BEGAN - 10)
        with clock.at(began):
            shared = lending.lend(
                by=owner, member=lender, kind=kind, title=title, place=place, text=text, length=length,
                first=began + ONE_DAY, begins=dt.time(9), minutes=480, rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                request_key=key(f"lend {n}"),
            )  # fmt: skip
        _borrow(n, shared, borrower, guest, 6 - n)


def _borrow(n: int, shared: SharedThing, borrower: Member, guest: Person, times: int) -> None:
    """Some in the past, of which one came back early, one to come."""
    length = LENT[n][-1]
    for m in range(times):
        day = clock.today() + ONE_DAY * (5 if m == times - 1 else m * 30 - 160)
        with clock.at(min(clock.now(), at(day, dt.time(8)) - ONE_DAY)):
            slot = next(iter(queries.free_days(shared, day).values()))[0]
            row = lending.borrow(
                shared=shared, by=guest, borrower=borrower, span=Span(slot.starts, slot.ends), purpose=PURPOSES[n],
                request_key=key(f"borrow {n} {m}"),
            )  # fmt: skip
        if m == 1 and times > 2:
            with clock.at(slot.starts + dt.timedelta(minutes=length // 2)):
                lending.give_back(lending=row, by=guest)
