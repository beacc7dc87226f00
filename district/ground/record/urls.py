"""Addresses of this room: how days are counted, the log."""

from django.urls import path

from district.ground.acts.views import act_view
from district.ground.record import views
from district.ground.record.acts import VERIFY

app_name = "record"
urlpatterns = [
    path("calendar/", views.calendar_page, name="calendar"),
    path("desk/log/", views.log, name="log"),
    path("desk/log/verify/", act_view(VERIFY), name="verify"),
]
