"""What can be found of a published catalogue, and the pages of the site."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import yaml
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, override

from district.enterprises.trades.queries import spoken_of
from district.ground.search.folding import is_han
from district.ground.search.lexicon import Words
from district.ground.search.ranking import Index
from district.ground.search.things import Thing, pages
from district.policies import plain_text
from district.policies.library import TOPICS, window
from district.policies.models import Kind
from district.policies.queries import compiled
from rulebook import Catalogue, Programme

SERVICE, ANSWER, PAGE = (
    0.9,
    0.93,
    0.9,
)  # whoever asks by a word that money shares with a meeting or a text asks for the money
VENTURE = ("开办费", "首次创业")  # what whoever names a trade mostly asks about, beside it
OPENS, SHOPS = "开办", "店馆房社厅吧铺坊行厂院所"  # how people say that they open one: 开 before what it is called
CHINESE = "zh-hans"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ENGLISH = re.compile(r"^\s*en:", re.MULTILINE)


@lru_cache(maxsize=4)
def index(hash_: str, day: dt.date) -> Index:
    """Everything lasting of a release on a day, ready to be asked; a process builds it once."""
    found = compiled(hash_)
    return Index(words(found), things(found, day))


def words(found: Catalogue) -> Words:
    """What the catalogue knows of words, and what the district and the layers above are called: everything is from
    here."""
    above, called = "", []
    for name in (each.name for each in found.layers):
        for short in (name, name.removeprefix(above)):
            called += [short, short[:-1]]
        above = name
    trades = {word: (*parts, *VENTURE) for word, parts in spoken_of().items() if is_han(word)}
    shops = {word for group in found.synonyms.same for word in group} | {*found.synonyms.means, *trades}
    opening = {
        f"{verb}{word}": (*VENTURE, word)
        for word in shops if len(word) > 1 and word[-1] in SHOPS and word[0] not in OPENS for verb in OPENS
    }  # fmt: skip
    return Words(tuple(called), found.synonyms.same, {**opening, **found.synonyms.means}, trades)


def things(found: Catalogue, day: dt.date) -> Iterator[Thing]:
    """Programmes as they stand on the day, answers, packages, ladders, offices, and pages of the site."""
    with override(CHINESE):
        for programme in found.programmes.values():
            yield _programme(found, programme, day)
        for slug, text in found.answers.items():
            yield _answer(slug, text)
        for slug, package in found.packages.items():
            yield _package(found, slug, package, day)
        for slug, ladder in found.ladders.items():
            english = _english(found, f"ladders/{slug}.yaml")
            yield Thing(
                "ladder", slug, ladder.name, reverse("policies:ladder", args=[slug]), tags=(ladder.office,),
                english=english.get("name", ""), lead=ladder.summary, english_lead=english.get("summary", ""),
                body="；".join(f"{rung.name} {rung.say}" for rung in ladder.rungs),
            )  # fmt: skip
        yield from _offices(found)
        yield from _pages()


def _programme(found: Catalogue, programme: Programme, day: dt.date) -> Thing:
    begun = [version for version in programme.versions if version.since <= day] or list(programme.versions[:1])
    english = _english(found, f"programmes/{programme.slug}/programme.yaml", programme.layer)
    lead = next((str(each.rest["summary"]) for each in begun[-1:] if each.rest.get("summary")), programme.summary)
    topics = [str(TOPICS[topic]) for topic in programme.topics if topic in TOPICS]
    return Thing(
        "programme", programme.slug, programme.name, reverse("policies:programme", args=[programme.slug]),
        english=english.get("name", ""), english_lead=english.get("summary", ""), lead=lead,
        tags=(str(Kind(programme.kind).label), *topics, *programme.for_whom, programme.office),
        body=plain_text.programme_text(programme, day), open=is_open(programme, day),
        weight=SERVICE if programme.kind == "service" else 1.0,
    )  # fmt: skip


def is_open(programme: Programme, day: dt.date) -> bool:
    """Whether one may come for it on the day: a rule in force, and its window open where there is one."""
    version = programme.version_on(day)
    if version is None:
        return False
    opens, _closes = window(version.rest.get("intake") or {}, day)
    return opens is None or opens <= day


def _answer(slug: str, text: str) -> Thing:
    head, body = plain_text.answer_parts(text)
    english: Mapping[str, Any] = each if isinstance(each := head.get("en"), dict) else {}
    topics = head.get("topics") or []
    tags = [str(TOPICS[topic]) for topic in (topics if isinstance(topics, list) else [topics]) if topic in TOPICS]
    return Thing(
        "answer", slug, str(head.get("title", slug)), reverse("policies:answer", args=[slug]),
        english=str(english.get("title", "")), tags=(*tags, str(head.get("office", ""))),
        lead=body.strip(), body=str(head.get("cite", "")), weight=ANSWER,
    )  # fmt: skip


def _package(found: Catalogue, slug: str, package: Mapping[str, Any], day: dt.date) -> Thing:
    english = _english(found, f"packages/{slug}.yaml")
    until = package.get("until")
    return Thing(
        "package", slug, str(package.get("name", slug)), reverse("policies:package", args=[slug]),
        english=english.get("name", ""), english_lead=english.get("summary", ""),
        lead=str(package.get("summary", "")), body=plain_text.package_text(package, found),
        tags=(str(package.get("office", "")),), open=not (isinstance(until, dt.date) and until < day),
        until=until if isinstance(until, dt.date) else None,
    )  # fmt: skip


def _offices(found: Catalogue) -> Iterator[Thing]:
    """Offices by their short and full names, with how they are reached; the address is that of what they offer."""
    for layer in found.layers:
        hotline = str(layer.rest.get("hotline") or "")
        for name, full in layer.offices:
            reach = layer.reach.get(name, {})
            words = [reach.get(key, "") for key in ("phone", "address", "hours", "email")]
            yield Thing(
                "office", name, full or name, f"{reverse('policies:library')}?{urlencode({'office': name})}",
                names=(name, *_short(name)), tags=("电话", "地址", "联系方式", "部门", "在哪里", "上班时间"),
                lead=" · ".join(each for each in words if each) or hotline,
            )  # fmt: skip


def _short(name: str) -> Iterable[str]:
    """区人社局 is called 人社局, and 人社."""
    bare = name.removeprefix("区").removeprefix("市")
    return (each for each in (bare, bare.removesuffix("局").removesuffix("委")) if each != name and len(each) > 1)


def _pages() -> Iterator[Thing]:
    for page in pages:
        try:
            url = reverse(page.route)
        except NoReverseMatch:
            continue
        with override("en"):
            english, english_lead = gettext(str(page.title)), gettext(str(page.lead))
        yield Thing("page", page.route, str(page.title), url, english=english, names=tuple(page.words.split("、")),
                    lead=str(page.lead), english_lead=english_lead, weight=PAGE)  # fmt: skip


def _english(found: Catalogue, inside: str, layer: str = "") -> dict[str, str]:
    """The English an entry has beside its own texts (`en: {name: …}`), by key; nothing where it has none."""
    for folder in [layer] if layer else [each.folder for each in reversed(found.layers)]:
        text = found.files.get(f"{folder}/{inside}", "")
        if ENGLISH.search(text):
            said = (yaml.load(text, LOADER) or {}).get("en")  # noqa: S506 - a safe loader either way
            return {str(key): str(each) for key, each in said.items()} if isinstance(said, dict) else {}
    return {}
