"""Addresses of this room: `/my/…` for enterprises, `/desk/…` for officials, `/notices/` for everybody."""

from django.urls import path

from district.cases.aftercare.milestones import views as milestones
from district.cases.aftercare.urls import urlpatterns as after
from district.cases.decisions import views_bundles as bundles
from district.cases.desk import views_appeals as appeals
from district.cases.desk import views_calendar as calendars
from district.cases.desk import views_desk as desk
from district.cases.desk import views_homework as homework
from district.cases.desk.approving import views as approving
from district.cases.desk.approving import views_paper as approval_form
from district.cases.desk.assigning import views as assigning
from district.cases.desk.bulk import views as bulk
from district.cases.desk.chasing import views as chasing
from district.cases.hall import my_case
from district.cases.hall.clients import views as clients
from district.cases.intake import views_consent as intake_hall
from district.cases.intake import views_hall as hall
from district.cases.intake import views_handing as handing
from district.cases.intake import views_lists as lists
from district.cases.intake import views_paper_checks as intake_desk
from district.cases.letters import views as letters
from district.cases.offers import views as offers
from district.cases.review.joint import views as joint
from district.cases.review.notice import views as notice
from district.cases.review.notice import views_paper as notice_papers
from district.cases.review.ranking import views as places
from district.cases.review.scoring import views as scoring

