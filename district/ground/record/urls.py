"""Addresses of this room: how days are counted, the log."""

from django.urls import path

from district.ground.record import views

app_name = "record"
urlpatterns = [
    path("calendar/", views.calendar_page, name="calendar"),
    path("desk/log/", views.log, name="log"),
    path("desk/log/verify/", views.verify, name="verify"),
]
