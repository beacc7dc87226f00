"""Pages in the footer: privacy, accessibility, contact, the site map."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.ground.people.doors import open_to_all
from district.web import about
from district.web.accounts import CODE_MINUTES


@open_to_all
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """`/about/privacy/`: which data, why, how long, whose, and one's rights."""
    context = {
        "hours": settings.SESSION_COOKIE_AGE // 3600, "minutes": CODE_MINUTES,
        "term": settings.ACCOUNT_TERM_DAYS, "idle": settings.ACCOUNT_IDLE_DAYS,
        "official": settings.OFFICIAL_TERM_DAYS,
        "offices": [each for each in about.offices() if each.phone],
    }  # fmt: skip
    return render(request, "web/privacy.html", context)


@open_to_all
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """`/about/accessibility/`: what was measured, what does not work, whom to tell."""
    return render(request, "web/accessibility.html", {"run": about.last_run()})


@open_to_all
@require_GET
def contact(request: HttpRequest) -> HttpResponse:
    """`/about/contact/`: every office of the district, and the hotline."""
    return render(request, "web/contact.html", {"offices": about.offices()})


@open_to_all
@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/about/sitemap/`."""
    return render(request, "web/sitemap.html", about.everything(request))
