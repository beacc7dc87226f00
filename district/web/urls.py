"""Every address of the site. A view says who may come in (district.people.doors); without that it is closed."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("district.applications.urls")),
]
