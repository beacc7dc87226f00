"""What the cases bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases import home
from district.cases.aftercare import columns as after_lists
from district.cases.aftercare import figures as after_figures
from district.cases.aftercare import todo as after
from district.cases.aftercare.acts import AFTER
from district.cases.aftercare.acts_campaigns import CAMPAIGNS
from district.cases.aftercare.agreeing import decisions_and_money
from district.cases.aftercare.milestones import todo as milestones
from district.cases.aftercare.milestones.acts import MILESTONES
from district.cases.aftercare.milestones.columns import MILESTONES as MILESTONES_LISTED
from district.cases.aftercare.money import found_since
from district.cases.aftercare.permissions import may_see_collisions
from district.cases.appeals import todo as appeals
from district.cases.appeals.columns import APPEALS as APPEALS_LISTED
from district.cases.approving import todo as approving
from district.cases.approving.columns import PROPOSALS
from district.cases.core import figures as core_figures
from district.cases.core.checks import NotPossible
from district.cases.core.models import asked_bureaus
from district.cases.core.outcomes import outcomes
from district.cases.core.permissions import may_take_bundle
from district.cases.core.queries import applicants_needed, has_had_case, has_open_case, needed_by
from district.cases.core.steps import left_waiting
from district.cases.decisions import figures as decision_figures
from district.cases.decisions.acts import BUNDLE
from district.cases.decisions.columns import BUNDLES
from district.cases.decisions.comparing import DECIDED, decisions_and_log, decisions_signed_for
from district.cases.decisions.leaving import drafts_end
from district.cases.desk import figures as desk_figures
from district.cases.desk import todo
from district.cases.desk.acts import DESK
from district.cases.desk.acts_appeals import APPEALS
from district.cases.desk.approving.acts import APPROVING
from district.cases.desk.assigning import listening  # noqa: F401 - what it hears of the rooms below
from district.cases.desk.assigning.acts import ASSIGNING
from district.cases.desk.assigning.columns import ABSENCES
from district.cases.desk.bulk import columns as bulk_lists
from district.cases.desk.bulk import todo as bulk
from district.cases.desk.bulk.acts import BULK_ACTS
from district.cases.desk.bulk.work import BULK
from district.cases.desk.chasing.actions import still_late
from district.cases.desk.chasing.acts import CHASING
from district.cases.desk.columns import WORKLIST
from district.cases.desk.finding import NOTICES, PAGES
from district.cases.desk.leading import standing_of
from district.cases.desk.nightly import PIECES
from district.cases.desk.views_calendar import calendar_days
from district.cases.events.withholding import would_not_pay
from district.cases.giving import money
from district.cases.giving.limits import grants_of
from district.cases.hall.acts import WITHDRAW
from district.cases.hall.clients.queries import client_of
from district.cases.hall.columns import MINE
from district.cases.hall.readings import AREA, READINGS, SHOW
from district.cases.headcount import figures as headcount_figures
from district.cases.intake import handing_in
from district.cases.intake import todo as intake
from district.cases.intake.acts import INTAKE
from district.cases.intake.acts_lists import LISTS
from district.cases.intake.permissions import may_read_attached
from district.cases.letters.acts import SERVE
from district.cases.offers import columns as offer_lists
from district.cases.offers import figures as offer_figures
from district.cases.offers import todo as offers
from district.cases.offers.acts import OFFER_ACTS
from district.cases.offers.linking import answered_by, offered
from district.cases.offers.work import OFFERS
from district.cases.places.listed import offers_of_case
from district.cases.places.standings import tell_moved
from district.cases.review.joint import todo as joint
from district.cases.review.joint.acts import JOINT_ACTS
from district.cases.review.joint.columns import OPINIONS
from district.cases.review.joint.queries import cases_asked_of
from district.cases.review.notice import columns as notice_lists
from district.cases.review.notice import figures as notice_figures
from district.cases.review.notice import todo as notice
from district.cases.review.notice.acts import NOTICE_ACTS
from district.cases.review.ranking.acts import RANKING
from district.cases.review.scoring import columns as scoring_lists
from district.cases.review.scoring import todo as scoring
from district.cases.review.scoring.acts import SCORING
from district.cases.review.scoring.linking import SHEET
from district.enterprises.mandates.queries import subject_clients
from district.enterprises.persons.actions import taken_back
from district.enterprises.persons.permissions import known_case_of, open_case_of
from district.enterprises.queries import needed
from district.funds.verifying import comparisons
from district.funds.withholding import payment_stops
from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.anchors.covering import Covered, covered
from district.ground.bringing import calendar
from district.ground.bringing.calling import called, under
from district.ground.bringing.home import parts
from district.ground.bringing.menu import BOTTOM, HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import areas, readings, shows
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES
from district.ground.files.permissions import register_reader
from district.ground.messages.kinds import Kind, kinds
from district.ground.onetime.purposes import purposes
from district.ground.people.consents import account_needed
from district.ground.people.permissions import holds
from district.ground.people.queries import Role
from district.ground.record.installed import comparisons as with_log
from district.ground.tables.registry import TABLES
from district.ground.work.actions import register as register_work
from district.policies.giving import given_sources
from district.policies.queries import outcome_sources, standing_sources
from district.policies.searching.queries import register, register_pages

calendar.parts.register(calendar.Part("cases", _("期限"), calendar_days))
sources.register(
    todo.CORRECTIONS, intake.OWED, notice.HEARINGS, after.STATEMENTS, offers.OFFERS, todo.DRAFTS, after.OBLIGATIONS,
    milestones.ASKS, todo.CASES, approving.APPROVALS, joint.OPINIONS, scoring.SHEETS, scoring.ROUNDS,
    notice.OBJECTIONS, appeals.APPEALS, after.FINDINGS, milestones.CHECKS, offers.ROUNDS, after.SAMPLES,
    after.COLLISIONS, bulk.JOBS,
)  # fmt: skip
pieces.register(*PIECES)

works = holds(Role.OFFICER, Role.LEADER)
looks = holds(Role.OFFICER, Role.LEADER, Role.AUDITOR)
entries.register(
    Entry(_("公示"), "cases:notices", "speakerphone", "find", 50, shell=HALL),
    Entry(_("核验文书"), "cases:verify", "certificate", "find", 60, shell=HALL),
    Entry(_("我的申报"), "cases:mine", "file-text", "mine", 30, first=True, words="进度", shell=HALL),
    Entry(_("免申即享"), "cases:offers", "gift", "mine", 40, shell=HALL),
    Entry(_("我的义务"), "cases:my_obligations", "calendar-check", "mine", 50, shell=HALL),
    Entry(_("办理中"), "cases:mine", "file-text", "bottom", 30, shell=BOTTOM),
    Entry(_("申报办理"), "cases:worklist", "inbox", "cases", 10, looks, words="案件"),
    Entry(_("待我审批"), "cases:approvals", "signature", "cases", 20, works),
    Entry(_("免申即享"), "cases:offer_rounds", "gift", "cases", 30, looks),
    Entry(_("批量办理"), "cases:jobs", "list-check", "cases", 40, looks),
    Entry(_("联审"), "cases:joint_list", "users-group", "cases", 50, works, words="会办"),
    Entry(_("专家评审"), "cases:rounds", "clipboard-list", "cases", 60, works, words="打分"),
    Entry(_("我的评分表"), "cases:sheets", "clipboard-check", "cases", 70, holds(Role.EXPERT)),
    Entry(pgettext_lazy("appeal", "复核"), "cases:appeals", "scale", "cases", 80, looks, words="申诉"),
    Entry(_("公示和异议"), "cases:desk_notices", "speakerphone", "cases", 90, looks),
    Entry(_("后续义务"), "cases:after", "calendar-check", "after", 10, looks),
    Entry(_("项目验收"), "cases:acceptances", "clipboard-check", "after", 20, looks),
    Entry(_("线索和追缴"), "cases:findings", "flag", "after", 30, looks),
    Entry(_("抽查"), "cases:campaigns", "dice", "after", 40, looks),
    Entry(_("人员重复"), "cases:collisions", "users-group", "after", 50, may_see_collisions),
    Entry(_("待核验的事实"), "cases:homework", "refresh", "firms", 30, looks),
    Entry(_("不在岗和代理"), "cases:absences", "calendar-off", "house", 20, works, words="请假 休假"),
    Entry(_("审计包"), "cases:bundles", "file-zip", "house", 60, may_take_bundle),
)  # fmt: skip
parts.register(*home.PARTS)
for each in (
    core_figures,
    headcount_figures,
    notice_figures,
    after_figures,
    offer_figures,
    decision_figures,
    desk_figures,
):
    FIGURES.register(*each.FIGURES)
register(NOTICES)
register_pages(*PAGES)
kinds.register(Kind("granted", _("同意")), Kind("refused", _("不予同意")), Kind("overdue", _("逾期提醒"), still_late))
register_reader("enterprises", may_read_attached)
subject_clients.register(client_of)
comparisons.register(decisions_and_money)
with_log.register(decisions_and_log)
needed.register(needed_by)
covered.register(Covered("cases.decisions", _("决定"), decisions_signed_for, DECIDED))
payment_stops.register(would_not_pay)
given_sources.register(grants_of)
open_case_of.register(has_open_case)
known_case_of.register(has_had_case)
taken_back.register(drafts_end)
account_needed.register(applicants_needed)
outcome_sources.register(outcomes)
standing_sources.register(standing_of)
asked_bureaus.register(cases_asked_of)
left_waiting.register(tell_moved)
money.found_since.register(found_since)
offers_of_case.register(offered)
handing_in.answered_by.register(answered_by)
purposes.register(SHEET)
register_work(BULK)
register_work(OFFERS)
areas.register(AREA)
readings.register(*READINGS)
shows.register(SHOW)
refusals.register(NotPossible)
ACTS.register(
    *DESK, *APPROVING, *ASSIGNING, *BULK_ACTS, *CHASING, *APPEALS, BUNDLE, WITHDRAW, *INTAKE, *LISTS, SERVE,
    *OFFER_ACTS, *JOINT_ACTS, *NOTICE_ACTS, *RANKING, *SCORING, *AFTER, *CAMPAIGNS, *MILESTONES,
)  # fmt: skip
TABLES.register(WORKLIST)
TABLES.register(
    WORKLIST, APPEALS_LISTED, PROPOSALS, OPINIONS, scoring_lists.ROUNDS, scoring_lists.SHEETS, notice_lists.NOTICES,
    notice_lists.DESK_NOTICES, offer_lists.ROUNDS, offer_lists.OFFERS, offer_lists.MINE, bulk_lists.JOBS,
    bulk_lists.ROWS, ABSENCES, BUNDLES, MINE, after_lists.OBLIGATIONS, after_lists.FINDINGS, after_lists.COLLISIONS,
    after_lists.CAMPAIGNS, after_lists.ITEMS, after_lists.PROMISES, after_lists.STAFF, MILESTONES_LISTED,
)  # fmt: skip
called.register(
    *under("cases", receipt=_("收件回执"), letter=_("决定书"), approval_form=_("审批表"), minutes=_("评审记录"),
           homework=_("待核验的事实"), homework_firms=_("待核验的企业名单"), clients=_("客户的申报"),
           round=_("评分"), joint_list=_("会办意见"), campaign_export=_("抽查"), bundle=_("审计包"),
           notice_paper=_("公示文件"),
           notice_csv=_("公示表"), list_template=_("名单空表"), offer_round=_("免申即享名单"),
           worker_list=_("职工名单"), obligation_days=_("我的义务日历"), deadlines=_("期限日历")),
)  # fmt: skip
