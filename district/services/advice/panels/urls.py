"""Addresses of panels."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from district.ground.acts.views import act_view, one_of
from district.services.advice.panels import acts, views

app_name = "panels"
urlpatterns: list[URLPattern | URLResolver] = [
    path("my/advice/panels/", views.my_panels, name="my_panels"),
    path("my/advice/panels/<str:reference>/", views.mine, name="mine"),
    path(
        "my/advice/panels/<str:reference>/<int:pk>/<slug:verb>/",
        one_of(
            acts.PARTS,
            find=views.part_of,
            page=views.part_page,
            redraws=True,
            answer=views.link_made,
        ),
        name="part",
    ),
    path("desk/advice/panels/", views.listed, name="desk_panels"),
    path("desk/advice/panels/ways/", views.ways, name="ways"),
    path("desk/advice/panels/ways/<int:pk>/", act_view(acts.WAY), name="way"),
    path(
        "desk/advice/panels/new/<str:reference>/",
        act_view(acts.BOOK, page=views.planner, get=True),
        name="planner",
    ),
    path("desk/advice/panels/<str:reference>/", views.one, name="desk_panel"),
    path(
        "desk/advice/panels/<str:reference>/brief/",
        act_view(acts.BRIEF, page=views.desk_page, redraws=True),
        name="brief",
    ),
    path(
        "desk/advice/panels/<str:reference>/cancel/",
        act_view(acts.CANCEL, page=views.desk_page, redraws=True),
        name="cancel",
    ),
]
