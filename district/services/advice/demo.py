"""The corps of nearly seventy, studios, a year of services in seven groups, needs in every state. Plainly synthetic."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.translation import override

from district.enterprises.queries import my_enterprises
from district.ground import clock
from district.ground.people import experts as corps
from district.ground.people.listed import organisations
from district.ground.people.queries import (
    Bureau,
    Expert,
    Field,
    Kind,
    Person,
    Topic,
    bureau_named,
    experts_for,
    record_of,
)
from district.ground.slots.actions import say_way
from district.ground.slots.times import ONE_DAY
from district.services.advice import actions, finding, keeping, past, starting
from district.services.advice.models import Mode, Need, Subject

OFFICE = "区人社局"
SPACE = uuid.UUID("0d7f7c0a-9a5e-4f43-8a0d-6b8f1f6c20aa")
SEED = 20220628
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳"
TITLES = {
    Field.FINANCE: "信贷经理", Field.MEDIA: "品牌顾问", Field.ACCOUNTING: "注册会计师", Field.LAW: "执业律师",
    Field.STAFF: "人力资源总监", Field.INCUBATION: "孵化经理", Field.MANAGEMENT: "企业顾问",
    Field.TECHNOLOGY: "高级工程师",
}  # fmt: skip
SIZE = 57  # beside the twelve of the directory, so that there are nearly seventy
NEAR = 20  # minutes between neighbouring streets; our own estimate
WHOM = (
    "示例餐饮店",
    "示例软件公司",
    "示例设计工作室",
    "示例贸易行",
    "示例创业者（未注册）",
    "示例网店",
    "示例检测公司",
)
SAID = "示例记录：看了材料，说了三点建议，下一步按清单准备。"


def key(name: str) -> uuid.UUID:
    """The same every time."""
    return uuid.uuid5(SPACE, name)


def make(people: Mapping[str, Person]) -> None:
    officer, office = people["officer"], bureau_named(OFFICE)
    assert office is not None
    draw = random.Random(SEED)  # noqa: S311 - synthetic data
    with override(settings.LANGUAGE_CODE):
        starting.lay()
        streets = [each.name for each in organisations(kind=Kind.STREET)]
        lay_ways(streets)
        everyone = _corps(office, officer, streets, draw)
        own = _account(people)
        _studios(everyone, office, officer)
        _year(everyone, office, officer, streets, draw)
        _needs(everyone, people)
        if own is not None:
            _for_account(own, people)


def lay_ways(streets: Sequence[str]) -> None:
    """Neighbours in the catalogue's list count as near; all others as `slots` estimates."""
    for one, other in pairwise(streets):
        say_way(one=one, other=other, minutes=NEAR, source="示例估计")


