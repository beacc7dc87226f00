"""Addresses of the alliance."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, path

from district.ground.acts.views import act_view
from district.services.community.alliance import acts, views

app_name = "alliance"
THING, MEMBER = "community/alliance/resources/<str:reference>/", "desk/community/alliance/members/<str:reference>/"
LENT = "my/community/alliance/lendings/<str:reference>/"
OF_MEMBER: dict[str, Any] = {"page": views.member_page, "redraws": True}
urlpatterns: list[URLPattern | URLResolver] = [
    path("community/alliance/", views.home, name="home"),
    path("community/alliance/members/", views.member_list, name="members"),
    path("community/alliance/resources/", views.resources, name="resources"),
    path(THING, views.resource, name="resource"),
    path(f"{THING}borrow/", act_view(acts.BORROW, page=views.resource_page, redraws=True), name="borrow"),
    path(f"{THING}times/", act_view(acts.OPEN, page=views.resource_page, redraws=True), name="open_at"),
    path(f"{THING}close/", act_view(acts.CLOSE), name="close"),
    path("community/alliance/join/", act_view(acts.JOIN, page=views.join, get=True), name="join"),
    path("my/community/alliance/", views.mine, name="mine"),
    path("my/community/alliance/lend/", act_view(acts.LEND, page=views.lend, get=True), name="lend"),
    path("my/community/alliance/<str:reference>/go-on/", act_view(acts.GO_ON), name="go_on"),
    path("my/community/alliance/<str:reference>/leave/", act_view(acts.LEAVE), name="leave"),
    path(LENT, views.lending, name="lending"),
    path(f"{LENT}give-back/", act_view(acts.GIVE_BACK), name="give_back"),
    path(f"{LENT}cancel/", act_view(acts.CANCEL, page=views.lending_page, redraws=True), name="cancel"),
    path("desk/community/alliance/", views.desk_members, name="desk_members"),
    path("desk/community/lendings/", views.desk_lendings, name="desk_lendings"),
    path(MEMBER, views.desk_member, name="desk_member"),
    path(f"{MEMBER}admit/", act_view(acts.ADMIT), name="admit"),
    path(f"{MEMBER}refuse/", act_view(acts.REFUSE, **OF_MEMBER), name="refuse"),
    path(f"{MEMBER}renew/", act_view(acts.RENEW), name="renew"),
]
