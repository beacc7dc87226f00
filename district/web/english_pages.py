"""Pages in English: what templates and records say in Chinese is told in English on its way out.

One place for all pages, so that none is forgotten. Texts and labels are told by `policies.english`; what has no
English is marked lang="zh-Hans", so that a screen reader changes its voice. Left alone: what people are typing
(inputs, text areas), scripts, and elements marked lang="zh…" or translate="no".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext

from district.policies.english import Speaker, speaker
from rulebook.telling import HAN

HANZI = "\u3400-\u4dbf\u4e00-\u9fff"
POINTS = "，。、；：！？“”‘’（）《》〈〉〔〕【】…·—"
TOKEN = re.compile(r"(<!--.*?-->|<(script|style|textarea|pre)\b.*?</\2\s*>|<[^>]*>)", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
KEPT = re.compile(r"""\b(?:lang=["']zh|translate=["']no["'])""")
LABEL = re.compile(r'\b(title|aria-label|placeholder|alt|content|label|data-label|data-confirm|hx-confirm)="([^"]*)"')
AROUND = rf"(?:[\dⅠ-Ⅻ{POINTS}{HANZI} .,%/×+-]|[A-Z]+(?![A-Za-z]))*"
RUN = re.compile(f"{AROUND}[{HANZI}]{AROUND}")
EDGES, SPACES = f"{POINTS} ", " ·—,"
SEPARATOR = re.compile(r"([，。；：、（）“”·《》]|\s+)")
PLAIN = {"，": ", ", "。": ".", "、": ", ", "；": "; ", "：": ": ", "！": "!", "？": "?", "（": " (", "）": ")",
         "《": "“", "》": "”", "〔": "[", "〕": "]", "【": "[", "】": "]"}  # fmt: skip
BARE = frozenset(["title", "option", "text", "tspan"])  # hold text alone: their own tag is marked
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
CLOCK = re.compile(r"\d:$")
LEAST = 2  # characters: a lone unit (年, 个月) beside others belongs to them
LONGEST, SAYING = 80, 8  # words and points of a stretch that is looked up as it is; that is tried as a sentence
INLINE = frozenset(["a", "b", "em", "i", "small", "span", "strong"])  # go on with the sentence they stand in
NOTE = "<!--english-note-->"
ENTRIES = {"programme": "programmes", "answer": "answers", "package": "packages", "ladder": "ladders",
           "new": "programmes"}  # fmt: skip


class EnglishPages:
    """Tells HTML in English where the reader's language is English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        html = response.headers.get("Content-Type", "").startswith("text/html")
        if get_language() == "en" and html and not response.streaming:
            response.content = in_english(response.content.decode(), speaker(), entry_of(request)).encode()
        return response


def entry_of(request: HttpRequest) -> str:
    """The catalogue's entry a page is about: "programmes/srdi-award"; "" for none."""
    match = request.resolver_match
    kind = ENTRIES.get(match.url_name or "") if match else None
    return f"{kind}/{match.kwargs['slug']}" if match and kind and "slug" in match.kwargs else ""


def in_english(html: str, tells: Speaker, entry: str = "") -> str:
    """A page or a part of one, told in English."""
    return _Page(tells, entry).told(html)


