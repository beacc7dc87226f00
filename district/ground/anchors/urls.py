"""Addresses of this room."""

from django.urls import path

from district.ground.anchors import views

app_name = "anchors"
urlpatterns = [
    path("desk/log/anchors/", views.anchors, name="anchors"),
    path("log/anchor.pem", views.public_key, name="public_key"),
]
