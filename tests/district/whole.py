"""The whole catalogue of Yangpu, published for tests that read it."""

from __future__ import annotations

from pathlib import Path

from district.policies import actions
from tests.remembering import remembered

YANGPU = Path(__file__).resolve().parents[2] / "catalogue" / "yangpu"


@remembered
def publish_yangpu() -> None:
    actions.publish(path=YANGPU)
