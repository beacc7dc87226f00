"""Addresses of this room: the hall's, the desk's, and what is reached by a link."""

from django.urls import path

from district.ground.acts.views import act_view, one_of
from district.ground.slots import acts, views_desk, views_mine, views_open, views_sessions
from district.ground.slots import acts_desk as keeping

app_name = "slots"
urlpatterns = [
    path("sessions/", views_open.sessions, name="sessions"),
    path("sessions/<str:reference>/", views_open.session, name="session"),
    path("sessions/<str:reference>/join/", act_view(acts.JOIN), name="join"),
    path("seats/<str:token>/", views_open.seat, name="seat"),
    path("seats/<str:token>/<slug:verb>/", one_of(acts.ANSWERS), name="answer"),
    path("my/slots/", views_mine.mine, name="mine"),
    path("my/slots/<uuid:group>/cancel/", act_view(acts.CANCEL), name="cancel"),
    path("my/calendar/", views_mine.calendar, name="my_calendar"),
    path("my/calendar/renew/", act_view(acts.RENEW), name="renew"),
    path(
        "slots/<str:key>/",
        one_of(
            {"book": acts.BOOK, "join": acts.TAKE_SEAT},
            which=views_mine.together_or_alone,
            page=views_mine.book,
            get=True,
        ),
        name="book",
    ),
    path("calendars/public/<slug:calendar>/", views_open.public_calendar, name="public_calendar"),
    path("calendars/resources/<str:token>/", views_open.resource_calendar, name="resource_calendar"),
    path("calendars/<str:token>/", views_open.person_calendar, name="calendar"),
    path("desk/slots/", views_desk.resources, name="resources"),
    path("desk/slots/<str:key>/", views_desk.week, name="week"),
    path(
        "desk/slots/<str:key>/openings/",
        act_view(keeping.OPEN, page=views_desk.opening_list, get=True),
        name="openings",
    ),
    path(
        "desk/slots/<str:key>/openings/<int:pk>/",
        one_of(keeping.CHANGES, which=keeping.change_asked, page=views_desk.opening, get=True),
        name="opening",
    ),
    path("desk/slots/<str:key>/absence/", act_view(keeping.ABSENCE, page=views_desk.absence, get=True), name="absence"),
    path(
        "desk/slots/<str:key>/absence/<int:pk>/",
        act_view(keeping.SETTLE, page=views_desk.settle, get=True),
        name="settle",
    ),
    path("desk/slots/<str:key>/absence/<int:pk>/end/", act_view(keeping.END_ABSENCE), name="end_absence"),
    path("desk/slots/<str:key>/renew/", act_view(keeping.RENEW), name="renew_resource"),
    path("desk/sessions/", views_sessions.listed, name="desk_sessions"),
    path("desk/sessions/new/", act_view(keeping.PLAN, page=views_sessions.new, get=True), name="new_session"),
    path("desk/sessions/<str:reference>/", views_sessions.one, name="desk_session"),
    path(
        "desk/sessions/<str:reference>/change/",
        act_view(keeping.CHANGE, page=views_sessions.change, get=True),
        name="change_session",
    ),
    path(
        "desk/sessions/<str:reference>/cancel/",
        act_view(keeping.CANCEL, page=views_sessions.session_page, redraws=True),
        name="cancel_session",
    ),
    path(
        "desk/sessions/<str:reference>/add/",
        act_view(keeping.ADD, page=views_sessions.session_page, redraws=True),
        name="add_seat",
    ),
    path(
        "desk/sessions/<str:reference>/<int:order>/<slug:verb>/",
        one_of(keeping.ROLL, find=views_sessions.seat_of),
        name="desk_seat",
    ),
]
