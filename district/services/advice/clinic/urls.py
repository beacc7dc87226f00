"""Addresses of clinics: the hall's, by a number's link, the desk's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from district.ground.acts.views import act_view, from_where, one_of
from district.services.advice.clinic import acts, views, views_desk
from district.services.advice.clinic import acts_desk as keeping

app_name = "clinic"
desk = "desk/advice/clinics/<str:reference>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("advice/clinics/", views.clinics, name="clinics"),
    path("advice/clinics/topics/<slug:topic>/", views.topic, name="topic"),
    path("advice/clinics/<str:reference>/", views.clinic, name="clinic"),
    path(
        "advice/clinics/<str:reference>/book/",
        act_view(acts.BOOK, page=views.clinic_page, redraws=True),
        name="book",
    ),
    path(
        "advice/clinics/<str:reference>/number/",
        act_view(acts.NUMBER, page=views.clinic_page, redraws=True, also=from_where),
        name="number",
    ),
    path("advice/numbers/<str:token>/", views.visitor, name="visitor"),
    path("advice/numbers/<str:token>/place/", views.place, name="place"),
    path("advice/numbers/<str:token>/<slug:verb>/", one_of(acts.ANSWERS), name="answer"),
    path("my/advice/clinics/", views.mine, name="mine"),
    path("desk/advice/clinics/", views_desk.listed, name="desk_clinics"),
    path("desk/advice/clinics/new/", act_view(keeping.PLAN, page=views_desk.new, get=True), name="new"),
    path("desk/advice/clinics/past/", act_view(keeping.PAST, page=views_desk.past, get=True), name="past"),
    path(
        "desk/advice/clinics/sittings/<int:pk>/link/", act_view(keeping.LINK, answer=views_desk.link_made), name="link"
    ),
    path(desk, views_desk.one, name="desk_clinic"),
    path(f"{desk}door/", views_desk.door, name="door"),
    *(
        path(f"{desk}{verb}/", act_view(act, page=views_desk.clinic_page, redraws=True), name=verb)
        for verb, act in (
            ("next", keeping.NEXT),
            ("close", keeping.CLOSE),
            ("cancel", keeping.CANCEL),
            ("replace", keeping.REPLACE),
            ("walk_in", keeping.WALK_IN),
        )
    ),
    path(
        f"{desk}<int:pk>/<slug:verb>/",
        one_of(keeping.ROLL, find=views_desk.visitor_of),
        name="desk_visitor",
    ),
]
