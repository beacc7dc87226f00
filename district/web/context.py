"""What every page knows: the district, the navigation for this person, unread messages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {"district_name": settings.DISTRICT_NAME, "demo": settings.DEMO}
