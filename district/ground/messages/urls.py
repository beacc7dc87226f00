"""Addresses of this room: a person's messages and how they want to be told, what leaves the house."""

from django.urls import path

from district.ground.acts.views import act_view
from district.ground.messages import acts, views, views_site
from district.ground.messages.hooks import acts as hooking
from district.ground.messages.hooks import views as hooks

app_name = "messaging"
urlpatterns = [
    path("messages/", views_site.messages, name="messages"),
    path("messages/read/", act_view(acts.READ_ALL), name="read_all"),
    path("messages/<int:pk>/", act_view(acts.OPEN), name="open_message"),
    path("me/notices/", act_view(acts.CHOOSE, page=views.notice_choices, get=True), name="notice_choices"),
    *(path(f"me/notices/phone/{verb}/", act_view(each), name=f"phone_{verb}") for verb, each in acts.PHONE.items()),
    path("me/hooks/", act_view(hooking.MAKE, page=hooks.mine, get=True, answer=hooks.made_mine), name="hooks"),
    path("me/hooks/<str:reference>/close/", act_view(hooking.CLOSE), name="hook_close"),
    path("me/hooks/deliveries/<str:reference>/again/", act_view(hooking.AGAIN), name="hook_again"),
    path(
        "desk/systems/<int:pk>/hooks/",
        act_view(hooking.MAKE_FOR_SYSTEM, page=hooks.of_system, get=True, answer=hooks.made_for_system),
        name="system_hooks",
    ),
    path("desk/outbox/", views.outbox, name="outbox"),
    path("desk/outbox/release/", act_view(acts.RELEASE_CHOSEN), name="release_chosen"),
    path("desk/outbox/<str:reference>/", views.delivery, name="delivery"),
    *(
        path(
            f"desk/outbox/<str:reference>/{verb}/",
            act_view(each, page=views.delivery_page, redraws=True),
            name=f"{verb}_delivery",
        )
        for verb, each in acts.CHANGES.items()
    ),
]
