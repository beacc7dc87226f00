"""Puts the interface SCORM asks for into the pages of a package: a frame of nobody's origin may not look for it in the
windows above, where SCORM would have it.

The interface itself is `scorm-again`'s; `scorm.js` begins it with how far the learner is and tells the site what is
said. The scripts stand before any of the package's own, in every page of it: whichever frame asks finds it at once.
"""

from __future__ import annotations

import json
import re

from django.templatetags.static import static
from django.urls import reverse

from district.services.training.courses.foreign import hearing, launching
from district.services.training.courses.foreign.manifest import FIRST
from district.services.training.courses.models import Launch

HEAD = re.compile(rb"<head(?:\s[^>]*)?>", re.IGNORECASE)
HTML = re.compile(rb"<html(?:\s[^>]*)?>", re.IGNORECASE)
DOCTYPE = re.compile(rb"\s*<!doctype[^>]*>", re.IGNORECASE)
WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
UNSAFE = {ord(each): f"\\u{ord(each):04x}" for each in "<>&"}


def is_scorm(row: Launch) -> bool:
    return "scorm" in row.described


def address_of_calls(row: Launch) -> str:
    return reverse("courses:foreign_scorm", args=[launching.CONTENT.sign(row.reference)])


def scripts(row: Launch) -> list[str]:
    """The addresses of the interface and of what begins it."""
    version = row.described["scorm"]
    return [static(f"editors/{'scorm12' if version == FIRST else 'scorm2004'}.js"), static("huiqi/scorm.js")]


def with_interface(page: bytes, row: Launch) -> bytes:
    """The page with the interface before its first script, in the letters it is written in."""
    unit = row.described
    told = {"version": unit["scorm"], "calls": address_of_calls(row), "model": hearing.given(row),
            "asset": unit["asset"]}  # fmt: skip
    begin = f"huiqiScorm({json.dumps(told).translate(UNSAFE)})"
    said = "".join(f'<script src="{each}"></script>' for each in scripts(row)) + f"<script>{begin}</script>"
    for mark, letters in WIDE.items():
        if page.startswith(mark):
            inner = _put(page[2:].decode(letters, "replace").encode(), said.encode())
            return mark + inner.decode().encode(letters)
    return _put(page, said.encode())


def _put(page: bytes, said: bytes) -> bytes:
    found = HEAD.search(page) or HTML.search(page) or DOCTYPE.match(page)
    place = found.end() if found else 3 if page.startswith(b"\xef\xbb\xbf") else 0
    return page[:place] + said + page[place:]
