"""What gunicorn cannot read is answered in the house's look, Chinese first; no page asks a browser for anything."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.district.cases.factories import District

ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The web server as the site runs it, without the warming."""
    from district.web.serving import web_command

    found = free_port()
    command = web_command("127.0.0.1", found, workers=1, threads=1)
    assert "district.web.worker.HouseWorker" in command
    command[command.index("district.web.wsgi")] = "django.core.wsgi:get_wsgi_application()"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "district.web.settings", "HUIQI_DEBUG": "1",
        "HUIQI_DATA": str(tmp_path_factory.mktemp("data")),
    }  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", found), timeout=1).close()
                break
            except OSError:
                time.sleep(0.3)
        yield found
    finally:
        server.terminate()
        server.wait(30)


@pytest.mark.parametrize(
    "sent, status, title",
    [
        (f"GET /{'a' * 9000} HTTP/1.1\r\nHost: localhost\r\n\r\n", "414", "地址太长了"),
        (f"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: {'a' * 70_000}\r\n\r\n", "431", "请求头太长了"),
        ("nonsense\r\n\r\n", "400", "这个请求看不懂"),
    ],
)
def test_what_cannot_be_read_is_answered_by_a_page_of_the_house(port: int, sent: str, status: str, title: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(sent.encode())
        heard = b""
        while part := line.recv(65536):
            heard += part
    head, _gap, body = heard.decode().partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ") and "charset=utf-8" in head
    assert f'<h1 class="m-0">{title}</h1>' in body and "hq-error" in body and 'lang="zh-CN"' in body


def test_no_page_asks_for_camera_or_place(client: Client, here: District) -> None:
    for path in ("/", "/no-such-page/", "/accounts/login/", "/api/v1/openapi.json"):
        said = client.get(path)["Permissions-Policy"]
        assert "camera=()" in said and "geolocation=()" in said and "publickey-credentials-get=(self)" in said


def test_the_answer_about_accounts_waits_its_time(client: Client, here: District, settings: Any) -> None:
    settings.EVEN_SECONDS = 0.4
    for path in ("/accounts/signup/", "/accounts/password/reset/"):
        for email in ("taken@example.com", "nobody@example.com"):
            began = time.monotonic()
            client.post(path, {"email": email, "name": "李示例", "password1": "a long password 77"})
            assert time.monotonic() - began >= 0.4
