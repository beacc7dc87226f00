"""Addresses of this room: `/my/…` for enterprises, `/desk/…` for officials, `/notices/` for everybody."""

from functools import partial

from django.urls import path
from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.milestones import acts as accepting
from district.cases.aftercare.milestones import views as milestones
from district.cases.aftercare.urls import urlpatterns as after
from district.cases.decisions import acts as bundling
from district.cases.decisions import views_bundles as bundles
from district.cases.desk import acts as on_desk
from district.cases.desk import acts_appeals as second
from district.cases.desk import views_appeals as appeals
from district.cases.desk import views_calendar as calendars
from district.cases.desk import views_desk as desk
from district.cases.desk import views_homework as homework
from district.cases.desk.approving import acts as signing
from district.cases.desk.approving import views as approving
from district.cases.desk.approving import views_paper as approval_form
from district.cases.desk.assigning import acts as giving
from district.cases.desk.assigning import views as assigning
from district.cases.desk.bulk import acts as jobs
from district.cases.desk.bulk import views as bulk
from district.cases.desk.chasing import acts as late
from district.cases.hall import acts as following
from district.cases.hall import my_case
from district.cases.hall.clients import views as clients
from district.cases.intake import acts as intake
from district.cases.intake import acts_lists as list_acts
from district.cases.intake import views_hall as hall
from district.cases.intake import views_handing as handing
from district.cases.intake import views_lists as lists
from district.cases.letters import acts as serving
from district.cases.letters import views as letters
from district.cases.offers import acts as offering
from district.cases.offers import views as offers
from district.cases.review.joint import acts as reviewing
from district.cases.review.joint import views as joint
from district.cases.review.notice import acts as noticing
from district.cases.review.notice import views as notice
from district.cases.review.notice import views_paper as notice_papers
from district.cases.review.ranking import acts as ranking
from district.cases.review.ranking import views as places
from district.cases.review.scoring import acts as marking
from district.cases.review.scoring import views as scoring
from district.ground.acts.views import act_view, from_where, one_of

