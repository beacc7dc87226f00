"""Handing in through the pages, as a browser does it: the draft's form, the page of everything, the button."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client


def through_the_pages(client: Client, reference: str, form: dict[str, Any] | None = None, **more: str) -> Any:
    """The last answer: of the draft's form where it is refused, else of handing in."""
    address = f"/my/applications/{reference}/"
    first = client.post(f"{address}check/", form or {})
    if first.status_code != 302:
        return first
    posted = {"request_key": str(uuid.uuid4()), "declare": "on", **more}
    return client.post(f"{address}hand-in/", posted)
