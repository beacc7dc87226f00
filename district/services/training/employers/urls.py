"""Addresses of employers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "employers"
urlpatterns: list[URLPattern | URLResolver] = []
