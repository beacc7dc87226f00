"""Addresses of contests."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from district.ground.acts.views import act_view
from district.services.community.contests import acts_desk as desk_acts
from district.services.community.contests import acts_own as own
from district.services.community.contests import views, views_desk

HALL, MY, DESK = "community/contests/", "my/contests/", "desk/contests/"

app_name = "contests"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HALL, views.contests, name="list"),
    path(f"{HALL}certificates/<str:code>/", views.verify, name="verify"),
    path(f"{HALL}papers/<str:token>/", views.paper, name="paper"),
    path(f"{HALL}<str:reference>/", views.one, name="one"),
    path(f"{HALL}<str:reference>/start/", act_view(own.START, page=views.contest_page, redraws=True), name="start"),
    path(MY, views.mine, name="mine"),
    path(f"{MY}teams/", act_view(own.TEAM, page=views.teams, get=True), name="teams"),
    path(f"{MY}teams/<str:reference>/invite/", act_view(own.INVITE, answer=views.invited), name="invite"),
    path(f"{MY}seats/<int:pk>/leave/", act_view(own.LEAVE), name="leave"),
    path(f"{MY}join/<str:token>/", act_view(own.JOIN, page=views.join, get=True), name="join"),
    path(f"{MY}papers/<int:pk>/drop/", act_view(own.DROP_PAPER), name="paper_drop"),
    path(f"{MY}awards/<str:number>/claim/", act_view(own.CLAIM), name="claim"),
    path(f"{MY}<str:reference>/", act_view(own.SAVE, page=views.entry, get=True), name="entry"),
    path(f"{MY}<str:reference>/papers/", act_view(own.ADD_PAPER), name="paper_add"),
    path(f"{MY}<str:reference>/check/", views.check, name="check"),
    path(f"{MY}<str:reference>/hand-in/", act_view(own.HAND_IN), name="hand_in"),
    path(f"{MY}<str:reference>/take-back/", act_view(own.TAKE_BACK), name="take_back"),
    path(f"{MY}<str:reference>/withdraw/", act_view(own.WITHDRAW), name="withdraw"),
    path(f"{MY}<str:reference>/certificate/", views.certificate, name="certificate"),
    path("my/judging/", views.sheets, name="sheets"),
    path("my/judging/juries/<int:pk>/hand-in/", act_view(own.MARKS_IN), name="marks_in"),
    path("my/judging/<int:pk>/", views.sheet_seen, name="sheet"),
    path("my/judging/<int:pk>/mark/", act_view(own.MARK, page=views.sheet, redraws=True), name="mark"),
    path("my/judging/<int:pk>/declare/", act_view(own.DECLARE), name="declare"),
    path("my/judging/<int:pk>/again/", act_view(own.AGAIN, page=views.sheet, redraws=True), name="again"),
    path(DESK, views_desk.contests, name="desk"),
    path(f"{DESK}new/", act_view(desk_acts.NEW, page=views_desk.new, get=True), name="new"),
    path(f"{DESK}entries/", views_desk.entries, name="entries"),
    path(f"{DESK}entries/<str:reference>/", views_desk.entry, name="desk_entry"),
    path(f"{DESK}judges/<int:pk>/drop/", act_view(desk_acts.DROP_JUDGE), name="judge_drop"),
    path(f"{DESK}judges/<int:pk>/links/", act_view(desk_acts.LINKS, answer=views_desk.links_shown), name="links"),
    path(f"{DESK}awards/<str:number>/revoke/", act_view(desk_acts.REVOKE), name="revoke"),
    path(f"{DESK}<str:reference>/", views_desk.one, name="desk_one"),
    path(f"{DESK}<str:reference>/settings/", act_view(desk_acts.SETTINGS, page=views_desk.settings, get=True),
         name="settings"),
    path(f"{DESK}<str:reference>/call/", act_view(desk_acts.CALL), name="call"),
    path(f"{DESK}<str:reference>/cancel/", act_view(desk_acts.CANCEL), name="cancel"),
    path(f"{DESK}<str:reference>/judges/", act_view(desk_acts.ADD_JUDGE), name="judge_add"),
    path(f"{DESK}<str:reference>/seat/", act_view(desk_acts.SEAT), name="seat"),
    path(f"{DESK}<str:reference>/fill/", act_view(desk_acts.FILL), name="fill"),
    path(f"{DESK}<str:reference>/ask-again/", act_view(desk_acts.ASK_AGAIN), name="ask_again"),
    path(f"{DESK}<str:reference>/tie/", act_view(desk_acts.TIE), name="tie"),
    path(f"{DESK}<str:reference>/decide/", act_view(desk_acts.DECIDE), name="decide"),
    path(f"{DESK}<str:reference>/publish/", act_view(desk_acts.PUBLISH), name="publish"),
]  # fmt: skip
