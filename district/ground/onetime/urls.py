"""Addresses of this room."""

from django.urls import path

from district.ground.acts.views import act_view, from_where
from district.ground.onetime import acts, views

app_name = "onetime"
urlpatterns = [
    path(
        "once/<str:token>/",
        views.of_known_links(
            act_view(acts.USE, page=views.opened, get=True, redraws=True, denies=False, also=from_where)
        ),
        name="open",
    ),
    path("once/<str:token>/anew/", views.of_known_links(act_view(acts.ASK_ANEW, denies=False)), name="anew"),
    path("desk/links/", views.links, name="links"),
    path("desk/links/<str:reference>/", views.one, name="link"),
    path("desk/links/<str:reference>/revoke/", act_view(acts.REVOKE), name="revoke"),
    path("desk/links/<str:reference>/renew/", act_view(acts.RENEW, answer=views.renewed), name="renew"),
]