app_name = "cases"
urlpatterns = [
    path("my/clients/", clients.clients, name="clients"),
    path("my/applications/", my_case.mine, name="mine"),
    path("my/applications/new/<slug:slug>/", hall.new, name="new"),
    path("my/applications/<str:reference>/", my_case.mine_one, name="mine_one"),
    path("my/applications/<str:reference>/fill-in/", hall.fill_in, name="fill_in"),
    path("my/applications/<str:reference>/hand-in/", handing.hand_in, name="hand_in"),
    path("my/applications/<str:reference>/check/", handing.check, name="check"),
    path("my/applications/<str:reference>/receipt/", handing.receipt, name="receipt"),
    path("my/applications/<str:reference>/supply/", handing.supply, name="supply"),
    path("my/applications/<str:reference>/withdraw/", my_case.withdraw, name="withdraw"),
    path("desk/applications/<str:reference>/papers/<uuid:paper>/check/", intake_desk.check, name="paper_check"),
    path("my/applications/<str:reference>/list/", lists.mine, name="list"),
    path("my/applications/<str:reference>/list/upload/", lists.upload, name="list_upload"),
    path("my/applications/<str:reference>/list/template/", lists.template, name="list_template"),
    path("desk/applications/<str:reference>/list/", lists.desk, name="list_desk"),
    path("my/applications/<str:reference>/consent/", intake_hall.consent, name="consent"),
    path("my/applications/<str:reference>/consent/take-back/", intake_hall.take_back, name="consent_take_back"),
    path("my/applications/<str:reference>/appeal/", appeals.file, name="appeal_file"),
    path("my/appeals/<str:reference>/withdraw/", appeals.withdraw, name="appeal_withdraw"),
    path("desk/applications/", desk.worklist, name="worklist"),
    path("desk/applications/next/", desk.take_next, name="take_next"),
    path("desk/applications/<str:reference>/", desk.case, name="case"),
    path("desk/applications/<str:reference>/replay/", desk.replay, name="replay"),
    path("desk/applications/<str:reference>/assign/", assigning.assign, name="assign"),
    path("my/offers/", offers.mine, name="offers"),
    path("my/offers/<str:reference>/", offers.one, name="offer"),
    path("my/offers/<str:reference>/confirm/", offers.confirm, name="offer_confirm"),
    path("my/offers/<str:reference>/decline/", offers.decline, name="offer_decline"),
    path("desk/offers/", offers.rounds, name="offer_rounds"),
    path("desk/offers/new/", offers.make, name="offer_make"),
    path("desk/offers/<str:reference>/", offers.one_round, name="offer_round"),
    path("desk/offers/<str:reference>/progress/", offers.progress, name="offer_progress"),
    path("desk/offers/<str:reference>/release/", offers.release, name="offer_release"),
    path("desk/offers/<str:reference>/check/", offers.check, name="offer_check"),
    path("desk/offers/<str:reference>/choose/", offers.choose, name="offer_choose"),
    path("desk/offers/<str:reference>/stop/", offers.stop, name="offer_stop"),
    path("desk/offers/<str:reference>/reopen/", offers.reopen, name="offer_reopen"),
    path("desk/approvals/", approving.approvals, name="approvals"),
    path("desk/applications/<str:reference>/sign/", approving.sign, name="sign"),
    path("desk/applications/<str:reference>/approval-form/<str:kind>/", approval_form.form, name="approval_form"),
    path("desk/applications/<str:reference>/turn-back/", approving.turn_back, name="turn_back"),
    path("my/applications/<str:reference>/acceptance/", milestones.mine, name="my_acceptance"),
    path("desk/acceptances/", milestones.acceptances, name="acceptances"),
    path("desk/acceptances/<str:reference>/", milestones.acceptance, name="acceptance"),
    path("desk/acceptances/<str:reference>/move/", milestones.move, name="acceptance_move"),
    path("desk/jobs/", bulk.jobs, name="jobs"),
    path("desk/jobs/new/", bulk.make, name="job_new"),
    path("desk/jobs/<str:reference>/", bulk.job, name="job"),
    path("desk/jobs/<str:reference>/progress/", bulk.progress, name="job_progress"),
    path("desk/jobs/<str:reference>/start/", bulk.start, name="job_start"),
    path("desk/jobs/<str:reference>/cancel/", bulk.cancel, name="job_cancel"),
    path("desk/absences/", assigning.away, name="absences"),
    path("desk/absences/<int:pk>/", assigning.absence, name="absence"),
    path("desk/absences/<int:pk>/end/", assigning.end, name="absence_end"),
    path("desk/absences/<int:pk>/hand-over/", assigning.hand_over, name="absence_hand_over"),
    path("desk/applications/<str:reference>/accept/", desk.accept, name="accept"),
    path("desk/applications/<str:reference>/send-back/", desk.send_back, name="send_back"),
    path("desk/applications/<str:reference>/decline/", desk.decline, name="decline"),
    path("desk/applications/<str:reference>/answer/", desk.answer, name="answer"),
    path("desk/applications/<str:reference>/read-anew/", desk.read_anew, name="read_anew"),
    path("desk/applications/<str:reference>/decide/", desk.decide, name="decide"),
    path("desk/applications/<str:reference>/joint/", joint.case, name="joint"),
    path("desk/applications/<str:reference>/refer/", joint.refer, name="refer"),
    path("desk/applications/<str:reference>/gather/", joint.gather, name="gather"),
    path("desk/applications/<str:reference>/end-review/", joint.end_unanswered, name="end_unanswered"),
    path("desk/applications/<str:reference>/end-correction/", chasing.end_correction, name="end_correction"),
    path("my/applications/<str:reference>/hurry/", chasing.hurry, name="hurry"),
    path("desk/applications/<str:reference>/replace/", appeals.replace, name="replace"),
    path("desk/applications/<str:reference>/replace/now/", appeals.replace_now, name="replace_now"),
    path("desk/appeals/", appeals.appeals, name="appeals"),
    path("desk/appeals/<str:reference>/", appeals.appeal, name="appeal"),
    path("desk/appeals/<str:reference>/answer/", appeals.answer, name="appeal_answer"),
    path("letters/<str:number>/served/", letters.serve, name="letter_serve"),
    path("letters/<str:number>/<str:kind>/", letters.letter, name="letter"),
    path("verify/", letters.verify, name="verify"),
    path("verify/<str:code>/", letters.verify, name="verify_code"),
    path("desk/joint/", joint.asked, name="joint_list"),
    path("desk/joint/<int:pk>/give/", joint.give, name="opinion_give"),
    path("desk/joint/<int:pk>/suspend/", joint.suspend, name="opinion_suspend"),
    path("desk/joint/<int:pk>/resume/", joint.resume, name="opinion_resume"),
    path("desk/joint/<int:pk>/remind/", joint.remind, name="opinion_remind"),
    path("desk/scoring/", scoring.rounds, name="rounds"),
    path("desk/scoring/open/", scoring.open_round, name="round_open"),
    path("desk/scoring/<str:reference>/", scoring.round_page, name="round"),
    path("desk/scoring/<str:reference>/close/", scoring.close_round, name="round_close"),
    path("desk/scoring/<str:reference>/add/", scoring.add_expert, name="round_add"),
    path("desk/scoring/<str:reference>/ask-again/", scoring.ask_again, name="round_ask"),
    path("desk/scoring/<str:reference>/minutes/", scoring.minutes, name="minutes"),
    path("desk/sheets/", scoring.sheets, name="sheets"),
    path("desk/sheets/<int:pk>/", scoring.sheet, name="sheet"),
    path("desk/sheets/<int:pk>/declare/", scoring.declare, name="sheet_declare"),
    path("desk/sheets/<int:pk>/mark/", scoring.mark, name="sheet_mark"),
    path("desk/places/<slug:slug>/", places.places, name="places"),
    path("desk/places/<slug:slug>/allot/", places.allot, name="allot"),
    path("desk/places/<slug:slug>/notice/", notice.propose, name="propose"),
    path("desk/places/<slug:slug>/call-up/", places.call_up, name="call_up"),
    path("desk/notices/", notice.desk_notices, name="desk_notices"),
    path("desk/notices/<str:reference>/", notice.desk_notice, name="desk_notice"),
    path("my/objections/<str:reference>/state/", notice.state, name="objection_state"),
    path("desk/notices/objections/<str:reference>/answer/", notice.answer, name="objection_answer"),
    path("my/obligations/calendar/", calendars.obligations, name="obligation_days"),
    path("my/calendar/", calendars.mine, name="my_calendar"),
    path("calendars/<str:token>/", calendars.calendar, name="calendar"),
    path("notices/", notice.notices, name="notices"),
    path("notices/feed/", notice.feed, name="notices_feed"),
    path("notices/<str:reference>/", notice.notice, name="notice"),
    path("notices/<str:reference>/paper/<str:kind>/", notice_papers.printed, name="notice_paper"),
    path("notices/<str:reference>/table/", notice.as_csv, name="notice_csv"),
    path("notices/<str:reference>/<int:serial>/object/", notice.object_to, name="object"),
    path("desk/homework/", homework.homework, name="homework"),
    path("desk/homework/<str:name>/", homework.homework_firms, name="homework_firms"),
    path("desk/bundles/", bundles.bundles, name="bundles"),
    path("desk/bundles/<slug:slug>/<int:year>/", bundles.download, name="bundle"),
    *after,
]
