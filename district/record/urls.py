"""Addresses of this room: notices, how days are counted, the log."""

from django.urls import path

from district.record import views
from district.record.files import views as files

app_name = "record"
urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/read/", views.read_all, name="read_all"),
    path("messages/<int:pk>/", views.open_message, name="open_message"),
    path("calendar/", views.calendar_page, name="calendar"),
    path("files/<uuid:reference>/", files.download, name="file"),
    path("desk/log/", views.log, name="log"),
    path("desk/log/verify/", views.verify, name="verify"),
]
