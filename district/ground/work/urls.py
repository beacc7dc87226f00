"""Addresses of this room: what works, what ran last, one piece of work."""

from django.urls import path

from district.ground.acts.views import act_view
from district.ground.work import acts, views

app_name = "work"
urlpatterns = [
    path("desk/work/", views.works, name="works"),
    path("desk/work/<str:reference>/", views.one, name="one"),
    path("desk/work/<str:reference>/progress/", views.progress, name="progress"),
    path("desk/work/<str:reference>/stop/", act_view(acts.STOP), name="stop"),
    path("desk/work/<str:reference>/resume/", act_view(acts.RESUME), name="resume"),
]
