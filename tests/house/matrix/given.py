"""What no form says of itself: bodies by hand, and what an address gives an action besides its thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from district.enterprises.models import Enterprise
from district.ground import clock
from district.ground.surveys.questions import Content
from district.services.advice.clinic import queries as clinic_queries
from district.services.advice.panels import queries as panel_queries
from district.services.community.alliance import queries as lent
from district.web.demo_accounts import PASSWORD
from tests.district.cases.intake.heads import number
from tests.district.enterprises.registers import code

TOKEN = "matrix-invitation"
BESIDE: Mapping[str, Any] = {"address": "192.0.2.1", "year": 2022, "two_factors": True}
ONLY_ASKED = frozenset({
    "enterprises.paper_remove", "policies.answer_vote", "policies.answer_ask", "policies.fits_take", "authoring.draft",
    "authoring.draft_edit", "funds.return_columns", "cases.paper_check", "community.add_picture",
})  # fmt: skip
"""What is done there names more than its thing (a paper, a page, an answer kept): only whether one may is asked."""


OF_LINKS = frozenset({
    "surveys.link_start", "surveys.link_save", "surveys.link_settle", "surveys.link_hand_in", "surveys.link_give_up",
    "surveys.link_take_back", "contests.join", "community.withdraw_consent",
})  # fmt: skip
"""Acts of whoever holds a link, whoever they are: their thing is found by it alone."""


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
}
"""What the fields alone do not say."""

NO_THING = frozenset({
    "my/training/templates/<slug:kind>/",
    "advice/clinics/topics/<slug:topic>/",
    "answers/<slug:slug>/", "documents/<slug:slug>/", "policies/packages/<slug:slug>/", "policies/ladders/<slug:slug>/",
    "figures/<str:key>/", "figures/<str:key>/say/", "desk/homework/<str:name>/", "calendars/public/<slug:calendar>/",
    "answers/<slug:slug>/ask/", "api/v1/openapi.json", "api/v1/docs", "api/v1/account/<id>/acts",
    "api/v1/record/<id>/acts", "api/v1/figures/<id>/acts", "reports/<slug:key>/",
    "api/v1/reports/<key>",
})  # fmt: skip
"""Addresses of what the catalogue or the code says, of no row."""

BY_LINK = frozenset({
    "once/<str:token>/", "once/<str:token>/anew/", "fits/shared/<str:token>/", "fits/shared/<str:token>/go-on",
    "calendars/resources/<str:token>/", "calendars/<str:token>/", "seats/<str:token>/",
    "seats/<str:token>/<slug:verb>/", "community/tickets/<str:token>/", "community/consents/<str:token>/",
    "community/consents/<str:token>/withdraw/", "subscriptions/<str:key>/", "my/invitations/<str:token>/",
    "questions/<str:reference>/<str:key>/", "surveys/link/<str:token>/", "surveys/link/<str:token>/start/",
    "surveys/link/<str:token>/<int:number>/", "surveys/link/<str:token>/settle/", "surveys/link/<str:token>/check/",
    "surveys/link/<str:token>/done/", "surveys/link/<str:token>/give-up/", "surveys/link/<str:token>/take-back/",
    "my/contests/join/<str:token>/", "community/contests/papers/<str:token>/",
    "desk/batches/<str:reference>/return/<str:digest>/", "unsent/<str:key>/", "unsent/<str:key>/text/",
    "foreign/content/<str:token>/<path:path>",
})  # fmt: skip
"""Addresses that open to whoever holds a secret, of which no row keeps more than the digest."""

OUTER = {
    "my/enterprises/<str:uscc>/papers/<uuid:reference>/replace/": {"uscc": "enterprise.uscc"},
    "desk/slots/<str:key>/openings/<int:pk>/": {"key": "resource.key"},
    "desk/slots/<str:key>/absence/<int:pk>/": {"key": "resource.key"},
    "desk/surveys/<slug:key>/responses/<str:reference>/": {"key": "questionnaire.key"},
}
"""What an address says of its thing besides the thing itself, as it stands there."""

OF = {
    "api/v1/clinic/<id>/acts": "clinic.Clinic.reference",
    "api/v1/advice/<id>/acts": "advice.Need.reference",
    "my/advice/<str:reference>/": "advice.Need.reference",
    "my/advice/work/<str:reference>/": "advice.Need.reference",
    "my/judging/<int:pk>/": "contests.MarkSheet.pk",
    "desk/advice/encounters/<str:reference>/": "advice.Encounter.reference",
    "api/v1/community/posts/<reference>": "community.Post.reference",
    "api/v1/community/activities/<reference>": "community.Activity.reference",
    "api/v1/alliance/members/<reference>": "alliance.Member.reference",
    "api/v1/panels/<id>/acts": "panels.Panel.reference",
    "advice/clinics/<str:reference>/": "clinic.Clinic.reference",
    "advice/numbers/<str:token>/": "clinic.Visitor.token",
    "advice/numbers/<str:token>/place/": "clinic.Visitor.token",
    "my/advice/panels/<str:reference>/": "panels.Panel.reference",
    "desk/advice/panels/<str:reference>/": "panels.Panel.reference",
    "api/v1/messaging/<id>/acts": "messaging.Message.pk",
    "api/v1/enterprises/<id>/acts": "enterprises.Enterprise.uscc",
    "api/v1/policies/<id>/acts": "policies.Run.reference",
    "api/v1/authoring/<id>/acts": "authoring.Draft.reference",
    "api/v1/funds/<id>/acts": "funds.Award.reference",
    "api/v1/cases/<id>/acts": "cases.Application.reference",
    "api/v1/people/<id>/acts": "people.Person.pk",
    "api/v1/work/<id>/acts": "work.Work.reference",
    "api/v1/slots/<id>/acts": "slots.Session.reference",
    "api/v1/employers/<id>/acts": "employers.Filing.reference",
    "my/training/<str:reference>/": "employers.Filing.reference",
    "desk/training/<str:reference>/": "employers.Filing.reference",
    "desk/training-audits/<str:reference>/": "employers.Audit.reference",
    "training/shared/<str:reference>/": "employers.SharedCourse.reference",
    "training/bases/<int:pk>/": "people.Organisation.pk",
    "training/bases/<int:pk>/calendar.ics": "people.Organisation.pk",
    "api/v1/community/<id>/acts": "community.Post.reference",
    "api/v1/alliance/<id>/acts": "alliance.Member.reference",
    "api/v1/onetime/<id>/acts": "onetime.Link.reference",
    "api/v1/organisations/<id>/acts": "people.Organisation.pk",
    "api/v1/contests/<id>/acts": "contests.Contest.reference",
    "api/v1/surveys/<id>/acts": "surveys.Questionnaire.key",
    "api/v1/camp/<id>/acts": "camp.Cohort.reference",
    "api/v1/hours/<id>/acts": "hours.Flag.reference",
    "api/v1/courses/<id>/acts": "courses.Course.reference",
    "training/courses/<slug:reference>/": "courses.Course.reference",
    "training/lessons/<int:pk>/": "courses.Lesson.pk",
    "certificates/<str:reference>/": "courses.Certificate.reference",
    "certificates/<str:reference>/pdf/": "courses.Certificate.reference",
    "desk/courses/<slug:reference>/": "courses.Course.reference",
    "desk/courses/<slug:reference>/learners/": "courses.Course.reference",
    "desk/hours/<str:reference>/": "hours.Flag.reference",
    "api/v1/policies/<slug>": "policies.Programme.slug",
    "api/v1/cases/<reference>": "cases.Application.reference",
    "training/camp/cohorts/<str:reference>/": "camp.Cohort.reference",
    "training/camp/posts/<str:reference>/": "camp.InternPost.reference",
    "training/camp/in/<str:reference>/<str:code>/": "camp.CampLesson.reference",
    "training/camp/lessons/<str:reference>/": "camp.CampLesson.reference",
    "training/camp/lessons/<str:reference>/screen/": "camp.CampLesson.reference",
    "training/camp/lessons/<str:reference>/print/": "camp.CampLesson.reference",
    "my/camp/posts/<str:reference>/": "camp.InternPost.reference",
    "desk/camp/cohorts/<str:reference>/": "camp.Cohort.reference",
    "desk/camp/cohorts/<str:reference>/sign-ups/": "camp.Cohort.reference",
    "desk/camp/sign-ups/<str:reference>/": "camp.CampSignUp.reference",
    "desk/camp/posts/<str:reference>/": "camp.InternPost.reference",
    "desk/links/<str:reference>/": "onetime.Link.reference",
    "organisations/<int:pk>/edit/": "people.Organisation.pk",
    "me/organisations/<int:pk>/": "people.Organisation.pk",
    "desk/organisations/<int:pk>/": "people.Organisation.pk",
    "desk/experts/<str:reference>/": "people.Expert.reference",
    "desk/experts/<str:reference>/edit/": "people.Expert.reference",
    "desk/lab/<slug:slug>/": "policies.Programme.slug",
    "desk/questions/<str:reference>/": "asking.AskedQuestion.reference",
    "desk/runs/<str:reference>/files/<path:name>.csv": "policies.Run.reference",
    "desk/persons/<str:uscc>/": "enterprises.Enterprise.uscc",
    "desk/imports/<str:reference>/report/": "enterprises.ImportRun.reference",
    "desk/places/<slug:slug>/": "policies.Programme.slug",
    "desk/appeals/<str:reference>/": "appeals.Appeal.reference",
    "desk/acceptances/<str:reference>/": "milestones.Milestone.reference",
    "desk/absences/<int:pk>/": "people.Absence.pk",
    "desk/applications/<str:reference>/joint/": "cases.Application.reference",
    "desk/applications/<str:reference>/list/": "cases.Application.reference",
    "my/applications/<str:reference>/list/": "cases.Application.reference",
    "my/applications/<str:reference>/list/template/": "cases.Application.reference",
    "my/offers/<str:reference>/": "offers.Offer.reference",
    "desk/offers/<str:reference>/": "offers.OfferRound.reference",
    "desk/offers/<str:reference>/progress/": "offers.OfferRound.reference",
    "desk/offers/<str:reference>/release/": "offers.OfferRound.reference",
    "letters/<str:number>/<str:kind>/": "letters.IssuedLetter.code",
    "verify/<str:code>/": "letters.IssuedLetter.code",
    "notices/<str:reference>/<int:serial>/object/": "notice.Notice.reference",
    "desk/campaigns/<str:reference>/<int:place>/": "aftercare.Campaign.reference",
    "desk/surveys/<slug:key>/responses/<str:reference>/": "surveys.Response.reference",
    "files/<uuid:reference>/": "files.StoredFile.reference",
    "community/pictures/<uuid:key>/": "community.Picture.key",
    "community/activities/<str:reference>/": "community.Activity.reference",
    "desk/community/activities/<str:reference>/": "community.Activity.reference",
    "desk/community/reports/<str:reference>/": "community.Report.reference",
    "community/alliance/resources/<str:reference>/": "alliance.SharedThing.reference",
    "my/community/alliance/lendings/<str:reference>/": "alliance.Lending.reference",
    "my/enterprises/<str:uscc>/papers/<uuid:reference>/replace/": "enterprises.Evidence.reference",
    "desk/slots/<str:key>/openings/<int:pk>/": "slots.Opening.pk",
    "desk/slots/<str:key>/absence/<int:pk>/": "slots.Hold.pk",
    "desk/sheets/<int:pk>/": "scoring.Sheet.pk",
    "desk/programmes/drafts/<str:reference>/edit/": "authoring.Draft.reference",
}
"""What an address is about, where the room it lies in has it from another."""
