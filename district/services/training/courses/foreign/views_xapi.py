"""So much of xAPI 1.0.3 as a cmi5 package needs: statements, its state, who prefers what. For one launch alone."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from district.ground.people.doors import open_to_all
from district.services.training.courses.foreign import launching, naming, recording, verbs
from district.services.training.courses.foreign.answering import cross, said
from district.services.training.courses.foreign.recording import Refused
from district.services.training.courses.models import Launch, StateDocument

VERSION = "1.0.3"
MOST_BODY, MOST_AT_ONCE, MOST_SHOWN = 64 << 10, 25, 50  # bytes; statements of a call; statements shown
LAUNCH_DATA, PREFERENCES = "LMS.LaunchData", "cmi5LearnerPreferences"
Called = Callable[[HttpRequest, Launch], HttpResponse]


def call(*methods: str) -> Callable[[Called], Callable[..., Any]]:
    """A call of xAPI: let in by its `Authorization` alone, counted, in a version we speak."""

    def close(view: Called) -> Callable[..., Any]:
        @open_to_all
        @csrf_exempt
        @cross(*methods)
        @wraps(view)
        def called(request: HttpRequest) -> HttpResponse:
            try:
                answer = view(request, _let_in(request))
            except Refused as refused:
                answer = said({"error": refused.why}, refused.status)
            if answer.status_code == 401:
                answer["WWW-Authenticate"] = 'Basic realm="cmi5"'
            answer["X-Experience-API-Version"] = VERSION
            answer["Cache-Control"] = "no-store"
            return answer

        return called

    return close


def _let_in(request: HttpRequest) -> Launch:
    row = launching.by_authorization(request.headers.get("Authorization", ""))
    if row is None:
        raise Refused(401, _("没有授权，或者已经过期。"))
    if not request.headers.get("X-Experience-API-Version", "").startswith("1.0"):
        raise Refused(400, _("缺少 X-Experience-API-Version，或者不是 1.0。"))
    if row.abandoned_at is not None:
        raise Refused(403, _("这一次学习已经结束。"))
    if recording.count_call(row):
        raise Refused(429, _("调用太频繁，请过一分钟再来。"))
    return row


def body_of(request: HttpRequest, most: int = MOST_BODY) -> bytes:
    """What was sent, `most` bytes of it. Raises Refused."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > most:
        raise Refused(413, _("一次最多 %(n)d KB。") % {"n": most >> 10})
    try:
        found = request.body
    except RequestDataTooBig:
        found = b" " * (most + 1)
    if len(found) > most:
        raise Refused(413, _("一次最多 %(n)d KB。") % {"n": most >> 10})
    return found


def _json(request: HttpRequest) -> Any:
    if request.content_type != "application/json":
        raise Refused(400, _("要用 application/json。"))
    try:
        found = json.loads(body_of(request).decode())
        again = json.dumps(found, ensure_ascii=False, allow_nan=False).encode()  # half a letter, no number: no database
    except (ValueError, RecursionError):
        raise Refused(400, _("内容不是正确的 JSON。")) from None
    if b"\\u0000" in again:
        raise Refused(400, _("内容不是正确的 JSON。"))
    return found


@open_to_all
@csrf_exempt
@cross("GET")
def about(_request: HttpRequest) -> HttpResponse:
    """`/foreign/xapi/`, `/foreign/xapi/about`: which version is spoken."""
    return said({"version": [VERSION]})


@call("GET", "PUT", "POST")
def statements(request: HttpRequest, row: Launch) -> HttpResponse:
    """`/foreign/xapi/statements`."""
    if request.method == "GET":
        return _shown(request, row)
    found = _json(request)
    if request.method == "PUT":
        key = request.GET.get("statementId", "")
        if not isinstance(found, dict) or not key or found.setdefault("id", key) != key:
            raise Refused(400, _("statementId 和语句的 id 不一致。"))
        recording.record(row, [found])
        return HttpResponse(status=204)
    several = found if isinstance(found, list) else [found]
    if not 0 < len(several) <= MOST_AT_ONCE:
        raise Refused(400, _("一次最多 %(n)d 条语句。") % {"n": MOST_AT_ONCE})
    for each in several:
        if isinstance(each, dict):
            each.setdefault("id", str(uuid.uuid4()))
    return said(recording.record(row, several))


