"""Addresses of this room."""

from django.urls import path

from district.ground.traces import views

app_name = "traces"
urlpatterns = [path("desk/log/traces/", views.traces, name="traces")]
