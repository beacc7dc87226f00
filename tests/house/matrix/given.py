"""What no form says of itself: bodies by hand, and what an address gives an action besides its thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from district.enterprises.models import Enterprise
from district.ground.surveys.questions import Content
from district.web.demo_accounts import PASSWORD
from tests.district.enterprises.registers import code

TOKEN = "matrix-invitation"
BESIDE: Mapping[str, Any] = {"address": "192.0.2.1", "year": 2022, "two_factors": True}
ONLY_ASKED = frozenset({
    "enterprises.paper_remove", "policies.answer_vote", "policies.answer_ask", "policies.fits_take", "authoring.draft",
    "authoring.draft_edit", "funds.return_columns", "cases.paper_check",
})  # fmt: skip
"""What is done there names more than its thing (a paper, a page, an answer kept): only whether one may is asked."""


OF_LINKS = frozenset({
    "surveys.link_start", "surveys.link_save", "surveys.link_settle", "surveys.link_hand_in", "surveys.link_give_up",
    "surveys.link_take_back", "contests.join",
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


BODIES: dict[str, Callable[[Any, Any], Mapping[str, Any]]] = {
    "enterprises.mine": _a_firm,
    "enterprises.mandates": _an_agency,
    "enterprises.ask_place": _an_agency,
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
    "account_close": lambda _by, _thing: {"password": PASSWORD},
}
"""What the fields alone do not say."""

NO_THING = frozenset({
    "answers/<slug:slug>/", "documents/<slug:slug>/", "policies/packages/<slug:slug>/", "policies/ladders/<slug:slug>/",
    "figures/<str:key>/", "figures/<str:key>/say/", "desk/homework/<str:name>/", "calendars/public/<slug:calendar>/",
    "answers/<slug:slug>/ask/", "api/v1/openapi.json", "api/v1/docs", "api/v1/account/<id>/acts",
    "api/v1/record/<id>/acts", "api/v1/figures/<id>/acts",
})  # fmt: skip
"""Addresses of what the catalogue or the code says, of no row."""

BY_LINK = frozenset({
    "once/<str:token>/", "once/<str:token>/anew/", "fits/shared/<str:token>/", "fits/shared/<str:token>/go-on",
    "calendars/resources/<str:token>/", "calendars/<str:token>/", "seats/<str:token>/",
    "seats/<str:token>/<slug:verb>/", "subscriptions/<str:key>/", "my/invitations/<str:token>/",
    "questions/<str:reference>/<str:key>/", "surveys/link/<str:token>/", "surveys/link/<str:token>/start/",
    "surveys/link/<str:token>/<int:number>/", "surveys/link/<str:token>/settle/", "surveys/link/<str:token>/check/",
    "surveys/link/<str:token>/done/", "surveys/link/<str:token>/give-up/", "surveys/link/<str:token>/take-back/",
    "my/contests/join/<str:token>/", "community/contests/papers/<str:token>/",
    "desk/batches/<str:reference>/return/<str:digest>/", "unsent/<str:key>/", "unsent/<str:key>/text/",
})  # fmt: skip
"""Addresses that open to whoever holds a secret, of which no row keeps more than the digest."""

OF = {
    "api/v1/messaging/<id>/acts": "messaging.Message.pk",
    "api/v1/enterprises/<id>/acts": "enterprises.Enterprise.uscc",
    "api/v1/policies/<id>/acts": "policies.Run.reference",
    "api/v1/authoring/<id>/acts": "authoring.Draft.reference",
    "api/v1/funds/<id>/acts": "funds.Award.reference",
    "api/v1/cases/<id>/acts": "cases.Application.reference",
    "api/v1/people/<id>/acts": "people.OrganisationMembership.pk",
    "api/v1/work/<id>/acts": "work.Work.reference",
    "api/v1/slots/<id>/acts": "slots.Session.reference",
    "api/v1/onetime/<id>/acts": "onetime.Link.reference",
    "api/v1/organisations/<id>/acts": "people.Organisation.pk",
    "api/v1/contests/<id>/acts": "contests.Contest.reference",
    "api/v1/surveys/<id>/acts": "surveys.Questionnaire.key",
    "api/v1/policies/<slug>": "policies.Programme.slug",
    "api/v1/cases/<reference>": "cases.Application.reference",
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
    "desk/surveys/<slug:key>/responses/<str:reference>/": "surveys.Questionnaire.key",
    "files/<uuid:reference>/": "files.StoredFile.reference",
    "my/enterprises/<str:uscc>/papers/<uuid:reference>/replace/": "enterprises.Enterprise.uscc",
    "desk/slots/<str:key>/absence/<int:pk>/": "slots.Resource.key",
    "desk/programmes/drafts/<str:reference>/edit/": "authoring.Draft.reference",
}
"""What an address is about, where the room it lies in has it from another."""
