"""Addresses of this room."""

from django.urls import path

from district.ground.organisations import views, views_experts, views_hall, views_staff

app_name = "organisations"
urlpatterns = [
    path("organisations/", views_hall.public, name="public"),
    path("experts/", views_hall.experts, name="public_experts"),
    path("me/organisations/", views_hall.mine, name="mine"),
    path("me/organisations/<int:pk>/", views.mine_one, name="mine_one"),
    path("organisations/<int:pk>/edit/", views.edit, name="edit"),
    path("organisations/<int:pk>/members/", views.enter, name="enter"),
    path("organisations/members/<int:pk>/vouch/", views.vouch, name="vouch"),
    path("organisations/members/<int:pk>/renew/", views.renew, name="renew"),
    path("organisations/members/<int:pk>/end/", views.end, name="end"),
    path("desk/organisations/", views.listed, name="list"),
    path("desk/organisations/new/", views.add, name="add"),
    path("desk/organisations/staff/", views_staff.staff, name="staff"),
    path("desk/organisations/<int:pk>/", views.one, name="one"),
    path("desk/experts/", views_experts.listed, name="experts"),
    path("desk/experts/new/", views_experts.add, name="expert_add"),
    path("desk/experts/<str:reference>/", views_experts.one, name="expert"),
    path("desk/experts/<str:reference>/edit/", views_experts.edit, name="expert_edit"),
    path("desk/experts/<str:reference>/honour/", views_experts.honour, name="expert_honour"),
    path("desk/experts/<str:reference>/end/", views_experts.end, name="expert_end"),
    path("desk/experts/<str:reference>/link/", views_experts.link, name="expert_link"),
]
