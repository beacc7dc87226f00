"""`rulebook check --sources`: what rests on an example value, and what names a document without its number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import flat

NUMBERED = re.compile(r"〔\d{4}〕|法第|条例|法典|GB/T|法$")
UNCONFIRMED = re.compile(r"^待.*确认$")


def lines(catalogue: Catalogue) -> Iterator[str]:
    """Lines to print, in three parts; a part with nothing in it is left out."""
    parts = (
        ("示例数值（没有文件确认）", list(illustrative(catalogue))),
        ("待部门确认的条款", list(unconfirmed(catalogue))),
        ("写了文件名、没有文号的依据", list(unnumbered(catalogue))),
    )
    for title, rows in parts:
        if rows:
            yield f"\n{title}：{len(rows)} 处"
            yield from (f"  {row}" for row in rows)


def illustrative(catalogue: Catalogue) -> Iterator[str]:
    """Parameters, conditions, benefits and rungs whose status is illustrative."""
    for name, parameter in catalogue.parameters.items():
        if parameter.status == "illustrative":
            yield f"参数 {name}（{parameter.source}）"
    for programme in catalogue.programmes.values():
        for version in programme.versions:
            if version.benefit.status == "illustrative":
                yield f"{programme.slug} {version.since} 金额"
            for clause in flat(version.conditions):
                if clause.status == "illustrative":
                    yield f"{programme.slug} {version.since} {clause.id}：{clause.say}"
    for ladder in catalogue.ladders.values():
        yield from (
            f"梯队 {ladder.slug} {rung.id}：{rung.name}" for rung in ladder.rungs if rung.status == "illustrative"
        )


def unconfirmed(catalogue: Catalogue) -> Iterator[str]:
    """Clauses cited to a bureau that has yet to confirm them."""
    for slug, day, id_, cite in _cited(catalogue):
        if UNCONFIRMED.match(cite):
            yield f"{slug} {day} {id_}：{cite}"


def unnumbered(catalogue: Catalogue) -> Iterator[str]:
    """Clauses and basis entries that name a document by its title alone."""
    for programme in catalogue.programmes.values():
        for entry in programme.basis:
            if not entry.get("number"):
                yield f"{programme.slug} basis：{entry.get('title', '')}"
    for slug, day, id_, cite in _cited(catalogue):
        if cite and not NUMBERED.search(cite) and not UNCONFIRMED.match(cite):
            yield f"{slug} {day} {id_}：{cite}"


def _cited(catalogue: Catalogue) -> Iterator[tuple[str, str, str, str]]:
    for programme in catalogue.programmes.values():
        for version in programme.versions:
            for clause in flat(version.conditions):
                yield programme.slug, str(version.since), clause.id, clause.cite
