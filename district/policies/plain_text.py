"""The searchable text of catalogue entries, and the small Markdown of answers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import yaml

from rulebook import Catalogue, Programme
from rulebook.catalogue.model import flat as clauses

HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def programme_text(programme: Programme, day: dt.date) -> str:
    """Everything of a programme that a reader may search for, by the rule of a day; before the first, by that."""
    parts = [programme.summary, programme.office, *programme.with_offices, *programme.for_whom]
    parts += [str(each.get("title", "")) + str(each.get("number", "")) for each in programme.basis]
    begun = [version for version in programme.versions if version.since <= day] or list(programme.versions[:1])
    for version in begun[-1:]:
        parts += [each.say for each in clauses(version.conditions)]
        parts += [version.benefit.say]
        parts += [str(each.get("name", "")) for each in version.rest.get("evidence") or [] if isinstance(each, dict)]
    return "；".join(part for part in parts if part)


def package_text(package: Mapping[str, Any], catalogue: Catalogue) -> str:
    parts = [str(package.get("summary", ""))]
    for part in package.get("parts") or []:
        parts.append(str(part.get("name", "")))
        parts += [catalogue.programmes[slug].name for slug in part.get("members") or [] if slug in catalogue.programmes]
    return "；".join(parts)


def answer_parts(text: str) -> tuple[dict[str, Any], str]:
    """(head, body) of an answer: YAML between dashes, then Markdown."""
    found = HEAD.match(text)
    head = yaml.safe_load(found[1]) if found else {}
    return (head if isinstance(head, dict) else {}), text[found.end() :] if found else text


def answer_title(text: str, slug: str) -> str:
    return str(answer_parts(text)[0].get("title", slug))


def answer_head(text: str) -> str:
    head, body = answer_parts(text)
    return f"{body.strip()} {head.get('cite', '')}"


def paragraphs(body: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]
