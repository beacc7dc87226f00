"""Addresses of this room: the hall's, the desk's, and what is reached by a link."""

from django.urls import path

from district.ground.slots import views_desk, views_mine, views_open, views_sessions

app_name = "slots"
urlpatterns = [
    path("sessions/", views_open.sessions, name="sessions"),
    path("sessions/<str:reference>/", views_open.session, name="session"),
    path("sessions/<str:reference>/join/", views_mine.join, name="join"),
    path("seats/<str:token>/", views_open.seat, name="seat"),
    path("seats/<str:token>/<slug:verb>/", views_open.answer, name="answer"),
    path("my/slots/", views_mine.mine, name="mine"),
    path("my/slots/<uuid:group>/cancel/", views_mine.cancel, name="cancel"),
    path("my/calendar/", views_mine.calendar, name="my_calendar"),
    path("my/calendar/renew/", views_mine.renew, name="renew"),
    path("slots/<str:key>/", views_mine.book, name="book"),
    path("calendars/public/<slug:calendar>/", views_open.public_calendar, name="public_calendar"),
    path("calendars/resources/<str:token>/", views_open.resource_calendar, name="resource_calendar"),
    path("calendars/<str:token>/", views_open.person_calendar, name="calendar"),
    path("desk/slots/", views_desk.resources, name="resources"),
    path("desk/slots/<str:key>/", views_desk.week, name="week"),
    path("desk/slots/<str:key>/openings/", views_desk.opening_list, name="openings"),
    path("desk/slots/<str:key>/openings/<int:pk>/", views_desk.opening, name="opening"),
    path("desk/slots/<str:key>/absence/", views_desk.absence, name="absence"),
    path("desk/slots/<str:key>/absence/<int:pk>/", views_desk.settle, name="settle"),
    path("desk/slots/<str:key>/absence/<int:pk>/end/", views_desk.end_absence, name="end_absence"),
    path("desk/slots/<str:key>/renew/", views_desk.renew, name="renew_resource"),
    path("desk/sessions/", views_sessions.listed, name="desk_sessions"),
    path("desk/sessions/new/", views_sessions.new, name="new_session"),
    path("desk/sessions/<str:reference>/", views_sessions.one, name="desk_session"),
    path("desk/sessions/<str:reference>/change/", views_sessions.change, name="change_session"),
    path("desk/sessions/<str:reference>/cancel/", views_sessions.cancel, name="cancel_session"),
    path("desk/sessions/<str:reference>/add/", views_sessions.add, name="add_seat"),
    path("desk/sessions/<str:reference>/<int:order>/<slug:verb>/", views_sessions.seat, name="desk_seat"),
]
