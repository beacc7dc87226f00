"""Saving one file of a draft, as it was typed into a form, a table or plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.authoring import actions, fields, queries, tabling, texts
from district.authoring.acts import reading
from district.authoring.document import NotYaml
from district.authoring.models import Draft
from district.ground.acts.acts import Act, Done
from district.ground.people.queries import Person


@dataclass(frozen=True)
class File:
    """One file of a draft, with its text as it stands."""

    draft: Draft
    path: str
    text: str


def typed(posted: Any, file: File) -> str:
    """The file's text as the posted form would make it. Raises NotYaml, NotATable."""
    if posted.get("view") == "form":
        return fields.apply(file.path, file.text, posted.dict(), posted.getlist("remove"))
    if posted.get("view") == "table" and posted.get("xml", "").strip():
        return tabling.from_xml(file.path, file.text, texts.normal(posted["xml"]), types_of(file.draft))
    text: str = posted.get("text", file.text)
    return text


def types_of(draft: Draft) -> dict[str, str]:
    return {each["name"]: each["type"] for each in queries.vocabulary(draft.base)}


class EditForm(forms.Form):
    """What the editor sent: which view it was, and what the file had been when it was opened (`seen`)."""

    def __init__(self, file: File, **options: Any) -> None:
        super().__init__(**options)
        self.file = file

    def given(self) -> dict[str, Any]:
        """Raises NotYaml, NotATable."""
        return {"text": typed(self.data, self.file), "seen": self.data.get("seen", ""),
                "english": self.data.get("english"), "view": self.data.get("view", "text")}  # fmt: skip

    @property
    def text(self) -> str:
        """What was typed, to be mended: as text where no form or table can be made of it."""
        try:
            return typed(self.data, self.file)
        except (NotYaml, tabling.NotATable):
            return str(self.data.get("text", self.file.text))


def _save(*, file: File, by: Person, text: str, seen: str, english: str | None, view: str) -> Draft:
    return actions.save(draft=file.draft, path=file.path, text=text, seen=seen, by=by, english=english)


def _address(file: File) -> str:
    return f"{reverse('authoring:draft_edit', args=[file.draft.reference])}?path={file.path}"


def _page(outcome: Any) -> str:
    return f"{_address(outcome.thing)}&view={outcome.given['view'] if isinstance(outcome, Done) else 'text'}"


SAVE: Act[File] = Act(
    "authoring.draft_edit", _("保存到草案"), _save, door=reading, back=_page, named="file", asks=EditForm,
    asks_with=lambda _by, file: {"file": file}, address=_address, says=_("已保存到草案。"),
)  # fmt: skip
