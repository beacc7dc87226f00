"""Addresses of this room."""

from django.urls import path

from district.ground.onetime import views

app_name = "onetime"
urlpatterns = [
    path("once/<str:token>/", views.open_link, name="open"),
    path("once/<str:token>/anew/", views.ask_anew, name="anew"),
    path("desk/links/", views.links, name="links"),
    path("desk/links/<str:reference>/", views.one, name="link"),
    path("desk/links/<str:reference>/revoke/", views.revoke, name="revoke"),
    path("desk/links/<str:reference>/renew/", views.renew, name="renew"),
]
