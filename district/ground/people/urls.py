"""Addresses of this room, for administrators."""

from django.urls import path

from district.ground.people import views, views_kept

app_name = "people"
urlpatterns = [
    path("desk/people/", views.staff, name="staff"),
    path("desk/people/<int:pk>/grant/", views.grant, name="grant"),
    path("desk/people/duties/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("desk/lists/save/", views_kept.save, name="view_save"),
    path("desk/lists/<int:pk>/remove/", views_kept.remove, name="view_remove"),
]