class _Page:
    def __init__(self, tells: Speaker, entry: str) -> None:
        self.tells, self.entry = tells, entry
        self.left = False  # whether something of the catalogue stayed Chinese
        self.out: list[str] = []
        self.kept: list[str] = []  # open elements that are left alone, the outermost first
        self.tag = ""  # what the text stands in
        self.pointed = 0  # where the sentence so far ended with a point that a space has to follow; 0: it did not

    def told(self, html: str) -> str:
        at = 0
        for token in TOKEN.finditer(html):
            self.text(html[at : token.start()])
            self.token(token[0])
            at = token.end()
        self.text(html[at:])
        return "".join(self.out).replace(NOTE, self.note(), 1)

    def note(self) -> str:
        if self.entry and not self.tells.complete(self.entry):
            said = gettext("本项目还没有英文，以下为中文。")
        elif self.left:
            said = gettext("本页部分内容还没有英文，以中文显示。")
        else:
            return ""
        return f'<p class="hq-note" id="english-note">{escape(said)}</p>'

    def token(self, token: str) -> None:
        tag = TAG.match(token)
        name = tag[2].lower() if tag else ""
        if self.kept:
            if tag and name == self.kept[0] and not token.endswith("/>"):
                self.kept = self.kept[:-1] if tag[1] else [*self.kept, name]
        elif tag and not tag[1] and KEPT.search(token) and name not in VOID and name != "html":
            self.kept = [name]
        elif HAN.search(token) and tag and name not in ("script", "style", "textarea", "pre"):
            token = LABEL.sub(self.label, token)
        self.tag = name if tag and not tag[1] else ""
        if tag and name not in INLINE:
            self.pointed = 0
        self.out.append(token)

    def label(self, match: re.Match[str]) -> str:
        if not HAN.search(match[2]):
            return match[0]
        return f'{match[1]}="{escape(self.plain(unescape(match[2])))}"'

    def text(self, text: str) -> None:
        if not text:
            return
        if self.pointed and text[0].isalnum() and self.tag not in BARE:
            self.out.insert(self.pointed, " ")
        self.pointed = 0
        if self.kept or not HAN.search(text):
            self.out.append(text if self.kept else _western(text))
            return
        body = unescape(text)
        stripped = body.strip()
        before, after = body[: len(body) - len(body.lstrip())], body[len(body.rstrip()) :]
        if self.tag in BARE:
            self.bare(stripped)
            return
        self.out += [before, *map(_written, _apart(self.parts(stripped))), after]
        self.pointed = len(self.out) if text[-1] in "。！？）" else 0

    def bare(self, text: str) -> None:
        """Text of an element that holds no other: an option keeps the value it sends."""
        said = self.plain(text)
        opening = self.out.pop()
        more = ' lang="zh-Hans"' if HAN.search(said) and self.tag != "title" else ""
        if self.tag == "option" and " value=" not in opening:
            more += f' value="{escape(text)}"'
        self.out += [opening[:-1] + more + ">", escape(said)]

    def plain(self, text: str) -> str:
        return "".join(part for part, _ in _apart(self.parts(text)))

    def parts(self, text: str) -> list[tuple[str, bool]]:
        """(text, whether it stays Chinese) in order."""
        said = self.tell(" ".join(text.split()))
        if not said and "\n" in text:
            lines = [self.parts(line.strip()) for line in text.split("\n")]
            return [part for line in lines for part in [*line, ("\n", False)]][:-1]
        return self.runs(said or text, told=bool(said) or self.tells.meant(text))

    def tell(self, text: str) -> str:
        return self.tells.tell(text, self.entry)

    def runs(self, text: str, *, told: bool) -> list[tuple[str, bool]]:
        """A text that is English in part: each run of Chinese told by itself, or kept where all is `told` already."""
        found: list[tuple[str, bool]] = []
        at = 0
        for run in RUN.finditer(text):
            found.append((_western(text[at : run.start()]), False))
            found += _marked(run[0]) if told else self.run(run[0])
            at = run.end()
        return [*found, (_western(text[at:]), False)]

    def run(self, run: str) -> list[tuple[str, bool]]:
        for edges in (SPACES, EDGES):
            core = run.strip(edges)
            start = run.index(core)
            before, after = run[:start], run[start + len(core) :]
            said = self.tell(core)
            if said and not HAN.search(said):
                return [(_western(before + said + after), False)]
        body = run.strip(SPACES)
        inner = self.pieces(body)
        if all(chinese for _, chinese in inner):
            return _marked(run)
        start = run.index(body)
        return [(run[:start], False), *inner, (run[start + len(body) :], False)]

    def pieces(self, run: str) -> list[tuple[str, bool]]:
        """A run that has no English whole: of its words and points the longest stretches that have, from the left."""
        found: list[tuple[str, bool]] = []
        tokens = [each for each in SEPARATOR.split(run) if each]
        at, told = 0, True
        while at < len(tokens):
            end, said = self.stretch(tokens, at, told)
            part = "".join(tokens[at:end])
            if chinese := bool(HAN.search(part)):
                told = bool(said)
                self.left |= not said and self.tells.lacks(part)
            found.append((said or part, chinese and not said))
            at = end
        return _joined(found)

    def stretch(self, tokens: list[str], at: int, told: bool) -> tuple[int, str]:
        """(where the longest stretch from `at` that has English ends, its English); one token without where none has.

        `told`: what stood before has English. A lone unit belongs to what stands before it.
        """
        if not HAN.search(tokens[at]) and tokens[at] != "“":
            unit = tokens[at + 1 : at + 3]
            said = self.tell("".join(tokens[at : at + 3])) if unit[:1] == [" "] and HAN.search(unit[-1]) else ""
            return (at + 3, said) if said and told and not HAN.search(said) else (at + 1, "")
        for say, longest in ((self.word, LONGEST), (self.tell, SAYING)):
            for end in range(min(len(tokens), at + longest), at, -1):
                text = "".join(tokens[at:end])
                after = "".join(tokens[end : end + 2])
                spaced = at > 0 and tokens[at - 1].isspace() and not told
                lone = len(HAN.findall(text)) <= LEAST and (spaced or (after[:1].isspace() and after[-1] not in POINTS))
                said = "" if lone or tokens[end - 1].isspace() else say(text)
                if said and not HAN.search(said):
                    return end, said
        return at + 1, ""

    def word(self, text: str) -> str:
        return self.tells.word(text, self.entry)


