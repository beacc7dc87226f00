"""Public pages in English: what is Chinese is marked so, and what has English is told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from district.policies import actions, queries
from district.record import clock

ROOT = Path(__file__).resolve().parents[3]
DAY = dt.date(2022, 6, 24)
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
READ = ("title", "aria-label", "placeholder", "alt", "content", "data-label")


class Chinese(HTMLParser):
    """What of a page is Chinese: `marked` says so by its language, `bare` does not."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.marked: list[str] = []
        self.bare: list[str] = []

    def language(self) -> str:
        return next((lang for _, lang in reversed(self.open) if lang), "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.bare += [f"{name}={given[name]}" for name in READ if HAN.search(given.get(name) or "")]
        if tag not in VOID:
            self.open.append((tag, given.get("lang") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if HAN.search(data):
            (self.marked if self.language().startswith("zh") else self.bare).append(data.strip())


def read(html: str) -> Chinese:
    found = Chinese()
    found.feed(html)
    return found


@pytest.fixture
def yangpu(db: None) -> Iterator[None]:
    with clock.at(DAY):
        actions.publish(path=ROOT / "catalogue" / "yangpu")
        yield


def addresses() -> dict[str, str]:
    """Name → address of every public page the catalogue makes, and of those that list it."""
    found = queries.catalogue()
    entries = [(kind, slug) for kind, slugs in (("programme", found.programmes), ("answer", found.answers),
               ("package", found.packages), ("ladder", found.ladders)) for slug in slugs]  # fmt: skip
    lists = {name: reverse(name) for name in ("home", "policies:library", "policies:fits", "policies:search")}
    lists["policies:search?"] = f"{reverse('policies:search')}?q=loan"
    return {**lists, **{f"{kind}/{slug}": reverse(f"policies:{kind}", args=[slug]) for kind, slug in entries}}


@pytest.mark.usefixtures("yangpu")
def test_x(client: Client) -> None:
    from collections import Counter
    b, m = Counter(), Counter()
    for name, address in addresses().items():
        page = client.get(address, headers={"accept-language": "en"})
        found = read(page.content.decode())
        b.update(found.bare); m.update(found.marked)
    import json
    json.dump([b.most_common(), m.most_common()], open("/tmp/left.json","w"), ensure_ascii=False, indent=0)
    print(len(b), len(m), sum(m.values()))
