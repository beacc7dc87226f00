"""Addresses of the community: for everybody, one's own, the desk's."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, path

from district.ground.acts.views import act_view, from_where
from district.services.community import acts, views_activities, views_desk, views_mine, views_open
from district.services.community import acts_activity as meeting

app_name = "community"
OPEN: list[URLPattern | URLResolver] = [
    path("community/", views_open.home, name="home"),
    path("community/news.atom", views_open.news_feed, name="feed"),
    path("community/posts/", views_open.posts, name="posts"),
    path("community/posts/<str:reference>/", views_open.post, name="post"),
    path(
        "community/posts/<str:reference>/report/",
        act_view(acts.REPORT, page=views_open.post_page, redraws=True, also=from_where),
        name="report",
    ),
    path("community/pictures/<uuid:key>/", views_open.picture, name="picture"),
    path("community/consents/<str:token>/", views_open.consent, name="consent"),
    path("community/consents/<str:token>/withdraw/", act_view(acts.WITHDRAW_CONSENT), name="withdraw_consent"),
    path("community/activities/", views_activities.activities, name="activities"),
    path("community/activities/<str:reference>/", views_activities.activity, name="activity"),
    path(
        "community/activities/<str:reference>/sign-up/",
        act_view(meeting.SIGN_UP, page=views_activities.activity_page, redraws=True),
        name="sign_up",
    ),
    path("community/tickets/<str:token>/", views_mine.ticket, name="ticket"),
]
ONE: dict[str, Any] = {"page": views_mine.one_page, "redraws": True}
MINE: list[URLPattern | URLResolver] = [
    path("my/community/", views_mine.mine, name="mine"),
    path("my/community/new/", act_view(acts.WRITE, page=views_mine.write, get=True), name="write"),
    path("my/community/posts/<str:reference>/", views_mine.mine_one, name="mine_one"),
    path("my/community/posts/<str:reference>/change/", act_view(acts.CHANGE, **ONE), name="change"),
    path("my/community/posts/<str:reference>/pictures/", act_view(acts.ADD_PICTURE, **ONE), name="add_picture"),
    path("my/community/posts/<str:reference>/people/", act_view(acts.NAME_PEOPLE, **ONE), name="name_people"),
    path("my/community/pictures/<uuid:key>/remove/", act_view(acts.REMOVE_PICTURE), name="remove_picture"),
    path("my/community/posts/<str:reference>/submit/", act_view(acts.SUBMIT), name="submit"),
    path("my/community/posts/<str:reference>/take-back/", act_view(acts.TAKE_BACK), name="take_back"),
    path("my/community/posts/<str:reference>/drop/", act_view(acts.DROP), name="drop"),
    path("my/community/posts/<str:reference>/withdraw/", act_view(acts.WITHDRAW), name="withdraw"),
]
POST, ACTIVITY = "desk/community/posts/<str:reference>/", "desk/community/activities/<str:reference>/"
DESK: list[URLPattern | URLResolver] = [
    path("desk/community/posts/", views_desk.posts, name="desk_posts"),
    path(POST, views_desk.post, name="desk_post"),
    path(f"{POST}publish/", act_view(acts.PUBLISH), name="publish"),
    path(f"{POST}send-back/", act_view(acts.SEND_BACK, page=views_desk.post_page, redraws=True), name="send_back"),
    path("desk/community/reports/", views_desk.reports, name="reports"),
    path("desk/community/reports/<str:reference>/", views_desk.report, name="desk_report"),
    path(
        "desk/community/reports/<str:reference>/uphold/",
        act_view(acts.UPHOLD, page=views_desk.report_page, redraws=True),
        name="uphold",
    ),
    path(
        "desk/community/reports/<str:reference>/dismiss/",
        act_view(acts.DISMISS, page=views_desk.report_page, redraws=True),
        name="dismiss",
    ),
    path("desk/community/activities/", views_desk.activities, name="desk_activities"),
    path("desk/community/activities/new/", act_view(meeting.PLAN, page=views_desk.plan, get=True), name="plan"),
    path(
        "desk/community/series/new/",
        act_view(meeting.ADD_SERIES, page=views_desk.add_series, get=True),
        name="add_series",
    ),
    path(ACTIVITY, views_desk.activity, name="desk_activity"),
    path(
        f"{ACTIVITY}change/",
        act_view(meeting.CHANGE, page=views_desk.change, get=True),
        name="change_activity",
    ),
    path(
        f"{ACTIVITY}cancel/",
        act_view(meeting.CANCEL, page=views_desk.activity_page, redraws=True),
        name="cancel_activity",
    ),
    path(
        f"{ACTIVITY}door/",
        act_view(meeting.CHECK_IN, page=views_desk.at_door, get=True, answer=views_desk.taken_in),
        name="check_in",
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [*OPEN, *MINE, *DESK]
