"""Addresses of camp."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "camp"
urlpatterns: list[URLPattern | URLResolver] = []
