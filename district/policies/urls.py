"""Addresses of this room: the public library, and runs over the register for officials."""

from django.urls import path

from district.policies import views, views_fits, views_runs

app_name = "policies"
urlpatterns = [
    path("policies/", views.library, name="library"),
    path("policies/packages/<slug:slug>/", views.package, name="package"),
    path("policies/<slug:slug>/", views.programme, name="programme"),
    path("answers/<slug:slug>/", views.answer, name="answer"),
    path("search", views.find, name="search"),
    path("desk/runs/", views_runs.runs, name="runs"),
    path("desk/runs/<str:reference>/", views_runs.run, name="run"),
    path("desk/runs/<str:reference>/progress/", views_runs.run_progress, name="run_progress"),
    path("desk/runs/<str:reference>/cancel/", views_runs.run_cancel, name="run_cancel"),
    path("desk/runs/<str:reference>/resume/", views_runs.run_resume, name="run_resume"),
    path("desk/runs/<str:reference>/repeat/", views_runs.run_repeat, name="run_repeat"),
    path("desk/runs/<str:reference>/files/<path:name>.csv", views_runs.run_file, name="run_file"),
    path("desk/lab/<slug:slug>/", views_runs.draft, name="draft"),
    path("fits/", views_fits.fits, name="fits"),
    path("fits/answer", views_fits.answer, name="fits_answer"),
    path("fits/forget", views_fits.forget, name="fits_forget"),
]
