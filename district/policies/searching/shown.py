"""What a page shows of a hit: its kind, how much at most, for whom, and whether it is open, ended or yet to come."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.search.folding import fold
from district.ground.search.ranking import Scored
from district.ground.search.things import KINDS, Thing
from district.policies.library import window
from district.policies.models import Kind
from district.policies.queries import compiled
from district.policies.showing import shown_of
from rulebook import Programme, Version

LONG, AHEAD = 96, 24  # characters of an excerpt, and of those before the first word found
OPEN, COMING, OVER = "open", "coming", "over"


@dataclass(frozen=True)
class Hit:
    """One thing found, as shown. `most` are yuan of the day, `illustrative`: they rest on numbers nobody confirms.

    `standing` is open, coming or over, "" for what always is; `state` says it in words.
    """

    kind: str
    key: str
    label: str | Promise
    url: str
    title: SafeString
    excerpt: SafeString
    standing: str = ""
    state: str = ""
    most: str | None = None
    illustrative: bool = False
    given: str | Promise = ""
    office: str = ""
    for_whom: tuple[str, ...] = ()


def hit(found: Scored, hash_: str, day: dt.date) -> Hit:
    """What the page shows of one thing; no query."""
    thing = found.thing
    english = get_language() == "en"
    title = thing.english if english and thing.english else thing.title
    lead = thing.english_lead if english and thing.english_lead else thing.lead
    bare = Hit(
        thing.kind, thing.key, KINDS[thing.kind], thing.url, marked(title, found.forms),
        marked(_excerpt(thing, lead, found.forms), found.forms),
    )  # fmt: skip
    if thing.kind == "programme":
        return _programme(bare, compiled(hash_).programmes[thing.key], hash_, day)
    if thing.kind == "answer":
        return replace(bare, office=thing.tags[-1])
    if thing.kind in ("notice", "package") and thing.until is not None:
        return _lasting(bare, thing.until, day)
    return bare


def _lasting(bare: Hit, until: dt.date, day: dt.date) -> Hit:
    words = {"d": clock.said(until)}
    if until < day:
        return replace(bare, standing=OVER, state=_("已于 %(d)s 结束") % words)
    return replace(bare, standing=OPEN, state=_("进行中，到 %(d)s") % words)


def _programme(bare: Hit, programme: Programme, hash_: str, day: dt.date) -> Hit:
    begun = [each for each in programme.versions if each.since <= day]
    version = begun[-1] if begun else programme.versions[0]
    known = min(day, version.until) if version.until else max(day, version.since)
    described = shown_of(programme.slug, version.since, known, hash_)
    standing, state = _standing(version, described["service"], day)
    return replace(
        bare, standing=standing, state=state, most=described["benefit"].get("most"),
        illustrative=bool(described.get("illustrative")), given=Kind(programme.kind).label, office=programme.office,
        for_whom=programme.for_whom,
    )  # fmt: skip


def _standing(version: Version, service: bool, day: dt.date) -> tuple[str, str]:
    """How a rule stands on a day, and in words."""
    if version.since > day:
        return COMING, _("自 %(d)s 起施行") % {"d": clock.said(version.since)}
    if version.until is not None and version.until < day:
        return OVER, _("已于 %(d)s 结束") % {"d": clock.said(version.until)}
    intake = version.rest.get("intake") or {}
    if service:
        return OPEN, _("服务，不用申报")
    if intake.get("mode") == "automatic":
        return OPEN, _("免申即享")
    opens, closes = window(intake, day)
    if opens is None or closes is None:
        return OPEN, _("常年受理")
    if opens <= day:
        return OPEN, _("正在申报，%(d)s 截止") % {"d": clock.said(closes)}
    return COMING, _("%(d)s 开始申报") % {"d": clock.said(opens)}


def _excerpt(thing: Thing, lead: str, forms: tuple[str, ...]) -> str:
    """The first sentence; where it and the title hold none of the words, the piece of the rest that does."""
    seen = fold(" ".join((thing.title, *thing.names, *thing.tags, lead)))
    text = lead if any(form in seen for form in forms) or not thing.body else thing.body
    places = [place for form in forms if (place := text.lower().find(form)) >= 0]
    start = max(0, min(places, default=0) - AHEAD) if len(text) > LONG else 0
    piece = " ".join(text[start : start + LONG].split())
    return ("…" if start else "") + piece + ("…" if start + LONG < len(text) else "")


def marked(text: str, forms: tuple[str, ...]) -> SafeString:
    """`text` escaped, the words in <mark>."""
    if not forms:
        return escape(text)
    pattern = re.compile("|".join(re.escape(escape(form)) for form in sorted(forms, key=len, reverse=True)), re.I)
    return mark_safe(pattern.sub(lambda found: f"<mark>{found[0]}</mark>", escape(text)))  # noqa: S308 - escaped above
