"""Addresses of this room."""

from django.urls import path

from district.ground.acts.views import act_view
from district.ground.organisations import acts, views, views_experts, views_hall, views_staff

app_name = "organisations"
urlpatterns = [
    path("organisations/", views_hall.public, name="public"),
    path("experts/", views_hall.experts, name="public_experts"),
    path("me/organisations/", act_view(acts.JOIN, page=views_hall.mine, get=True), name="mine"),
    path("me/organisations/<int:pk>/", views.mine_one, name="mine_one"),
    path("organisations/<int:pk>/edit/", act_view(acts.EDIT, page=views.edit, get=True), name="edit"),
    path(
        "organisations/<int:pk>/members/",
        act_view(acts.ENTER, page=views.organisation_page, redraws=True),
        name="enter",
    ),
    path("organisations/members/<int:pk>/vouch/", act_view(acts.VOUCH), name="vouch"),
    path(
        "organisations/members/<int:pk>/renew/",
        act_view(acts.RENEW, page=views.member_page, redraws=True),
        name="renew",
    ),
    path("organisations/members/<int:pk>/end/", act_view(acts.END, page=views.member_page, redraws=True), name="end"),
    path("desk/organisations/", views.listed, name="list"),
    path("desk/organisations/new/", act_view(acts.ADD, page=views.add, get=True), name="add"),
    path("desk/organisations/staff/", act_view(acts.STAFF, page=views_staff.staff, get=True), name="staff"),
    path("desk/organisations/<int:pk>/", views.one, name="one"),
    path("desk/experts/", views_experts.listed, name="experts"),
    path("desk/experts/new/", act_view(acts.EXPERT_ADD, page=views_experts.add, get=True), name="expert_add"),
    path("desk/experts/<str:reference>/", views_experts.one, name="expert"),
    path(
        "desk/experts/<str:reference>/edit/",
        act_view(acts.EXPERT_EDIT, page=views_experts.edit, get=True),
        name="expert_edit",
    ),
    path(
        "desk/experts/<str:reference>/honour/",
        act_view(acts.EXPERT_HONOUR, page=views_experts.page, redraws=True),
        name="expert_honour",
    ),
    path("desk/experts/<str:reference>/end/", act_view(acts.EXPERT_END), name="expert_end"),
    path(
        "desk/experts/<str:reference>/link/",
        act_view(acts.EXPERT_LINK, answer=views_experts.link_made),
        name="expert_link",
    ),
]
