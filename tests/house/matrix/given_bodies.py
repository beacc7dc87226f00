"""Bodies by hand, where no field says of itself what it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from district.cases.aftercare.acts_campaigns import granting
from district.cases.core.models import Decision
from district.enterprises.models import Enterprise
from district.ground import clock
from district.ground.figures.registry import FIGURES
from district.ground.slots import recurring
from district.ground.slots.queries import free, free_together
from district.ground.slots.times import Span, at, whole_day
from district.ground.surveys.questions import Content
from district.services.advice.clinic import queries as clinic_queries
from district.services.advice.models import Profile
from district.services.advice.panels import queries as panel_queries
from district.services.advice.views import LENGTH
from district.services.community.alliance import queries as lent
from district.web.demo_accounts import PASSWORD
from tests.district.cases.intake.heads import number
from tests.district.enterprises.registers import code

TOKEN = "matrix-invitation"


def _a_firm(by: Any, _thing: Any) -> Mapping[str, Any]:
    """A firm that this person does not act for."""
    firm = Enterprise.objects.exclude(membership__person=by).order_by("pk").first()
    assert firm is not None
    return {"uscc": firm.uscc, "name": firm.name}


def _an_agency(_by: Any, _thing: Any) -> Mapping[str, Any]:
    return {"uscc": code(909), "name": "示例代理有限公司"}


def _marks(_by: Any, sheet: Any) -> Mapping[str, Any]:
    """A step on every scale of a contest's score sheet."""
    asked = Content.kept(sheet.judge.contest.rubric).asked
    return {key: "7" if each.choices else "示例评语" for key, each in asked.items()}


ANSWERS = {"school_name": "示例大学", "q_stage": "curious", "q_reason": "示例", "q_hours": "5", "q_intern": "yes"}


def _a_cohort(_by: Any, _thing: Any) -> Mapping[str, Any]:
    """Sign-ups this month, lessons the next."""
    day = clock.today()
    days = {name: day + dt.timedelta(days=n) for name, n in (("opens", 0), ("closes", 9), ("first", 20), ("last", 60))}
    return {name: each.isoformat() for name, each in days.items()}


def _a_lesson(_by: Any, cohort: Any) -> Mapping[str, Any]:
    return {"first": cohort.last.isoformat(), "begins": "20:00", "ends": "21:00", "every": "", "until": "",
            "trainer": "", "interval": "1"}  # fmt: skip


def _another_hour(_by: Any, lesson: Any) -> Mapping[str, Any]:
    return {"on": lesson.session.starts.date().isoformat(), "begins": "20:30", "ends": "21:30", "trainer": ""}


def _those_to_select(_by: Any, cohort: Any) -> Mapping[str, Any]:
    who = [row.reference for row in cohort.sign_ups.filter(state="signed")[:2]]
    return {"who": who, "mark": ["60"] * len(who), "note": ["示例"] * len(who)}


def _answers(_by: Any, lesson: Any) -> Mapping[str, Any]:
    """The first choice of every question of a quiz."""
    asked = [each for page in lesson.questions for each in page["questions"]]
    return {f"q-{each['key']}": each["choices"][0]["key"] for each in asked}


def _kind(_by: Any, lesson: Any) -> Mapping[str, Any]:
    return {"kind": lesson.kind, "questions": lesson.source, "text": lesson.text}


def _yesterday(_by: Any, _thing: Any) -> Mapping[str, Any]:
    return {"day": (clock.today() - dt.timedelta(days=1)).isoformat(), "begins": "09:00", "minutes": "30"}


def _a_class(_by: Any, _thing: Any) -> Mapping[str, Any]:
    """Training that is yet to start."""
    days = (clock.today() + dt.timedelta(days=n) for n in (7, 20))
    starts, ends = (day.isoformat() for day in days)
    return {"mode": "online", "platform": "own", "hours": "24", "classroom": "", "starts": starts, "ends": ends}


def _a_morning(_by: Any, _thing: Any) -> Mapping[str, Any]:
    return {"begins": "09:00", "ends": "11:00"}


