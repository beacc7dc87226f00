"""A page's form filled with what was typed: the page stays as it is, but for the values in its fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urljoin, urlsplit

from district.ground.unsent.actions import Typed

WRITTEN = 12  # characters of what no field is there for: less is a key or a verb of the page
LEFT_ALONE = {"hidden", "password", "file", "submit", "button", "image", "reset"}
VALUE = re.compile(r"""\svalue(\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?(?=[\s/>])""")
MARKED = {
    word: re.compile(rf"""\s{word}(\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?(?=[\s/>])""")
    for word in ("checked", "selected", "open")
}


@dataclass
class Field:
    """A field: its kind, where its tag stands, for a textarea its text, of a select its options."""

    kind: str
    name: str
    value: str
    tag: tuple[int, int]
    text: tuple[int, int] = (0, 0)
    options: list[Field] = field(default_factory=list)


@dataclass
class Form:
    """A form that posts, its fields, and what is folded around it."""

    action: str
    name: str
    fields: list[Field] = field(default_factory=list)
    folds: list[tuple[int, int]] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page, with where each field stands."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.forms: list[Form] = []
        self.elsewhere: list[tuple[str, Field]] = []  # fields that name their form
        self.now: Form | None = None
        self.area: Field | None = None
        self.select: Field | None = None
        self.folds: list[tuple[int, int]] = []
        self.feed(html)
        by_name = {each.name: each for each in self.forms if each.name}
        for name, each in self.elsewhere:
            if name in by_name:
                by_name[name].fields.append(each)

    def _span(self) -> tuple[int, int]:
        line, column = self.getpos()
        start = self.lines[line - 1] + column
        return start, start + len(self.get_starttag_text() or "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "details":
            self.folds.append(self._span())
        elif tag == "form":
            self.now = Form(said.get("action") or said.get("hx-post", ""), said.get("id", ""), folds=[*self.folds])
            if said.get("method", "").lower() == "post" or "hx-post" in said:
                self.forms.append(self.now)
        elif tag == "option" and self.select is not None:
            self.select.options.append(Field("option", "", said.get("value", ""), self._span()))
        elif tag in ("input", "textarea", "select") and said.get("name"):
            self._field(tag, said)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text").lower() if tag == "input" else tag
        made = Field(kind, said["name"], said.get("value", ""), self._span())
        if "form" in said:
            self.elsewhere.append((said["form"], made))
        elif self.now is not None:
            self.now.fields.append(made)
        if tag == "textarea":
            self.area = made
            end = self.html.lower().find("</textarea", made.tag[1])
            made.text = (made.tag[1], end if end >= 0 else made.tag[1])
        elif tag == "select":
            self.select = made

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None
        elif tag == "select":
            self.select = None
        elif tag == "details" and self.folds:
            self.folds.pop()


def filled(html: str, typed: Typed) -> str | None:
    """The page with the form that was sent filled again; None where the page has no such form now, or
    none with a place for all of it."""
    forms = [each for each in Forms(html).forms if _where(each, typed) == urlsplit(typed.path).path]
    scored = [(_likeness(each, typed), -n, each) for n, each in enumerate(forms)]
    best = max(scored, key=lambda each: each[:2], default=None)
    if best is None or _has_no_place(best[2], typed):
        return None
    edits: list[tuple[int, int, Callable[[str], str]]] = list(_edits(best[2], typed))
    edits += [(start, end, partial(_marked, word="open", on=True)) for start, end in best[2].folds]
    for start, end, change in sorted(edits, key=lambda each: each[:2], reverse=True):
        html = html[:start] + change(html[start:end]) + html[end:]
    return html


def _where(form: Form, typed: Typed) -> str:
    """The path a form is posted to: without one of its own, the page's."""
    return urlsplit(urljoin(typed.page or typed.path, form.action)).path


def _likeness(form: Form, typed: Typed) -> tuple[int, int]:
    """How many of its hidden fields say the same, and how many fields there are to fill."""
    same = sum(each.value in typed.fields.get(each.name, ()) for each in form.fields if each.kind == "hidden")
    shown = {each.name for each in form.fields if each.kind not in LEFT_ALONE}
    return same, len(shown & typed.fields.keys())


def _has_no_place(form: Form, typed: Typed) -> bool:
    """Whether something was typed for which the form has no field any more."""
    there = {each.name for each in form.fields}
    return any(name not in there for name, values in typed.fields.items() if len("".join(values).strip()) >= WRITTEN)


def _edits(form: Form, typed: Typed) -> Iterator[tuple[int, int, Callable[[str], str]]]:
    """What is written where, last words first in a name's turn."""
    left = {name: list(values) for name, values in typed.fields.items()}
    for each in form.fields:
        if each.kind in LEFT_ALONE:
            continue
        values = left.get(each.name, [])
        if each.kind in ("checkbox", "radio"):
            on = (each.value or "on") in values
            yield *each.tag, partial(_marked, word="checked", on=on)
        elif each.kind == "select":
            for option in each.options:
                yield *option.tag, partial(_marked, word="selected", on=option.value in values)
        elif values:
            said = values.pop(0)
            if each.kind == "textarea":
                yield *each.text, partial(_instead, text="\n" + escape(said))
            else:
                yield *each.tag, partial(_valued, value=said)


def _marked(tag: str, word: str, on: bool) -> str:
    """The tag with or without a word that stands alone."""
    rest = MARKED[word].sub("", tag)
    return _with(rest, f" {word}") if on else rest


def _valued(tag: str, value: str) -> str:
    return _with(VALUE.sub("", tag), f' value="{escape(value)}"')


def _instead(_now: str, text: str) -> str:
    return text


def _with(tag: str, more: str) -> str:
    """Put behind the tag's name."""
    end = re.match(r"<[a-zA-Z]+", tag)
    assert end is not None
    return tag[: end.end()] + more + tag[end.end() :]
