"""The papers' part of a draft's form: choose from the wallet, hand in right here, or say in words where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from district.cases.core import evidence
from district.cases.core.evidence import Given
from district.cases.intake.papers import Paper
from district.ground.files.queries import accepted
from district.ground.record.reading import number_asked


class PapersPart:
    """Names of the fields, by the paper's place: `use-0` (references, ticked), `shown-0` (those that were on the page),
    `file-0-…` (uploads), `have-0` and `note-0` (in words), `later-0` (why it comes later). Uploads and what is
    wrong with them are put in by the view. `bad`: papers an official found something wrong with, reference → what; an
    upload takes their place.
    """

    def __init__(self, papers: Iterable[Paper], bad: Mapping[str, str]) -> None:
        self.papers = list(papers)
        self.bad = bad
        self.uploaded: dict[int, list[str]] = {}
        self.wrong: dict[int, list[str]] = {}

    def fields(self) -> Iterator[tuple[str, forms.Field, Any]]:
        for place, paper in enumerate(self.papers):
            yield f"have-{place}", forms.BooleanField(label=paper.name, required=False), bool(paper.words)
            note = forms.CharField(label=_("说明"), required=False, max_length=200)
            note.widget.attrs["placeholder"] = _("例如：已送窗口、第几页、文件名称")
            yield f"note-{place}", note, paper.words
            if paper.needed and paper.defer:
                yield f"later-{place}", forms.CharField(required=False, max_length=300), paper.later

    def shown(self, form: Any) -> list[dict[str, Any]]:
        """What the page shows of each paper. Ticks are as kept, so that a paper just uploaded is ticked."""
        found = []
        for place, paper in enumerate(self.papers):
            chosen = {each.pk for each in paper.chosen}
            found.append({
                "paper": paper, "place": place, "have": form[f"have-{place}"], "note": form[f"note-{place}"],
                "later": form[f"later-{place}"] if f"later-{place}" in form.fields else None,
                "wrong": self.wrong.get(place, []), "accept": accepted(),
                "choices": [
                    {"row": each, "chosen": each.pk in chosen, "bad": self.bad.get(str(each.reference), "")}
                    for each in paper.good
                ],
                "on_page": " ".join(str(each.reference) for each in paper.good),
                # another name once something came of it: the browser then shows an empty field
                "file_name": f"file-{place}-{len(paper.good)}{'x' if place in self.wrong else ''}",
            })  # fmt: skip
        return found

    def uploads(self, files: Any) -> Iterator[tuple[int, Paper, Any]]:
        """(place, paper, file) of what was handed in with the form."""
        for name in files:
            kind, _dash, rest = name.partition("-")
            place = number_asked(rest.partition("-")[0], len(self.papers) - 1)
            if kind == "file" and place is not None:
                for file in files.getlist(name):
                    yield place, self.papers[place], file

    def chosen(self, cleaned: Mapping[str, Any], data: Any) -> dict[str, Given]:
        """What is given, by name. A paper that was not on the page (uploaded elsewhere meanwhile) stays as it was."""
        found: dict[str, Given] = {}
        for place, paper in enumerate(self.papers):
            on_page = set(str(data.get(f"shown-{place}", "")).split())
            ticked = data.getlist(f"use-{place}") if hasattr(data, "getlist") else data.get(f"use-{place}", [])
            own = {str(each.reference) for each in paper.good}
            before = [ref for ref in evidence.references_of(paper.given) if ref not in on_page]
            new = self.uploaded.get(place, [])
            kept = [ref for ref in (*before, *(ref for ref in ticked if ref in own)) if not new or ref not in self.bad]
            references = [*kept, *new]
            if references:
                found[paper.name] = evidence.choice(references)
            elif cleaned.get(f"have-{place}") or cleaned.get(f"note-{place}"):
                found[paper.name] = cleaned.get(f"note-{place}") or _("已备齐")
            elif why := str(cleaned.get(f"later-{place}") or "").strip():
                found[paper.name] = evidence.later(why)
            elif on_page or isinstance(paper.given, dict):
                found[paper.name] = evidence.choice([])
        return found
