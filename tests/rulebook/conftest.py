"""The command line speaks Chinese in these tests, whatever the machine's locale."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from rulebook.saying import speak

settings.register_profile("rulebook", deadline=None)  # how busy the machine is says nothing of the rules
settings.load_profile("rulebook")


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    speak("zh")
    yield
    speak("zh")