def _corps(office: Bureau, by: Person, streets: Sequence[str], draw: random.Random) -> list[Expert]:
    today, fields, topics = clock.today(), list(Field), list(Topic)
    names = [f"示例专家{stem}{branch}" for branch in BRANCHES for stem in STEMS][:SIZE]
    for n, name in enumerate(names):
        field = fields[n % len(fields)]
        row = corps.enter(
            office=office, by=by, name=name, fields=[field], topics={topics[n % 7], topics[(n // 7 + 3) % 7]},
            languages=["zh"], title=f"示例：{TITLES[field]}", public=n % 5 != 4,
            agreed_how="示例：书面同意书" if n % 5 != 4 else "", about=f"示例：从业 {6 + n % 20} 年。",
            since=dt.date(2005 + n % 17, 3, 1), until=dt.date(today.year + 1 + n % 2, 12, 31),
        )  # fmt: skip
        if n % 3 == 0:
            _agreed(row, by, n, streets, draw)
    return finding.corps()


def _agreed(row: Expert, by: Person, n: int, streets: Sequence[str], draw: random.Random) -> None:
    """Every third said what they agree to, and when they can be met."""
    keeping.agree(
        expert=row, by=by, at_once=3 + n % 3, hours_a_month=8 + n % 9,
        place=streets[n % len(streets)] if streets else "",
        streets=draw.sample(streets, 2) if n % 4 and len(streets) > 4 else [], modes=[], paused=n == 9,
    )  # fmt: skip
    days = (("MO", "WE"), ("TU", "TH"), ("FR",))[n % 3]
    keeping.open_weekly(expert=row, by=by, days=days, begins=dt.time(9 + n % 3), ends=dt.time(12 + n % 3),
                        request_key=key(f"weekly {n}"), length=30, place="示例创业服务中心")  # fmt: skip


def _studios(everyone: Sequence[Expert], office: Bureau, by: Person) -> None:
    today = clock.today()
    for n, (slug, name, topics) in enumerate((
        ("first", "示例首席创业指导师工作室（一）", ("intent", "policy")),
        ("second", "示例首席创业指导师工作室（二）", ("science", "funding")),
        ("third", "示例首席创业指导师工作室（三）", ("commerce", "culture")),
    )):  # fmt: skip
        studio = keeping.set_up(
            by=by, office=office, key=slug, name=name, since=dt.date(today.year - 3 + n, 5, 1), topics=topics,
            english=f"Sample chief mentor studio {n + 1}", until=dt.date(today.year + 2, 4, 30),
            about="示例：首席指导师带队，长期结对年轻创业者。", place="示例创业服务中心",
        )  # fmt: skip
        for m, expert in enumerate(everyone[n * 5 : n * 5 + 5]):
            keeping.join(studio=studio, expert=expert, by=by, chief=m == 0)


MODES = (
    (Mode.CLINIC, 9), (Mode.ONLINE, 8), (Mode.VISIT, 4), (Mode.PAIRING, 3), (Mode.PANEL, 2), (Mode.LECTURE, 1),
    (Mode.EVENT, 1),
)  # fmt: skip


def _year(everyone: Sequence[Expert], office: Bureau, by: Person, streets: Sequence[str], draw: random.Random) -> None:
    """Every group on some days of each month, by all the modes."""
    today, rows = clock.today(), list[past.Past]()
    subjects = list(Subject.objects.all())
    fitting = {each.pk: [one for one in everyone if each.topic in one.topics or set(each.fields) & set(one.fields)]
               for each in subjects}  # fmt: skip
    modes = [mode for mode, times in MODES for _n in range(times)]
    for back in range(5, 365, 4):
        for subject in draw.sample(subjects, 2):
            mode = draw.choice(modes)
            able = fitting[subject.pk] or everyone
            count = min(len(able), 3 if mode == Mode.PANEL else 1)
            rows.append(past.Past(
                day=today - ONE_DAY * back, mode=mode, subject=subject, experts=tuple(draw.sample(able, count)),
                minutes=draw.choice((30, 45, 60, 90, 120)), whom=draw.choice(WHOM), record=SAID,
                street=draw.choice(streets) if streets else "",
                heads=draw.randint(20, 60) if mode in (Mode.LECTURE, Mode.EVENT) else draw.randint(1, 3),
            ))  # fmt: skip
    past.enter_past(rows=rows, office=office, by=by)


def _asked(who: Person, subject: str, text: str, n: int, **more: Any) -> Need:
    said = {"stage": "start", "street": "五角场街道", **more}
    return actions.ask(
        by=who, subject=Subject.objects.get(key=subject), text=text, request_key=key(f"need {n}"), **said
    )


def _account(people: Mapping[str, Person]) -> Expert | None:
    """The expert who signs in, listed by the bureau of science, in the corps too."""
    row = record_of(people["expert"])
    if row is None:
        return None
    row = corps.change(
        expert=row, by=people["science"], fields=["technology", "law"], topics=["science", "policy"], languages=["zh"],
        title="示例：高级工程师", about="示例：做过成果转化。", until=dt.date(clock.today().year + 2, 12, 31),
        public=True, agreed_how="示例：书面同意书",
    )  # fmt: skip
    keeping.agree(
        expert=row, by=people["expert"], at_once=5, hours_a_month=12, streets=[], modes=[], place="五角场街道"
    )
    keeping.open_weekly(expert=row, by=people["expert"], days=("MO", "TU", "WE", "TH", "FR"), begins=dt.time(9),
                        ends=dt.time(12), request_key=key("weekly account"), place="示例创业服务中心")  # fmt: skip
    return row


def _for_account(expert: Expert, people: Mapping[str, Person]) -> None:
    """An offer that waits, a question to be answered online, a visit to come."""
    founder, manager, officer = people["founder"], people["manager"], people["officer"]
    firm = my_enterprises(manager).first()
    waits = _asked(manager, "giant", "示例：明年想报专精特新，现在要补什么？", 11, enterprise=firm, stage="grow")
    actions.place(need=waits, expert=expert, by=officer)
    asked = _asked(founder, "contract", "示例：软件外包合同里，源代码归谁要怎么写？", 12, may_publish=True)
    actions.accept(offer=actions.place(need=asked, expert=expert, by=officer), by=people["expert"])
    actions.plan(need=asked, mode=Mode.ONLINE, by=people["expert"], request_key=key("online account"))
    visit = _asked(
        manager, "product", "示例：样机做好了，想请专家来看看怎么小批量。", 13, enterprise=firm, mode=Mode.VISIT
    )
    actions.accept(offer=actions.place(need=visit, expert=expert, by=officer), by=people["expert"])
    actions.plan(need=visit, mode=Mode.VISIT, by=people["expert"], request_key=key("visit account"))


def _needs(everyone: Sequence[Expert], people: Mapping[str, Person]) -> None:
    """One that waits, one without anybody, one with a meeting to come, one to be answered, one over, one paired."""
    founder, officer = people["founder"], people["officer"]
    firm = my_enterprises(people["manager"]).first()
    _asked(founder, "idea", "示例：想开一家社区咖啡店，不知道先做什么。", 1, stage="intent")
    stuck = _asked(
        people["manager"], "patent", "示例：和高校合作的专利怎么约定归属。", 2, enterprise=firm, stage="grow"
    )
    for offer in stuck.offers.all():
        actions.refuse(offer=offer, by=officer, reason="busy")
    taken = _taken(_asked(founder, "tax", "示例：小规模纳税人季度怎么报。", 3), officer)
    actions.plan(need=taken, mode=Mode.CLINIC, by=founder, request_key=key("clinic to come"))
    online = _taken(_asked(founder, "pay", "示例：试用期可以约定六个月吗？", 4, may_publish=True), officer)
    actions.plan(need=online, mode=Mode.ONLINE, by=founder, request_key=key("online"))
    over = _taken(_asked(founder, "loan", "示例：创业担保贷款要准备什么。", 5), officer)
    row = actions.plan(need=over, mode=Mode.ONLINE, by=founder, request_key=key("answered"))
    actions.record(
        encounter=row, by=officer, text="示例答复：先看征信和流水，再备营业执照、租约、用途说明。", minutes=30
    )
    actions.end(need=over, by=officer)
    actions.rate(need=over, by=founder, score=5, outcome="solved", say="示例：说得很清楚。")
    paired = _taken(_asked(people["manager"], "manage", "示例：团队到二十人，想有人长期带。", 6, enterprise=firm,
                           stage="grow", mode=Mode.PAIRING, programme="mentor-studio"), officer)  # fmt: skip
    today = clock.today()
    actions.pair(need=paired, by=officer, goals="示例：半年内把招聘、考核、分工定下来。", rhythm="monthly",
                 until=today + ONE_DAY * 180, steps=[("示例：岗位说明书", today + ONE_DAY * 30),
                                                     ("示例：考核办法试行", today + ONE_DAY * 90)])  # fmt: skip


def _taken(need: Need, officer: Person) -> Need:
    """The first who was asked takes it, as they said by phone."""
    offers = need.offers.order_by("-expert__advising__resource", "pk")  # one whose time can be booked, if there is one
    offer = offers.first() or actions.place(need=need, expert=experts_for()[0], by=officer)
    return actions.accept(offer=offer, by=officer)
