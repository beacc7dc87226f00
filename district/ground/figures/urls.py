"""Addresses of this room: all figures, one figure, what was said."""

from django.urls import path

from district.ground.acts.views import act_view
from district.ground.figures import views, views_said
from district.ground.figures.acts import SAY

app_name = "figures"
urlpatterns = [
    path("figures/", views.all_figures, name="all"),
    path("figures/said/", views_said.said_list, name="said_list"),
    path("figures/said/<str:reference>/", views_said.said, name="said"),
    path("figures/say/", act_view(SAY, page=views_said.say_again, redraws=True), name="say"),
    path("figures/<str:key>/", views.one, name="figure"),
]
