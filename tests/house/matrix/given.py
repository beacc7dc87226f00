"""What no form and no row says of itself: acts and addresses that stand apart, and what is given besides a thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
