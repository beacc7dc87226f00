"""Addresses of this room: notices, what leaves the house, how days are counted, the log."""

from django.urls import path

from district.record import views
from district.record.files import views as files
from district.record.outbox import views as outbox

app_name = "record"
urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/read/", views.read_all, name="read_all"),
    path("messages/<int:pk>/", views.open_message, name="open_message"),
    path("calendar/", views.calendar_page, name="calendar"),
    path("files/<uuid:reference>/", files.download, name="file"),
    path("me/notices/", outbox.notice_choices, name="notice_choices"),
    *(
        path(f"me/notices/phone/{verb}/", outbox.phone, {"verb": verb}, name=f"phone_{verb}")
        for verb in ("send", "confirm", "remove")
    ),
    path("desk/outbox/", outbox.outbox, name="outbox"),
    path("desk/outbox/release/", outbox.release, name="release_chosen"),
    path("desk/outbox/<str:reference>/", outbox.delivery, name="delivery"),
    *(
        path(f"desk/outbox/<str:reference>/{verb}/", outbox.change, {"verb": verb}, name=f"{verb}_delivery")
        for verb in ("release", "edit", "drop", "retry")
    ),
    path("desk/log/", views.log, name="log"),
    path("desk/log/verify/", views.verify, name="verify"),
]
