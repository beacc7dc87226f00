"""Addresses of this room: one's own keys, the systems and theirs."""

from django.urls import path

from district.ground.acts.views import act_view
from district.ground.people.factors import made_in
from district.ground.tokens import acts, views

app_name = "tokens"
urlpatterns = [
    path(
        "me/tokens/", act_view(acts.MAKE, page=views.mine, get=True, answer=views.made_mine, also=made_in), name="mine"
    ),
    path("me/tokens/<str:reference>/revoke/", act_view(acts.REVOKE), name="revoke"),
    path("desk/systems/", act_view(acts.MAKE_SYSTEM, page=views.systems, get=True), name="systems"),
    path(
        "desk/systems/<int:pk>/",
        act_view(acts.MAKE_FOR_SYSTEM, page=views.system, get=True, answer=views.made_for_system, also=made_in),
        name="system",
    ),
    path("desk/systems/<int:pk>/close/", act_view(acts.CLOSE_SYSTEM), name="close_system"),
]
