"""Markdown as safe HTML, and as words alone."""

from __future__ import annotations

import html
import re
from functools import partial
from typing import Any

import mistune
import nh3
from django.utils.safestring import SafeString

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "code": {"class"}}
SCHEMES = {"http", "https", "mailto", "tel"}
LOWEST = 6
SPACE = re.compile(r"\s+")
BLOCK = re.compile(r"(?=</?(?:blockquote|br|h[1-6]|hr|li|ol|p|pre|table|tbody|td|th|thead|tr|ul)\b)")
HAN = r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
TURNED = re.compile(rf"(?<={HAN})[ \t]*\n[ \t]*(?={HAN})")  # where somebody turned the line inside a Chinese sentence


def _outline(state: Any, *, top: int) -> None:
    """Levels of headings as a page needs them: from `top` down, none left out."""
    open_above: list[int] = []
    for token in state.tokens:
        if token.get("type") != "heading":
            continue
        level = token["attrs"]["level"]
        while open_above and open_above[-1] >= level:
            open_above.pop()
        open_above.append(level)
        token["attrs"]["level"] = min(top + len(open_above) - 1, LOWEST)


def _reader(top: int) -> mistune.Markdown:
    made = mistune.create_markdown(escape=True, plugins=["strikethrough", "table", "url"])
    made.before_render_hooks.append(lambda _md, state: _outline(state, top=top))
    return made


READERS = {top: _reader(top) for top in range(2, LOWEST + 1)}


def _own_pictures(tag: str, attribute: str, value: str) -> str | None:
    """A picture from elsewhere tells its server who reads."""
    if (tag, attribute) == ("img", "src") and (not value.startswith("/") or value.startswith(("//", "/\\"))):
        return None
    return value


clean = partial(
    nh3.clean, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, attribute_filter=_own_pictures,
    link_rel="nofollow noopener noreferrer", strip_comments=True,
)  # fmt: skip


def rendered(text: str, top: int = 2) -> SafeString:
    """HTML of a text; its first heading is of level `top`, 2 to 6."""
    return SafeString(clean(str(READERS[top](text))))


def plain(text: str, most: int = 0) -> str:
    """The words of a text on one line; `most` characters of them, with … where some are left out. 0: all. Blanks stand
    between paragraphs, lines of a list and cells; a mark inside a word leaves none.
    """
    marked = BLOCK.sub(" ", TURNED.sub("", str(READERS[2](text))))
    words = html.unescape(nh3.clean(marked, tags=set()))
    said = SPACE.sub(" ", words).strip()
    return f"{said[: most - 1].rstrip()}…" if 0 < most < len(said) else said