CHOOSE = _("请选择怎么处理。")
app_name = "cases"
urlpatterns = [
    path("my/clients/", clients.clients, name="clients"),
    path("my/applications/", my_case.mine, name="mine"),
    path("my/applications/new/<slug:slug>/", act_view(intake.START, page=hall.new, get=True), name="new"),
    path("my/applications/<str:reference>/", my_case.mine_one, name="mine_one"),
    path("my/applications/<str:reference>/fill-in/", act_view(intake.FILL_IN, answer=hall.filled_in), name="fill_in"),
    path("my/applications/<str:reference>/hand-in/", act_view(intake.HAND_IN), name="hand_in"),
    path(
        "my/applications/<str:reference>/check/",
        act_view(intake.CHECK, page=handing.check, get=True, answer=handing.checked),
        name="check",
    ),
    path("my/applications/<str:reference>/receipt/", handing.receipt, name="receipt"),
    path("my/applications/<str:reference>/supply/", act_view(intake.SUPPLY), name="supply"),
    path("my/applications/<str:reference>/withdraw/", act_view(following.WITHDRAW), name="withdraw"),
    path(
        "desk/applications/<str:reference>/papers/<uuid:paper>/check/",
        act_view(intake.PAPER_CHECK, also=intake.paper_of),
        name="paper_check",
    ),
    path(
        "my/applications/<str:reference>/list/",
        act_view(list_acts.SAVE, page=lists.mine, get=True, redraws=False, answer=lists.saved),
        name="list",
    ),
    path(
        "my/applications/<str:reference>/list/upload/",
        act_view(list_acts.UPLOAD, page=lists.refused, redraws=True, answer=lists.uploaded),
        name="list_upload",
    ),
    path("my/applications/<str:reference>/list/template/", lists.template, name="list_template"),
    path("desk/applications/<str:reference>/list/", lists.desk, name="list_desk"),
    path("my/applications/<str:reference>/consent/", act_view(intake.CONSENT), name="consent"),
    path("my/applications/<str:reference>/consent/take-back/", act_view(intake.TAKE_BACK), name="consent_take_back"),
    path(
        "my/applications/<str:reference>/appeal/",
        act_view(second.FILE, page=appeals.file, get=True),
        name="appeal_file",
    ),
    path("my/appeals/<str:reference>/withdraw/", act_view(second.WITHDRAW), name="appeal_withdraw"),
    path("desk/applications/", desk.worklist, name="worklist"),
    path("desk/applications/next/", act_view(on_desk.TAKE_NEXT), name="take_next"),
    path("desk/applications/<str:reference>/", desk.case, name="case"),
    path("desk/applications/<str:reference>/replay/", desk.replay, name="replay"),
    path("desk/applications/<str:reference>/assign/", act_view(giving.ASSIGN), name="assign"),
    path("my/offers/", offers.mine, name="offers"),
    path("my/offers/<str:reference>/", offers.one, name="offer"),
    path(
        "my/offers/<str:reference>/confirm/",
        act_view(offering.CONFIRM, page=offers.page, redraws=offers.differs),
        name="offer_confirm",
    ),
    path("my/offers/<str:reference>/decline/", act_view(offering.DECLINE), name="offer_decline"),
    path("desk/offers/", offers.rounds, name="offer_rounds"),
    path("desk/offers/new/", act_view(offering.MAKE), name="offer_make"),
    path("desk/offers/<str:reference>/", offers.one_round, name="offer_round"),
    path("desk/offers/<str:reference>/progress/", offers.progress, name="offer_progress"),
    path(
        "desk/offers/<str:reference>/release/",
        act_view(offering.RELEASE, page=offers.release, get=True, redraws=False),
        name="offer_release",
    ),
    path("desk/offers/<str:reference>/check/", act_view(offering.CHECK), name="offer_check"),
    path("desk/offers/<str:reference>/choose/", act_view(offering.CHOOSE), name="offer_choose"),
    path("desk/offers/<str:reference>/stop/", act_view(offering.STOP), name="offer_stop"),
    path("desk/offers/<str:reference>/reopen/", act_view(offering.REOPEN), name="offer_reopen"),
    path("desk/approvals/", approving.approvals, name="approvals"),
    path("desk/applications/<str:reference>/sign/", act_view(signing.SIGN), name="sign"),
    path("desk/applications/<str:reference>/approval-form/<str:kind>/", approval_form.form, name="approval_form"),
    path("desk/applications/<str:reference>/turn-back/", act_view(signing.TURN_BACK), name="turn_back"),
    path(
        "my/applications/<str:reference>/acceptance/",
        act_view(accepting.ASK, page=milestones.mine, get=True),
        name="my_acceptance",
    ),
    path("desk/acceptances/", milestones.acceptances, name="acceptances"),
    path("desk/acceptances/<str:reference>/", milestones.acceptance, name="acceptance"),
    path(
        "desk/acceptances/<str:reference>/move/",
        one_of(accepting.MOVES, else_=CHOOSE, denies=False),
        name="acceptance_move",
    ),
    path("desk/jobs/", bulk.jobs, name="jobs"),
    path("desk/jobs/new/", act_view(jobs.MAKE), name="job_new"),
    path("desk/jobs/<str:reference>/", bulk.job, name="job"),
    path("desk/jobs/<str:reference>/progress/", bulk.progress, name="job_progress"),
    path("desk/jobs/<str:reference>/start/", act_view(jobs.START), name="job_start"),
    path("desk/jobs/<str:reference>/cancel/", act_view(jobs.CANCEL), name="job_cancel"),
    path("desk/absences/", act_view(giving.ENTER_ABSENCE, page=assigning.away, get=True), name="absences"),
    path("desk/absences/<int:pk>/", assigning.absence, name="absence"),
    path("desk/absences/<int:pk>/end/", act_view(giving.END_ABSENCE), name="absence_end"),
    path("desk/absences/<int:pk>/hand-over/", act_view(giving.HAND_OVER), name="absence_hand_over"),
    path("desk/applications/<str:reference>/accept/", act_view(on_desk.ACCEPT), name="accept"),
    path(
        "desk/applications/<str:reference>/send-back/",
        act_view(on_desk.SEND_BACK, page=partial(desk.case_page, name="send_back_form")),
        name="send_back",
    ),
    path(
        "desk/applications/<str:reference>/decline/",
        act_view(on_desk.DECLINE, page=partial(desk.case_page, name="decline_form")),
        name="decline",
    ),
    path("desk/applications/<str:reference>/answer/", act_view(on_desk.ANSWER), name="answer"),
    path("desk/applications/<str:reference>/read-anew/", act_view(on_desk.READ_ANEW), name="read_anew"),
    path(
        "desk/applications/<str:reference>/decide/",
        act_view(on_desk.DECIDE, page=partial(desk.case_page, name="decide_form")),
        name="decide",
    ),
    path("desk/applications/<str:reference>/joint/", joint.case, name="joint"),
    path("desk/applications/<str:reference>/refer/", act_view(reviewing.REFER), name="refer"),
    path("desk/applications/<str:reference>/gather/", act_view(reviewing.GATHER), name="gather"),
    path("desk/applications/<str:reference>/end-review/", act_view(reviewing.END_UNANSWERED), name="end_unanswered"),
    path("desk/applications/<str:reference>/end-correction/", act_view(late.END_CORRECTION), name="end_correction"),
    path("my/applications/<str:reference>/hurry/", act_view(late.HURRY), name="hurry"),
    path("desk/applications/<str:reference>/replace/", appeals.replace, name="replace"),
    path("desk/applications/<str:reference>/replace/now/", act_view(second.REPLACE), name="replace_now"),
    path("desk/appeals/", appeals.appeals, name="appeals"),
    path("desk/appeals/<str:reference>/", appeals.appeal, name="appeal"),
    path(
        "desk/appeals/<str:reference>/answer/", one_of(second.ANSWERS, else_=CHOOSE, denies=False), name="appeal_answer"
    ),
    path("letters/<str:number>/served/", act_view(serving.SERVE), name="letter_serve"),
    path("letters/<str:number>/<str:kind>/", letters.letter, name="letter"),
    path("verify/", letters.verify, name="verify"),
    path("verify/<str:code>/", letters.verify, name="verify_code"),
    path("desk/joint/", joint.asked, name="joint_list"),
    path("desk/joint/<int:pk>/give/", act_view(reviewing.GIVE), name="opinion_give"),
    path("desk/joint/<int:pk>/suspend/", act_view(reviewing.SUSPEND), name="opinion_suspend"),
    path("desk/joint/<int:pk>/resume/", act_view(reviewing.RESUME), name="opinion_resume"),
    path("desk/joint/<int:pk>/remind/", act_view(reviewing.REMIND), name="opinion_remind"),
    path("desk/scoring/", scoring.rounds, name="rounds"),
    path("desk/scoring/open/", act_view(marking.OPEN_ROUND), name="round_open"),
    path("desk/scoring/<str:reference>/", scoring.round_page, name="round"),
    path("desk/scoring/<str:reference>/close/", act_view(marking.CLOSE), name="round_close"),
    path("desk/scoring/<str:reference>/add/", act_view(marking.ADD_EXPERT), name="round_add"),
    path("desk/scoring/<str:reference>/ask-again/", act_view(marking.ASK_AGAIN), name="round_ask"),
    path(
        "desk/scoring/<str:reference>/links/",
        act_view(marking.ISSUE_LINKS, answer=scoring.links_shown),
        name="round_links",
    ),
    path("desk/scoring/<str:reference>/minutes/", scoring.minutes, name="minutes"),
    path("desk/sheets/", scoring.sheets, name="sheets"),
    path("desk/sheets/<int:pk>/", scoring.sheet, name="sheet"),
    path("desk/sheets/<int:pk>/declare/", act_view(marking.DECLARE, denies=False), name="sheet_declare"),
    path(
        "desk/sheets/<int:pk>/mark/", act_view(marking.MARK, page=scoring.sheet_page, redraws=True), name="sheet_mark"
    ),
    path("desk/places/<slug:slug>/", places.places, name="places"),
    path("desk/places/<slug:slug>/allot/", act_view(ranking.ALLOT), name="allot"),
    path("desk/places/<slug:slug>/notice/", act_view(noticing.PROPOSE), name="propose"),
    path("desk/places/<slug:slug>/call-up/", act_view(ranking.CALL_UP), name="call_up"),
    path("desk/notices/", notice.desk_notices, name="desk_notices"),
    path("desk/notices/<str:reference>/", notice.desk_notice, name="desk_notice"),
    path("my/objections/<str:reference>/state/", act_view(noticing.STATE), name="objection_state"),
    path("desk/notices/objections/<str:reference>/answer/", act_view(noticing.ANSWER), name="objection_answer"),
    path("my/obligations/calendar/", calendars.obligations, name="obligation_days"),
    path("notices/", notice.notices, name="notices"),
    path("notices/feed/", notice.feed, name="notices_feed"),
    path("notices/<str:reference>/", notice.notice, name="notice"),
    path("notices/<str:reference>/paper/<str:kind>/", notice_papers.printed, name="notice_paper"),
    path("notices/<str:reference>/table/", notice.as_csv, name="notice_csv"),
    path(
        "notices/<str:reference>/<int:serial>/object/",
        act_view(noticing.OBJECT, page=notice.object_to, get=True, find=notice.line_of, also=from_where),
        name="object",
    ),
    path("desk/homework/", homework.homework, name="homework"),
    path("desk/homework/<str:name>/", homework.homework_firms, name="homework_firms"),
    path("desk/bundles/", bundles.bundles, name="bundles"),
    path(
        "desk/bundles/<slug:slug>/<int:year>/",
        act_view(bundling.BUNDLE, also=bundling.year_of, answer=bundling.file_of),
        name="bundle",
    ),
    *after,
]
