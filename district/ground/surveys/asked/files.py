"""A file as an answer: what is kept is which stored file it is."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from district.ground.files.queries import accepted
from district.ground.surveys.asked.base import Asked, BadAnswer, Raw, Value
from district.ground.surveys.questions import Question

# `reference name`: what a draft keeps of a file that was taken in
TAKEN = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}) (.{1,200})")
PICTURES = (".jpg", ".jpeg", ".png")


def reference_of(raw: Raw) -> str:
    """The stored file's reference, or nothing."""
    found = TAKEN.fullmatch(str(raw or ""))
    return found[1] if found else ""


class File(Asked):
    def read(self, question: Question, raw: Raw) -> Value:
        if not raw:
            return None
        found = TAKEN.fullmatch(str(raw))
        if found is None:
            raise BadAnswer(_("请重新上传文件。"))
        if question.pictures and not found[2].lower().endswith(PICTURES):
            raise BadAnswer(_("请上传 JPG 或 PNG 图片。"))
        return str(raw)

    def said(self, question: Question, value: Value) -> str:
        return str(value or "").partition(" ")[2]

    def widget(self, question: Question) -> forms.Widget:
        return FileWidget(question)

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "format": "uuid"}

    def printed(self, question: Question) -> list[str]:
        return [_("（附在后面）")]


class FileWidget(forms.Widget):
    """The file that is there, and a field for another."""

    template_name = "surveys/file.html"
    needs_multipart_form = True

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Raw:
        """The kept file's words; the new one is taken in by whoever saves the page."""
        return "" if data.get(f"{name}-drop") else data.get(name, "")

    def get_context(self, name: str, value: Raw, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        accept = ",".join([*PICTURES, "image/jpeg", "image/png"]) if self.question.pictures else accepted()
        return context | {"kept": str(value or ""), "file_name": str(value or "").partition(" ")[2], "accept": accept}


class Note(Asked):
    """Says something and asks nothing."""

    def read(self, question: Question, raw: Raw) -> Value:
        return None

    def printed(self, question: Question) -> list[str]:
        return []
