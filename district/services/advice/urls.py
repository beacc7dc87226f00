"""Addresses of advice."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from district.ground.acts.views import act_view
from district.services.advice import acts, acts_desk, views, views_desk, views_work

app_name = "advice"

public: list[URLPattern | URLResolver] = [
    path("advice/", views.home, name="home"),
    path("advice/ask/", views.ask, name="ask"),
    path("advice/ask/<slug:key>/", act_view(acts.ASK, page=views.ask_subject, get=True), name="ask_subject"),
    path("advice/topics/<slug:topic>/", views.topic, name="topic"),
    path("advice/studios/", views.studios, name="studios"),
    path("advice/studios/<slug:key>/", views.studio, name="studio"),
    path("advice/answers/", views.answers, name="answers"),
]
mine: list[URLPattern | URLResolver] = [
    path("my/advice/", views.mine, name="mine"),
    path("my/advice/work/", views_work.work, name="work"),
    path("my/advice/work/terms/", views_work.my_terms, name="my_terms"),
    path("my/advice/work/<str:reference>/", views_work.work_one, name="work_one"),
    path("my/advice/experts/<str:reference>/", act_view(acts.TERMS, page=views_work.terms, get=True), name="terms"),
    path("my/advice/experts/<str:reference>/weekly/", act_view(acts.WEEKLY, page=views_work.terms), name="weekly"),
    path("my/advice/encounters/<str:reference>/times/", act_view(acts.TIMES, page=views.times, get=True), name="times"),
    path("my/advice/encounters/<str:reference>/settle/", act_view(acts.SETTLE, page=views.times), name="settle"),
    path("my/advice/encounters/<str:reference>/turn/", act_view(acts.TURN), name="turn"),
    path("my/advice/encounters/<str:reference>/cancel/", act_view(acts.CANCEL), name="cancel"),
    path("my/advice/encounters/<str:reference>/record/", act_view(acts.RECORD), name="record"),
    path("my/advice/encounters/<str:reference>/miss/", act_view(acts.MISS), name="miss"),
    path("my/advice/parts/<str:reference>/sign/", act_view(acts.SIGN), name="sign"),
    path("my/advice/offers/<str:reference>/accept/", act_view(acts.ACCEPT), name="accept"),
    path("my/advice/offers/<str:reference>/refuse/", act_view(acts.REFUSE), name="refuse"),
    path("my/advice/pairings/<str:reference>/step/", act_view(acts.STEP), name="step"),
    path("my/advice/pairings/<str:reference>/end/", act_view(acts.UNPAIR), name="unpair"),
    path("my/advice/steps/<int:pk>/reach/", act_view(acts.REACH), name="reach"),
    path("my/advice/<str:reference>/", views.mine_one, name="mine_one"),
    path("my/advice/<str:reference>/withdraw/", act_view(acts.WITHDRAW), name="withdraw"),
    path("my/advice/<str:reference>/again/", act_view(acts.AGAIN), name="again"),
    path("my/advice/<str:reference>/rate/", act_view(acts.RATE), name="rate"),
    path("my/advice/<str:reference>/end/", act_view(acts.END), name="end"),
    path("my/advice/<str:reference>/give-back/", act_view(acts.GIVE_BACK), name="give_back"),
    path("my/advice/<str:reference>/plan/", act_view(acts.PLAN), name="plan"),
    path("my/advice/<str:reference>/pair/", act_view(acts.PAIR), name="pair"),
]
desk: list[URLPattern | URLResolver] = [
    path("desk/advice/needs/", views_desk.needs, name="needs"),
    path("desk/advice/encounters/", views_desk.encounters, name="encounters"),
    path("desk/advice/encounters/<str:reference>/", views_desk.encounter, name="desk_encounter"),
    path("desk/advice/past/", act_view(acts_desk.PAST, page=views_desk.enter_past, get=True), name="past"),
    path("desk/advice/lectures/new/", act_view(acts_desk.HOLD_MANY, page=views_desk.many, get=True), name="many"),
    path("desk/advice/lectures/", act_view(acts_desk.HOLD_MANY, page=views_desk.many), name="hold_many"),
    path("desk/advice/corps/", views_desk.corps, name="corps"),
    path("desk/advice/corps/<str:reference>/link/", act_view(acts_desk.LINK, answer=views_desk.link_made), name="link"),
    path("desk/advice/coverage/", views_desk.covered, name="coverage"),
    path("desk/advice/studios/", views_desk.studios, name="desk_studios"),
    path("desk/advice/studios/new/", act_view(acts_desk.STUDIO_ADD, page=views_desk.studio_new, get=True),
         name="studio_add"),
    path("desk/advice/studios/members/<int:pk>/leave/", act_view(acts_desk.STUDIO_LEAVE), name="studio_leave"),
    path("desk/advice/studios/<slug:key>/", views_desk.studio, name="desk_studio"),
    path("desk/advice/studios/<slug:key>/edit/", act_view(acts_desk.STUDIO_EDIT, page=views_desk.studio_edit, get=True),
         name="studio_edit"),
    path("desk/advice/studios/<slug:key>/join/", act_view(acts_desk.STUDIO_JOIN), name="studio_join"),
    path("desk/advice/subjects/", views_desk.subjects, name="subjects"),
    path("desk/advice/subjects/new/", act_view(acts_desk.SUBJECT_ADD, page=views_desk.subject_new, get=True),
         name="subject_add"),
    path("desk/advice/subjects/<slug:key>/", act_view(acts_desk.SUBJECT_EDIT, page=views_desk.subject, get=True),
         name="subject"),
    path("desk/advice/subjects/<slug:key>/end/", act_view(acts_desk.SUBJECT_END), name="subject_end"),
    path("desk/advice/rules/", views_desk.rules, name="rules"),
    path("desk/advice/rules/new/", act_view(acts_desk.RULE_ADD, page=views_desk.rule_new, get=True), name="rule_add"),
    path("desk/advice/rules/<int:pk>/", act_view(acts_desk.RULE_EDIT, page=views_desk.rule, get=True), name="rule"),
    path("desk/advice/rules/<int:pk>/end/", act_view(acts_desk.RULE_END), name="rule_end"),
    path("desk/advice/answers/<str:reference>/publish/", act_view(acts_desk.PUBLISH), name="publish"),
    path("desk/advice/answers/<str:reference>/take-down/", act_view(acts_desk.TAKE_DOWN), name="take_down"),
    path("desk/advice/<str:reference>/", views_desk.one, name="desk_one"),
    path("desk/advice/<str:reference>/place/", act_view(acts_desk.PLACE), name="place"),
    path("desk/advice/<str:reference>/give-up/", act_view(acts_desk.GIVE_UP), name="give_up"),
]  # fmt: skip
urlpatterns: list[URLPattern | URLResolver] = [*public, *mine, *desk]
