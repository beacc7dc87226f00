"""Packages made in code, and a unit that speaks cmi5 as one in a browser would: from nobody's origin."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import uuid
import zipfile
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client
from django.urls import reverse

from district.services.training.courses.foreign import verbs
from district.services.training.courses.models import Lesson

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
SPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
PAGE = "<!doctype html><title>示例</title><script src=one.js></script>"


def title(chinese: str = "示例单元", english: str = "Sample unit") -> str:
    return (
        f'<title><langstring lang="zh-CN">{chinese}</langstring><langstring lang="en-US">{english}</langstring></title>'
    )


def unit(n: int = 1, *, url: str = "index.html", more: str = 'moveOn="CompletedOrPassed"', inside: str = "") -> str:
    return f'<au id="urn:example:unit:{n}" {more}>{title()}<url>{url}</url>{inside}</au>'


def structure(*units: str, course: str = "", head: str = HEAD) -> str:
    course = course or f'<course id="urn:example:course">{title("示例课件", "Sample package")}</course>'
    return f'{head}<courseStructure xmlns="{SPACE}">{course}{"".join(units or (unit(),))}</courseStructure>'


def packed(files: Mapping[str, str | bytes] | None = None, *, xml: str | None = None) -> io.BytesIO:
    """A ZIP: `files` beside a cmi5.xml, `xml` in its place; "" for none."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        if xml != "":
            archive.writestr("cmi5.xml", xml or structure())
        for name, content in (files if files is not None else {"index.html": PAGE, "one.js": "1"}).items():
            archive.writestr(name, content)
    found.seek(0)
    return found


class Speaker:
    """What a unit that was opened by `client` says; its own client has no session."""

    def __init__(self, client: Client, lesson: Lesson, number: int = 0) -> None:
        self.address = self.opened(client, lesson, number)
        self.told = {key: values[0] for key, values in parse_qs(urlsplit(self.address).query).items()}
        self.actor, self.client, self.token = json.loads(self.told["actor"]), Client(), ""

    @staticmethod
    def opened(client: Client, lesson: Lesson, number: int = 0) -> str:
        """The address of the frame, once `client` opened a unit."""
        assert client.post(reverse("courses:launch", args=[lesson.pk]), {"unit": number}).status_code == 302
        page = client.get(reverse("courses:lesson", args=[lesson.pk])).content.decode()
        found = re.search(r'<iframe[^>]* src="([^"]+)"', page)
        assert found, page
        return html.unescape(found[1])

    @property
    def folder(self) -> str:
        return urlsplit(self.address).path.rsplit("/", 1)[0] + "/"

    def get(self, path: str = "index.html", **headers: Any) -> Any:
        return self.client.get(self.folder + path, **headers)

    def fetch(self) -> dict[str, Any]:
        given: dict[str, Any] = self.client.post(urlsplit(self.told["fetch"]).path, HTTP_ORIGIN="null").json()
        self.token = given.get("auth-token", self.token)
        return given

    def call(self, method: str, path: str, body: Any = None, **headers: Any) -> Any:
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        said = {
            "HTTP_AUTHORIZATION": f"Basic {self.token}", "HTTP_X_EXPERIENCE_API_VERSION": "1.0.3",
            "HTTP_ORIGIN": "null", "content_type": "application/json", **headers,
        }  # fmt: skip
        return self.client.generic(method, f"/foreign/xapi/{path}", data, **said)

    def state(self, key: str | None, **more: str) -> str:
        asked = {name: self.told[name] for name in ("activityId", "registration")} | {"agent": json.dumps(self.actor)}
        asked |= ({} if key is None else {"stateId": key}) | more
        return f"activities/state?{urlencode(asked)}"

    def statement(self, word: str, seconds: float | None = None, *, defined: bool = True, **result: Any) -> Any:
        data = self.data
        category = [{"id": verbs.CATEGORY}] if defined else []
        if word in ("completed", "passed", "failed") and defined:
            category.append({"id": verbs.MOVE_ON})
            result = {"completed": {"completion": True}, "passed": {"success": True}, "failed": {"success": False}}[
                word
            ] | result
        if seconds is not None:
            result["duration"] = f"PT{seconds}S"
        context = json.loads(json.dumps(data["contextTemplate"])) | {"registration": self.told["registration"]}
        context["contextActivities"]["category"] = category
        said = {"id": str(uuid.uuid4()), "actor": self.actor, "verb": {"id": verbs.AT + word},
                "object": {"id": self.told["activityId"]}, "context": context,
                "timestamp": "2026-06-01T02:00:00Z"}  # fmt: skip
        return said | ({"result": result} if result else {})

    def start(self) -> Speaker:
        assert "auth-token" in self.fetch()
        self.data = self.call("GET", self.state("LMS.LaunchData")).json()
        return self

    def say(self, word: str, seconds: float | None = None, **more: Any) -> Any:
        return self.call("POST", "statements", self.statement(word, seconds, **more))

    def run(self, *said: tuple[str, float | None]) -> list[int]:
        """Start, and say so; the statuses."""
        return [self.start().say("initialized").status_code, *(self.say(*each).status_code for each in said)]


def credentials(token: str) -> tuple[str, str]:
    reference, _colon, secret = base64.b64decode(token).decode().partition(":")
    return reference, secret