def _yesterday_morning(by: Any, thing: Any) -> Mapping[str, Any]:
    """Of which a roll is called at any hour."""
    return {**_a_morning(by, thing), "day": (clock.today() - dt.timedelta(days=1)).isoformat()}


def _a_time(_by: Any, clinic: Any) -> Mapping[str, Any]:
    """A time of a clinic that can be booked."""
    open_ = clinic_queries.open_times(clinic)
    return {"at": open_[0].at.isoformat() if open_ else "", "need": "", "enterprise": "", "subject": ""}


def _a_panel(_by: Any, need: Any) -> Mapping[str, Any]:
    """The earliest panel of one role."""
    since = clock.today() + dt.timedelta(days=1)
    found = panel_queries.search(panel_queries.Asking(need, "joint", ("law",), 60, "", since)).panels
    return {"kind": "joint", "length": "60", "place": "", "since": since.isoformat(), "role1": "law",
            **{f"role{n}": "" for n in range(2, 7)}, "chosen": found[0].value if found else ""}  # fmt: skip


def _times(_by: Any, _thing: Any) -> Mapping[str, Any]:
    return {"begins": "09:00", "ends": "11:00", "day": "2030-01-02", "first": "2030-01-02"}


def _a_slot(_by: Any, thing: Any) -> Mapping[str, Any]:
    """A time at which something lent is free."""
    days = lent.free_days(thing, clock.today())
    slot = next((slots[0] for slots in days.values() if slots), None)
    return {"slot": f"{slot.starts.isoformat()}/{slot.ends.isoformat()}"} if slot else {}


def _in_a_month() -> dt.date:
    """A day that nothing is held for yet."""
    return clock.today() + dt.timedelta(days=30)


def _that_day(_by: Any, _thing: Any) -> Mapping[str, Any]:
    """Of whatever is held once, or opened from then on for good."""
    day = _in_a_month().isoformat()
    return {"day": day, "on": day, "first": day, "last": day, "until": ""}


def _past_clinic(by: Any, thing: Any) -> Mapping[str, Any]:
    return {"on": _yesterday(by, thing)["day"], "walked_served": "3"}


def _a_free_slot(_by: Any, resource: Any) -> Mapping[str, Any]:
    """A time at which something can be booked, by whoever keeps it too."""
    return _said(free([resource], _coming(), notice=False).get(resource.pk, []))


def _a_common_slot(_by: Any, encounter: Any) -> Mapping[str, Any]:
    """A time at which all who advise are free, if each of them gave times."""
    advise = encounter.advisers.values("expert")
    kept = [each.resource for each in Profile.objects.filter(expert__in=advise, resource__isnull=False)]
    length = LENGTH.get(encounter.mode)
    if len(kept) == 1:
        return _said(free(kept, _coming(), length=length)[kept[0].pk])
    return _said(free_together(kept, _coming(), length=length or 30))


def _coming() -> Span:
    """The days of which free times are looked for."""
    return Span(whole_day(clock.today()).starts, whole_day(_in_a_month()).ends)


def _said(slots: Sequence[Any]) -> Mapping[str, Any]:
    """The last of them, which nobody comes too late for; where none is free, one that is not."""
    last = slots[-1] if slots else Span(at(_in_a_month(), dt.time(9)), at(_in_a_month(), dt.time(10)))
    return {"slot": f"{last.starts.isoformat()}/{last.ends.isoformat()}"}


def _a_day_of_it(_by: Any, opening: Any) -> Mapping[str, Any]:
    """The next day of an opening, for another hour of that day, or for good."""
    today = max(opening.first, clock.today())
    found = recurring.days(opening.rule, opening.first, today, today + dt.timedelta(days=60))
    day = (found[0] if found else opening.first).isoformat()
    return {"day": day, "on": day, "until": ""}


def _a_figure(_by: Any, _thing: Any) -> Mapping[str, Any]:
    """One that everybody may read."""
    figure = next(each for each in FIGURES if each.public)
    return {"figure": figure.key, "period": ""}


def _a_grant_of_others(_by: Any, _thing: Any) -> Mapping[str, Any]:
    firm = Enterprise.objects.order_by("pk").first()
    assert firm is not None
    return {"enterprise": firm.uscc}


