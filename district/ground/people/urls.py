"""Addresses of this room, for administrators."""

from django.urls import path

from district.ground.acts.views import act_view
from district.ground.people import acts, acts_kept, views

app_name = "people"
urlpatterns = [
    path("desk/people/", act_view(acts.ENGAGE, page=views.staff, get=True), name="staff"),
    path("desk/people/former/", views.former, name="former"),
    path("desk/people/<int:pk>/grant/", act_view(acts.GRANT), name="grant"),
    path("desk/people/duties/<int:pk>/revoke/", act_view(acts.REVOKE, find=views.duty_of), name="revoke"),
    path("desk/people/duties/<int:pk>/confirm/", act_view(acts.CONFIRM, find=views.duty_of), name="confirm"),
    path("desk/people/<int:pk>/leave/", act_view(acts.LET_GO, page=views.let_go, get=True), name="let_go"),
    path("desk/people/<int:pk>/reset/", act_view(acts.RESET, page=views.reset, get=True), name="reset"),
    path("me/second/", views.second_factor, name="second_factor"),
    path("desk/lists/save/", act_view(acts_kept.KEEP), name="view_save"),
    path("desk/lists/<int:pk>/remove/", act_view(acts_kept.LET_GO, find=acts_kept.view_of), name="view_remove"),
]
