"""Addresses of this room, for administrators."""

from django.urls import path

from district.ground.people import views

app_name = "people"
urlpatterns = [
    path("desk/people/", views.staff, name="staff"),
    path("desk/people/<int:pk>/grant/", views.grant, name="grant"),
    path("desk/people/duties/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("desk/people/duties/<int:pk>/confirm/", views.confirm, name="confirm"),
]
