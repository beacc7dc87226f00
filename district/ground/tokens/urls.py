"""Addresses of this room: one's own keys, the systems and theirs."""

from django.urls import path

from district.ground.tokens import views

app_name = "tokens"
urlpatterns = [
    path("me/tokens/", views.mine, name="mine"),
    path("me/tokens/<str:reference>/revoke/", views.revoke, name="revoke"),
    path("desk/systems/", views.systems, name="systems"),
    path("desk/systems/<int:pk>/", views.system, name="system"),
    path("desk/systems/<int:pk>/close/", views.close, name="close_system"),
]
