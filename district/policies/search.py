"""Chinese full-text search over everything the district does: rjieba tokens in SQLite FTS5 or PostgreSQL."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

import rjieba
from django.db import connection, transaction
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from district.policies.models import SearchEntry
from district.policies.plain_text import answer_head, answer_title, package_text, programme_text
from rulebook import Catalogue

MOST = 60
FEW = 10  # fewer hits with all the words: those with some of them follow
WORD = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Hit:
    """One thing found: kind is programme, answer or package; `excerpt` has the words marked."""

    kind: str
    slug: str
    title: SafeString
    excerpt: SafeString


def words(text: str) -> list[str]:
    """Search tokens: rjieba's words, and each Chinese character of them, so that a single one is found too."""
    found: list[str] = []
    for word in rjieba.cut_for_search(text.lower()):
        if WORD.fullmatch(word):
            found.append(word)
    characters = [each for each in text if "\u4e00" <= each <= "\u9fff"]
    return found + characters


def query_words(text: str) -> list[str]:
    """The tokens a query must all find: its words; of a word with several characters not the characters."""
    cut = [word for word in rjieba.cut(text.lower()) if WORD.fullmatch(word)]
    return list(dict.fromkeys(cut))[:12]


@transaction.atomic
def rebuild(catalogue: Catalogue, day: dt.date) -> int:
    """Index a catalogue anew, each programme as it stands on a day; returns how many things can be found."""
    entries = [
        SearchEntry(kind=kind, slug=slug, title=title, text=text, title_words=" ".join(words(title)),
                    body_words=" ".join(words(text)))
        for kind, slug, title, text in _everything(catalogue, day)
    ]  # fmt: skip
    SearchEntry.objects.all().delete()
    SearchEntry.objects.bulk_create(entries)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM policies_search")
            rows = SearchEntry.objects.values_list("pk", "title_words", "body_words")
            cursor.executemany("INSERT INTO policies_search (rowid, title, body) VALUES (%s, %s, %s)", list(rows))
    return len(entries)


def _everything(catalogue: Catalogue, day: dt.date) -> Iterable[tuple[str, str, str, str]]:
    for programme in catalogue.programmes.values():
        yield "programme", programme.slug, programme.name, programme_text(programme, day)
    for slug, text in catalogue.answers.items():
        yield "answer", slug, answer_title(text, slug), answer_head(text)
    for slug, package in catalogue.packages.items():
        yield "package", slug, str(package.get("name", slug)), package_text(package, catalogue)
    for slug, ladder in catalogue.ladders.items():
        yield "ladder", slug, ladder.name, "；".join([ladder.summary, *(rung.name + rung.say for rung in ladder.rungs)])


def find(text: str, *, most: int = MOST) -> list[Hit]:
    """What holds all words of the query, then, if that is little, what holds any; those in the title first."""
    wanted = query_words(text)
    if not wanted:
        return []
    every = _ranked(wanted, most, " AND ")
    ranks = every if len(every) >= FEW or len(wanted) == 1 else _ranked(wanted, most, " OR ") | every
    entries = SearchEntry.objects.in_bulk(list(ranks))
    whole = "".join(text.lower().split())

    def place(pk: int) -> tuple[bool, bool, float, str]:
        title = entries[pk].title.lower()
        in_title = whole in title or all(word in title for word in wanted)
        return not in_title, pk not in every, ranks[pk], title

    order = sorted(ranks, key=place)
    return [_hit(entries[pk], wanted) for pk in order]


def _ranked(wanted: list[str], most: int, join: str) -> dict[int, float]:
    """Entries that hold all the words (or, joined by OR, any of them) with their rank, lower is better."""
    if connection.vendor == "sqlite":
        match = join.join(f'"{word}"' for word in wanted)
        sql = "SELECT rowid, bm25(policies_search, 8.0, 1.0) FROM policies_search WHERE policies_search MATCH %s"
        parameters: list[str | int] = [match, most]
        sql += " ORDER BY 2 LIMIT %s"
    else:
        vector = "(setweight(to_tsvector('simple', title_words), 'A') || to_tsvector('simple', body_words))"
        asked = "to_tsquery('simple', %s)"
        sql = (
            f"SELECT id, -ts_rank({vector}, {asked}) FROM policies_searchentry WHERE {vector} @@ {asked} "  # noqa: S608
            "ORDER BY 2 LIMIT %s"
        )
        query = (" & " if join == " AND " else " | ").join(f"'{word}'" for word in wanted)
        parameters = [query, query, most]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return {int(pk): float(rank) for pk, rank in cursor.fetchall()}


def _hit(entry: SearchEntry, wanted: list[str]) -> Hit:
    return Hit(entry.kind, entry.slug, marked(entry.title, wanted), marked(_excerpt(entry.text, wanted), wanted))


def _excerpt(text: str, wanted: list[str]) -> str:
    """Some 90 characters around the first word found."""
    places = [text.lower().find(word) for word in wanted]
    start = max(0, min((place for place in places if place >= 0), default=0) - 24)
    piece = " ".join(text[start : start + 96].split())
    return ("…" if start else "") + piece + ("…" if start + 96 < len(text) else "")


def marked(text: str, wanted: list[str]) -> SafeString:
    """`text` escaped, the words in <mark>."""
    pattern = re.compile("|".join(re.escape(escape(word)) for word in sorted(wanted, key=len, reverse=True)), re.I)
    return mark_safe(pattern.sub(lambda found: f"<mark>{found[0]}</mark>", escape(text)))  # noqa: S308 - escaped above
