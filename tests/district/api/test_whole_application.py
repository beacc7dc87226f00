"""The client of docs/api.md hands a whole application in at a running site; pages and API then tell the same rows."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from django.core.wsgi import get_wsgi_application
from django.test import Client
from werkzeug.serving import make_server

from district.cases.core.models import Application
from district.ground.messages.models import Message
from tests.district.api.conftest import key_of
from tests.district.cases.factories import district
from tests.district.ground.files.samples import pdf

DOC = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def documented() -> SimpleNamespace:
    """The code of the document, as it stands there."""
    found: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, str(DOC), "exec"), found)
    return SimpleNamespace(**found)


@pytest.fixture
def address(keeping_triggers: None) -> Iterator[str]:
    """The running site, on a free port."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_whole_application_by_program(address: str) -> None:
    here, client = district(), documented()
    _token, secret = key_of(here.founder)
    with requests.Session() as http:
        site = client.Huiqi(http, address, secret)
        case = client.apply(site, "hiring", {}, {}, {"用工计划": ("plan.pdf", pdf())})
        reference = case["case"]["reference"]
        row = Application.objects.get(reference=reference)
        assert (row.state, case["case"]["state"]) == ("submitted", "submitted") and case["story"][-1][
            "what"
        ] == "提交申报"
        assert case["papers"][0]["files"] == ["plan.pdf"] and case["decision"] is None

        page = Client()
        page.force_login(here.founder)
        shown = page.get(f"/my/applications/{reference}/").context
        assert (case["sentence"], case["next"]) == (shown["sentence"], shown["next_words"])
        assert [each["what"] for each in case["story"]] == [each["label"] for each in shown["entries"]]
        assert [each["name"] for each in case["papers"]] == [each["name"] for each in shown["papers"]]
        listed = page.get("/my/applications/").context["page"]
        assert [each["reference"] for each in site.get("cases")["items"]] == [each.reference for each in listed]

        _token, secret = key_of(here.officer)
        desk = client.Huiqi(http, address, secret)
        page.force_login(here.officer)
        worklist = page.get("/desk/applications/").context["list"].rows
        assert [each["reference"] for each in desk.get("cases.worklist?for_what=核对数据")["items"]] == [
            each.case.reference for each in worklist] == [reference]  # fmt: skip
        desk.act(f"cases/{reference}/accept")
        assert site.get(f"cases/{reference}")["case"]["state"] == "accepted"
        told = [each["about"] for each in site.get("messages")["items"]]
        assert told == list(Message.objects.filter(to=here.founder).values_list("subject", flat=True))
        with pytest.raises(client.Problem):
            site.act(f"cases/{reference}/accept")


def test_the_documents_signature_is_ours() -> None:
    from district.ground.messages.channels import signature

    headers = {"X-Huiqi-Timestamp": "1", "X-Huiqi-Signature": f"sha256={signature('s', '1', b'{}')}"}
    assert documented().is_genuine("s", headers, b"{}") and not documented().is_genuine("t", headers, b"{}")
