"""Addresses of reports."""

from django.urls import path

from district.insight import views

app_name = "insight"
urlpatterns = [
    path("reports/year/", views.report, {"key": "year"}, name="year"),
    path("reports/<slug:key>/", views.report, name="report"),
]
