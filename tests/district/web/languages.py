"""What a page says that is of the other language."""

from __future__ import annotations

import re
from html.parser import HTMLParser

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# Names of things that are written so in both languages: of this language's switch, of techniques and of people.
ALSO_CHINESE = ("惠", "中文", "示例区")
ALSO_ENGLISH = (
    "English", "PDF", "DOCX", "SM4", "axe-core", "AA", "founder", "JSON", "XLSX", "example.com", "Huiqi",
)  # fmt: skip
ENGLISH = re.compile(r"[A-Za-z]{2,}")


class _Words(HTMLParser):
    """What a page says: its text, and the attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style", "code", "svg", "textarea")
        values = dict(attrs)
        shown = [values.get(name) for name in ("aria-label", "placeholder", "title")]
        shown += [values.get("alt")] if tag == "img" and not (values.get("class") or "").startswith("hq-qr") else []
        self.said += [each for each in shown if each]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "code", "svg", "textarea")

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.said.append(" ".join(data.split()))


def words(page: str) -> list[str]:
    parser = _Words()
    parser.feed(page)
    return parser.said


def foreign(page: str, language: str, *known: str) -> list[str]:
    """What a page says in the other language; `known` are names that are so in both."""
    pattern, also = (CHINESE, ALSO_CHINESE) if language == "en" else (ENGLISH, ALSO_ENGLISH)
    found = []
    for said in words(page):
        rest = said
        for each in sorted((*also, *known), key=len, reverse=True):
            rest = rest.replace(each, "")
        if pattern.search(rest):
            found.append(said)
    return found