def _a_population(by: Any, _thing: Any) -> Mapping[str, Any]:
    """A programme with what it granted in the latest year in which it did."""
    found = Decision.objects.in_force().filter(outcome="granted", application__programme__in=granting(by))
    last = found.order_by("-year", "pk").first()
    return {"programmes": str(last.application.programme_id), "year": str(last.year)} if last else {}


BODIES: dict[str, Callable[[Any, Any], Mapping[str, Any]]] = {
    "enterprises.mine": _a_firm,
    "enterprises.mandates": _an_agency,
    "enterprises.ask_place": _an_agency,
    "community.plan": _times,
    "community.change_activity": _times,
    "community.add_series": lambda _by, _thing: {"slug": "matrix"},
    "community.check_in": lambda _by, _thing: {"code": "ABCDEF", "scans": ""},
    "alliance.lend": _times,
    "alliance.open_at": _times,
    "alliance.borrow": _a_slot,
    "enterprises.invited": lambda _by, _thing: {"token": TOKEN},
    "contests.new": lambda _by, _thing: {
        "criteria": "创新性 60\n可行性 40",
        "prizes": "一等奖 1 区级",
        "tracks": "创意组",
        "asks": "解决什么问题？ *",
    },
    "contests.claim": lambda _by, _thing: {"subject": ""},
    "contests.declare": lambda _by, _thing: {"said": "no", "conflict": "", "interest": ""},
    "contests.mark": _marks,
    "contests.again": _marks,
    "people.grant": lambda _by, _thing: {"since": "", "until": ""},
    "camp.sign_up": lambda _by, _thing: ANSWERS,
    "camp.new_cohort": _a_cohort,
    "camp.plan": _a_lesson,
    "camp.change_lesson": _another_hour,
    "camp.mark": _those_to_select,
    "camp.refuse_many": _those_to_select,
    "courses.add": lambda _by, _thing: {"reference": "matrix-course"},
    "courses.add_lesson": lambda _by, _thing: {"kind": "text", "questions": ""},
    "courses.desk_lesson": _kind,
    "courses.beat": lambda _by, sitting: {"nonce": sitting.nonce, "played": ""},
    "courses.check": lambda _by, sitting: {"choice": next((each.key for each in sitting.checks.all()), "")},
    "courses.hand_in": _answers,
    "hours.declare": _yesterday,
    "employers.new": _a_class,
    "employers.change": _a_class,
    "employers.add_learner": lambda _by, _thing: {"number": number(901)},
    "employers.roll": _yesterday_morning,
    "employers.session": lambda by, thing: {**_a_morning(by, thing), "day": _a_class(by, thing)["starts"]},
    "account_close": lambda _by, _thing: {"password": PASSWORD},
    "clinic.book": _a_time,
    "panels.planner": _a_panel,
    "people.staff": lambda _by, _thing: {"username": "matrix", "since": "", "until": ""},
    "organisations.enter": lambda _by, _thing: {"username": "newcomer", "since": "", "until": ""},
    "enterprises.begin": lambda _by, _thing: {"name": "示例甲", "number": number(902)},
    "figures.say": _a_figure,
    "surveys.new": lambda _by, _thing: {"key": "matrix"},
    "surveys.add": lambda _by, _thing: {"key": "matrix", "when": "", "limit": "", "says": "", "unit": ""},
    "slots.openings": _that_day,
    "slots.opening_this": _a_day_of_it,
    "slots.opening_following": _a_day_of_it,
    "slots.opening_all": _a_day_of_it,
    "slots.absence": _that_day,
    "slots.new_session": _that_day,
    "slots.book": _a_free_slot,
    "slots.take_seat": _a_free_slot,
    "advice.times": _a_common_slot,
    "advice.settle": _that_day,
    "advice.hold_many": _that_day,
    "advice.studio_add": lambda _by, _thing: {"until": ""},
    "advice.subject_add": lambda _by, _thing: {"questions": ""},
    "clinic.new": _that_day,
    "clinic.past": _past_clinic,
    "funds.outside": _a_grant_of_others,
    "cases.allot": lambda _by, _thing: {"money": ""},
    "cases.campaign_new": _a_population,
}
"""What the fields alone do not say."""
