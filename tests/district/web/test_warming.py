"""After the start nothing is left to read, compile or collect for the first visitor, in either language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.template import Template, engines
from django.test import Client

from district.enterprises.trades import pinyin
from district.ground.people.queries import Bureau
from district.ground.search.ranking import Index
from district.policies import actions, english, queries
from district.policies.searching import collecting
from district.web import warming
from rulebook.catalogue.reader import Reading
from tests import once
from tests.district.cases.factories import person

YANGPU = Path(__file__).resolve().parents[3] / "catalogue" / "yangpu"
VISITED = ("/", "/policies/", "/policies/startup-cost/", "/fits/check/", "/search?q=%E8%B4%B7%E6%AC%BE",
           "/accounts/login/", "/fits/trades?q=rj", "/about/contact/", "/verify/")  # fmt: skip
DESK = ("/desk/", "/desk/applications/", "/desk/runs/")
SLOW = ((Reading, "whole"), (Template, "compile_nodelist"), (Index, "__init__"))


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What is read, compiled and collected from now on, by its name."""
    found: Counter[str] = Counter()

    def counting(owner: type, name: str) -> None:
        real = getattr(owner, name)

        def counted(self: Any, *args: Any, **named: Any) -> Any:
            found[f"{owner.__name__}.{name}"] += 1
            return real(self, *args, **named)

        monkeypatch.setattr(owner, name, counted)

    for owner, name in SLOW:
        counting(owner, name)
    return found


@pytest.fixture
def cold(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A process that has just begun, over a published catalogue; says which connections were closed."""
    actions.publish(path=YANGPU)
    once.forget()
    for each in (queries.compiled, collecting.index, english._speaker, pinyin.spelt, pinyin.spelt_words):
        each.cache_clear()
    for engine in engines.all():
        for loader in engine.engine.template_loaders:  # type: ignore[attr-defined]
            loader.reset()
    closed: list[str] = []
    monkeypatch.setattr(warming.connections, "close_all", lambda: closed.append("all"))
    for signal in (request_started, request_finished):  # they would end the test's transaction
        signal.disconnect(close_old_connections)
    yield closed
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def visit() -> None:
    officer = person("officer", officer=Bureau.objects.get(name="区人社局").name)
    for language in ("zh-CN", "en"):
        for address in VISITED:
            assert Client(headers={"accept-language": language}).get(address).status_code == 200, address
        desk = Client(headers={"accept-language": language})
        desk.force_login(officer)
        for address in DESK:
            assert desk.get(address).status_code == 200, address


def test_the_first_visitor_waits_for_nothing(cold: list[str], compiled: Counter[str]) -> None:
    warming.warm(WSGIHandler())
    assert compiled["Reading.whole"] == compiled["Index.__init__"] == 1 and compiled["Template.compile_nodelist"] > 100
    assert pinyin.spelt.cache_info().currsize == 1
    assert cold == ["all"]  # what processes are made from holds no connection
    compiled.clear()
    visit()
    assert not compiled


def test_without_it_the_first_visitor_waits(cold: list[str], compiled: Counter[str]) -> None:
    visit()
    assert compiled["Reading.whole"] and compiled["Index.__init__"] and compiled["Template.compile_nodelist"]


@pytest.mark.django_db
def test_a_site_with_nothing_published_starts_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warming.connections, "close_all", lambda: None)
    warming.warm(WSGIHandler())
    assert "not warmed" in caplog.text


def test_the_web_server_warms_before_it_makes_its_processes() -> None:
    from district.web import serving

    assert "--preload" in serving.web_command("127.0.0.1", 8000, 2, 4)
    assert "warm(application)" in (Path(warming.__file__).parent / "wsgi.py").read_text()
