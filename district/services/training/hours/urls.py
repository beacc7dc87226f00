"""Addresses of hours."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from district.ground.acts.views import act_view
from district.services.training.hours import acts, views

app_name = "hours"
urlpatterns: list[URLPattern | URLResolver] = [
    path("my/hours/", act_view(acts.DECLARE, page=views.mine, get=True), name="mine"),
    path("my/hours/<int:pk>/take-back/", act_view(acts.TAKE_BACK), name="take_back"),
    path("desk/hours/", views.flags, name="flags"),
    path("desk/hours/ledger/", views.ledger, name="ledger"),
    path("desk/hours/ledger/<int:pk>/strike/", act_view(acts.STRIKE_ENTRY), name="strike_entry"),
    path("desk/hours/<str:reference>/", views.desk(views.flag), name="flag"),
    path("desk/hours/<str:reference>/clear/", act_view(acts.CLEAR, page=views.flag), name="clear"),
    path("desk/hours/<str:reference>/strike/", act_view(acts.STRIKE, page=views.flag), name="strike"),
]