def _written(part: tuple[str, bool]) -> str:
    text, chinese = part
    return f'<span lang="zh-Hans">{escape(text)}</span>' if chinese else escape(text)


def _apart(parts: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """With a space where a part follows a point of the one before."""
    found: list[tuple[str, bool]] = []
    for part, chinese in (each for each in parts if each[0]):
        before = found[-1][0] if found else ""
        word = part[0].isalnum()
        clock = part[0].isdecimal() and CLOCK.search("".join(each for each, _ in found[-2:]))
        pointed = before.endswith((":", ",", ";")) and not clock
        if (pointed and (word or part[0] in "“¥")) or (before.endswith("”") and word):
            found.append((" ", False))
        found.append((part, chinese))
    return found


def _marked(run: str) -> list[tuple[str, bool]]:
    """A run that stays Chinese, its points with it, but not what joins it to others."""
    body = run.strip(SPACES)
    start = run.index(body)
    return [(run[:start], False), (body, True), (run[start + len(body) :], False)]


def _joined(parts: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Neighbours that stay Chinese as one, with the points between them; other points as English writes them."""
    found: list[tuple[str, bool]] = []
    for place, (part, chinese) in enumerate(parts):
        point = not HAN.search(part) and bool(SEPARATOR.fullmatch(part))
        around = [parts[n][1] for n in (place - 1, place + 1) if 0 <= n < len(parts)]
        stays = chinese or (point and len(around) == 2 and all(around)) or _closes(part, found)
        if found and found[-1][1] and stays:
            found[-1] = (found[-1][0] + part, True)
        else:
            found.append((part if stays else _western(part), stays))
    return found


def _closes(part: str, found: list[tuple[str, bool]]) -> bool:
    """Whether a point closes what was opened within the Chinese before it."""
    opening = dict(zip("）”》〕", "（“《〔", strict=True)).get(part, "")
    before = found[-1] if found else ("", False)
    return bool(opening) and before[1] and before[0].count(opening) > before[0].count(part)


def _western(text: str) -> str:
    """Points between English words as English writes them."""
    return text if text.isascii() else "".join(PLAIN.get(each, each) for each in text)
