"""Addresses of the camp."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from district.ground.acts.views import act_view
from district.services.training.camp import acts, views, views_desk, views_lessons, views_mine
from district.services.training.camp import acts_desk as keeping
from district.services.training.hours.devices import marks_device

app_name = "camp"
PUBLIC: list[URLPattern | URLResolver] = [
    path("training/camp/", views.camp, name="camp"),
    path("training/camp/cohorts/<str:reference>/", views.cohort, name="cohort"),
    path("training/camp/posts/", views.posts, name="posts"),
    path("training/camp/posts/<str:reference>/", views.post_page, name="post"),
    path("training/camp/posts/<str:reference>/ask/", act_view(acts.ASK, page=views.one_post, redraws=True), name="ask"),
    path(
        "training/camp/in/<str:reference>/",
        marks_device(act_view(acts.CHECK_IN, page=views.check_in, get=True, also=views.scanned_by)),
        name="check_in",
    ),
    path("training/camp/in/<str:reference>/<str:code>/", views.scan, name="scan"),
]
LESSONS: list[URLPattern | URLResolver] = [
    path("training/camp/lessons/", views_lessons.listed, name="lessons"),
    path("training/camp/lessons/<str:reference>/", views_lessons.lesson, name="lesson"),
    path("training/camp/lessons/<str:reference>/screen/", views_lessons.screen, name="screen"),
    path("training/camp/lessons/<str:reference>/print/", views_lessons.printed, name="roll_print"),
    path(
        "training/camp/lessons/<str:reference>/change/",
        act_view(keeping.CHANGE_LESSON, page=views_lessons.change, get=True),
        name="change_lesson",
    ),
    path(
        "training/camp/lessons/<str:reference>/cancel/",
        act_view(keeping.CANCEL_LESSON, page=views_lessons.lesson_page, redraws=True),
        name="cancel_lesson",
    ),
    path(
        "training/camp/lessons/<str:reference>/roll/",
        act_view(keeping.ROLL, page=views_lessons.lesson_page, redraws=True),
        name="roll",
    ),
    path("training/camp/lessons/<str:reference>/settle/", act_view(keeping.SETTLE), name="settle"),
    path(
        "training/camp/lessons/<str:reference>/link/",
        act_view(keeping.ROLL_LINK, answer=views_lessons.link_made),
        name="roll_link",
    ),
    path("training/camp/attendances/<int:pk>/check/", act_view(keeping.CHECK), name="check"),
    path("training/camp/attendances/<int:pk>/correct/", act_view(keeping.CORRECT), name="correct"),
]
MINE: list[URLPattern | URLResolver] = [
    path("my/camp/", views_mine.mine, name="mine"),
    path(
        "my/camp/cohorts/<str:reference>/sign-up/",
        act_view(acts.SIGN_UP, page=views.sign_up, get=True),
        name="sign_up",
    ),
    path("my/camp/sign-ups/<str:reference>/withdraw/", act_view(acts.WITHDRAW), name="withdraw"),
    path(
        "my/camp/sign-ups/<str:reference>/team/",
        act_view(acts.TEAM_NEW, page=views_mine.team_new, get=True),
        name="team_new",
    ),
    path("my/camp/teams/<str:reference>/", act_view(acts.TEAM_CHANGE, page=views_mine.team, get=True), name="team"),
    path("my/camp/teams/<str:reference>/code/", act_view(acts.TEAM_CODE), name="team_code"),
    path("my/camp/teams/<str:reference>/leave/", act_view(acts.TEAM_LEAVE), name="team_leave"),
    path("my/camp/join/<str:code>/", act_view(acts.TEAM_JOIN, page=views_mine.invitation, get=True), name="team_join"),
    path("my/camp/internships/<str:reference>/leave/", act_view(acts.ASK_NO_MORE), name="ask_no_more"),
    path("my/camp/posts/", views_mine.my_posts, name="my_posts"),
    path("my/camp/posts/new/", act_view(acts.OFFER, page=views_mine.offer, get=True), name="offer"),
    path("my/camp/posts/<str:reference>/", views_mine.my_post, name="my_post"),
    path("my/camp/posts/<str:reference>/take-back/", act_view(acts.TAKE_BACK), name="take_back"),
    path("my/camp/posts/<str:reference>/close/", act_view(acts.CLOSE), name="close"),
    path("my/camp/internships/<str:reference>/take/", act_view(acts.TAKE), name="take"),
    path("my/camp/internships/<str:reference>/decline/", act_view(acts.DECLINE), name="decline"),
    path("my/camp/internships/<str:reference>/end/", act_view(acts.END), name="end_internship"),
]
DESK: list[URLPattern | URLResolver] = [
    path("desk/camp/cohorts/", views_desk.desk, name="desk"),
    path(
        "desk/camp/cohorts/new/", act_view(keeping.NEW_COHORT, page=views_desk.new_cohort, get=True), name="new_cohort"
    ),
    path("desk/camp/cohorts/past/", act_view(keeping.PAST, page=views_desk.enter_past, get=True), name="past"),
    path("desk/camp/attendances/", views_desk.attendances, name="attendances"),
    path("desk/camp/posts/", views_desk.posts, name="desk_posts"),
    path("desk/camp/posts/<str:reference>/", views_desk.post, name="desk_post"),
    path("desk/camp/posts/<str:reference>/approve/", act_view(keeping.APPROVE), name="approve"),
    path(
        "desk/camp/posts/<str:reference>/send-back/",
        act_view(keeping.SEND_BACK, page=views_desk.post_page, redraws=True),
        name="send_back",
    ),
    path("desk/camp/internships/", views_desk.internships, name="internships"),
    path("desk/camp/sign-ups/<str:reference>/", views_desk.sign_up, name="desk_sign_up"),
    path(
        "desk/camp/sign-ups/<str:reference>/refuse/",
        act_view(keeping.REFUSE, page=views_desk.sign_up_page, redraws=True),
        name="refuse",
    ),
    path("desk/camp/cohorts/<str:reference>/", views_desk.cohort, name="desk_cohort"),
    path(
        "desk/camp/cohorts/<str:reference>/change/",
        act_view(keeping.CHANGE_COHORT, page=views_desk.change_cohort, get=True),
        name="change_cohort",
    ),
    path("desk/camp/cohorts/<str:reference>/call/", act_view(keeping.CALL), name="call"),
    path("desk/camp/cohorts/<str:reference>/end/", act_view(keeping.END_COHORT), name="end_cohort"),
    path(
        "desk/camp/cohorts/<str:reference>/cancel/",
        act_view(keeping.CANCEL_COHORT, page=views_desk.cohort_page, redraws=True),
        name="cancel_cohort",
    ),
    path(
        "desk/camp/cohorts/<str:reference>/plan/", act_view(keeping.PLAN, page=views_desk.plan, get=True), name="plan"
    ),
    path("desk/camp/cohorts/<str:reference>/sign-ups/", views_desk.selection, name="selection"),
    path(
        "desk/camp/cohorts/<str:reference>/mark/",
        act_view(keeping.MARK, page=views_desk.selection_page, redraws=True),
        name="mark",
    ),
    path(
        "desk/camp/cohorts/<str:reference>/refuse/",
        act_view(keeping.REFUSE_MANY, page=views_desk.selection_page, redraws=True),
        name="refuse_many",
    ),
    path(
        "desk/camp/cohorts/<str:reference>/place/",
        act_view(keeping.PLACE, page=views_desk.selection_page, redraws=True),
        name="place",
    ),
]
urlpatterns = [*PUBLIC, *LESSONS, *MINE, *DESK]
