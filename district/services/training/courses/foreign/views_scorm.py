"""What a SCORM package in its frame says: let in by the token its files are opened by, which no session goes with."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from district.ground.people.doors import open_to_all
from district.services.training.courses.foreign import hearing, launching, recording
from district.services.training.courses.foreign.answering import cross, said
from district.services.training.courses.foreign.interface import is_scorm
from district.services.training.courses.foreign.recording import Refused
from district.services.training.courses.foreign.views_xapi import body_of

MOST_BODY = 256 << 10  # bytes: SCORM 2004 lets a package keep 64,000 letters
EVENTS = (hearing.BEGIN, hearing.KEEP, hearing.END, hearing.LEFT)


@open_to_all
@csrf_exempt
@cross("POST")
def call(request: HttpRequest, token: str) -> HttpResponse:
    """`/foreign/scorm/<token>/`: an event and the data model as it stands then."""
    row = launching.by_token(launching.CONTENT, token)
    if row is None or not is_scorm(row):
        raise Http404
    try:
        if recording.count_call(row):
            raise Refused(429, _("调用太频繁，请过一分钟再来。"))
        event, model = _told(request)
        hearing.hear(row, event, model)
    except Refused as refused:
        return said({"error": refused.why}, refused.status)
    return said({"taken": event})


def _told(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    try:
        found = json.loads(body_of(request, MOST_BODY).decode())
        again = json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise Refused(400, _("内容不是正确的 JSON。")) from None
    event, model = (found.get("event"), found.get("model")) if isinstance(found, dict) else (None, None)
    if event not in EVENTS or not isinstance(model, dict) or b"\\u0000" in again:
        raise Refused(400, _("内容不是正确的 JSON。"))
    return event, model
