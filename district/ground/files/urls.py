"""The address of a file that somebody handed in."""

from django.urls import path

from district.ground.files import views

app_name = "files"
urlpatterns = [path("files/<uuid:reference>/", views.download, name="file")]
