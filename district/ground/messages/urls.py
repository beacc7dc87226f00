"""Addresses of this room: a person's messages and how they want to be told, what leaves the house."""

from django.urls import path

from district.ground.messages import views, views_site
from district.ground.messages.hooks import views as hooks

app_name = "messaging"
urlpatterns = [
    path("messages/", views_site.messages, name="messages"),
    path("messages/read/", views_site.read_all, name="read_all"),
    path("messages/<int:pk>/", views_site.open_message, name="open_message"),
    path("me/notices/", views.notice_choices, name="notice_choices"),
    *(
        path(f"me/notices/phone/{verb}/", views.phone, {"verb": verb}, name=f"phone_{verb}")
        for verb in ("send", "confirm", "remove")
    ),
    path("me/hooks/", hooks.mine, name="hooks"),
    path("me/hooks/<str:reference>/close/", hooks.close, name="hook_close"),
    path("me/hooks/deliveries/<str:reference>/again/", hooks.again, name="hook_again"),
    path("desk/systems/<int:pk>/hooks/", hooks.of_system, name="system_hooks"),
    path("desk/outbox/", views.outbox, name="outbox"),
    path("desk/outbox/release/", views.release, name="release_chosen"),
    path("desk/outbox/<str:reference>/", views.delivery, name="delivery"),
    *(
        path(f"desk/outbox/<str:reference>/{verb}/", views.change, {"verb": verb}, name=f"{verb}_delivery")
        for verb in ("release", "edit", "drop", "retry")
    ),
]
