"""Addresses of this room: what works, what ran last, one piece of work."""

from django.urls import path

from district.ground.work import views

app_name = "work"
urlpatterns = [
    path("desk/work/", views.works, name="works"),
    path("desk/work/<str:reference>/", views.one, name="one"),
    path("desk/work/<str:reference>/progress/", views.progress, name="progress"),
    path("desk/work/<str:reference>/stop/", views.stop, name="stop"),
    path("desk/work/<str:reference>/resume/", views.resume, name="resume"),
]
