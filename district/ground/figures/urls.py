"""Addresses of this room: all figures, one figure, what was said."""

from django.urls import path

from district.ground.figures import views, views_said

app_name = "figures"
urlpatterns = [
    path("figures/", views.all_figures, name="all"),
    path("figures/said/", views_said.said_list, name="said_list"),
    path("figures/said/<str:reference>/", views_said.said, name="said"),
    path("figures/<str:key>/", views.one, name="figure"),
    path("figures/<str:key>/say/", views_said.say, name="say"),
]
