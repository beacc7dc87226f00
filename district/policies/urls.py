"""Addresses of this room, all open to the public."""

from django.urls import path

from district.policies import views, views_fits

app_name = "policies"
urlpatterns = [
    path("policies/", views.library, name="library"),
    path("policies/packages/<slug:slug>/", views.package, name="package"),
    path("policies/<slug:slug>/", views.programme, name="programme"),
    path("answers/<slug:slug>/", views.answer, name="answer"),
    path("search", views.find, name="search"),
    path("fits/", views_fits.fits, name="fits"),
    path("fits/answer", views_fits.answer, name="fits_answer"),
    path("fits/forget", views_fits.forget, name="fits_forget"),
]
