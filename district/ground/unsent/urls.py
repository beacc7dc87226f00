"""Addresses of this room."""

from django.urls import path

from district.ground.unsent import views

app_name = "unsent"
urlpatterns = [
    path("unsent/<str:key>/", views.back, name="back"),
    path("unsent/<str:key>/text/", views.text, name="text"),
]