def _shown(request: HttpRequest, row: Launch) -> HttpResponse:
    """Those of this learner in this unit, and of nobody else."""
    rows = recording.statements_of(row)
    asked = request.GET.get("statementId")
    if asked is not None:
        key = verbs.key_of(asked)
        found = rows.filter(key=key).first() if key else None
        return said(found.body) if found else said({"error": _("没有这条语句。")}, 404)
    if verb := request.GET.get("verb"):
        rows = rows.filter(verb=verb[:300])
    return said({"statements": [each.body for each in rows[:MOST_SHOWN]], "more": ""})


def _mine(request: HttpRequest, row: Launch, *, activity: bool = True) -> None:
    """What is asked for is of this learner, unit, registration."""
    try:
        agent = json.loads(request.GET.get("agent", ""))
    except (ValueError, RecursionError):
        raise Refused(400, _("缺少 agent，或者不是 JSON。")) from None
    if not isinstance(agent, dict) or agent.get("account") != naming.account_of(row.registration):
        raise Refused(403, _("agent 不是启动时给的那一个。"))
    if not activity:
        return
    if request.GET.get("activityId") != naming.activity_of(row.registration.package, row.unit):
        raise Refused(403, _("activityId 不是启动时给的那一个。"))
    if request.GET.get("registration", str(row.registration.reference)) != str(row.registration.reference):
        raise Refused(403, _("registration 不是启动时给的那一个。"))


@call("GET", "PUT", "POST", "DELETE")
def state(request: HttpRequest, row: Launch) -> HttpResponse:
    """`/foreign/xapi/activities/state`: the launch data, and what the package keeps for itself."""
    _mine(request, row)
    key = request.GET.get("stateId")
    if request.method != "GET":
        return _change_state(request, row, key)
    if key is None:
        return said([LAUNCH_DATA, *recording.documents(row).values_list("key", flat=True)])
    if key == LAUNCH_DATA:
        return said(naming.launch_data(row))
    found = recording.document(row, key)
    return _document(found) if found else HttpResponse(status=404)


def _document(found: StateDocument) -> HttpResponse:
    content = bytes(found.content)
    answer = HttpResponse(content, content_type=found.type)
    answer["ETag"] = f'"{hashlib.sha1(content, usedforsecurity=False).hexdigest()}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"  # whatever type it calls itself
    return answer


def _change_state(request: HttpRequest, row: Launch, key: str | None) -> HttpResponse:
    if key == LAUNCH_DATA:
        raise Refused(403, _("LMS.LaunchData 由平台写，课件不能改。"))
    if request.method == "DELETE":
        recording.forget(row, key)
        return HttpResponse(status=204)
    if not key or len(key) > 200 or "\x00" in key:
        raise Refused(400, _("缺少 stateId，或者超过 200 字。"))
    if request.method == "POST":
        return _merge(request, row, key)
    type_ = request.headers.get("Content-Type", "application/octet-stream")
    recording.keep(row, key, type_[:100], body_of(request))
    return HttpResponse(status=204)


def _merge(request: HttpRequest, row: Launch, key: str) -> HttpResponse:
    """POST: a JSON object's members over those that are there."""
    new, found = _json(request), recording.document(row, key)
    try:
        old = json.loads(bytes(found.content)) if found else {}
    except ValueError:
        old = None
    if not isinstance(new, dict) or not isinstance(old, dict):
        raise Refused(400, _("POST 只能合并 JSON 对象。"))
    content = json.dumps(old | new, ensure_ascii=False).encode()
    if len(content) > MOST_BODY:
        raise Refused(413, _("一次最多 %(n)d KB。") % {"n": MOST_BODY >> 10})
    recording.keep(row, key, "application/json", content)
    return HttpResponse(status=204)


@call("GET", "PUT", "POST", "DELETE")
def agent_profile(request: HttpRequest, row: Launch) -> HttpResponse:
    """`/foreign/xapi/agents/profile`: which language somebody reads; a package changes nothing of it."""
    _mine(request, row, activity=False)
    if request.method != "GET":
        raise Refused(403, _("偏好由平台管，课件不能改。"))
    key = request.GET.get("profileId")
    if key is None:
        return said([PREFERENCES])
    if key != PREFERENCES:
        return HttpResponse(status=404)
    first = "en-US" if get_language() == "en" else "zh-CN"
    return said({"languagePreference": f"{first},zh-CN,en-US", "audioPreference": "on"})


@call("GET")
def activity_profile(_request: HttpRequest, _row: Launch) -> HttpResponse:
    """`/foreign/xapi/activities/profile`: nothing is kept of a package beside what it keeps itself."""
    return HttpResponse(status=404)
