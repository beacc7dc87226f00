"""What an operation's description says beside its schema: examples in both languages, problems, headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from district.api.problems import ABOUT, DETAILS, MEDIA, TITLES

LANGUAGES = {"zh": "中文", "en": "English"}
REF = {"$ref": "#/components/schemas/Problem"}
ALWAYS = (400, 401, 403, 404, 405, 422, 429, 500)


def extras(
    answers: Mapping[str, Any], asks: Mapping[str, Any], *, many: bool = False, also: tuple[int, ...] = ()
) -> dict[str, Any]:
    """For ninja's `openapi_extra`. `answers` and `asks` by language; of a list the example is one item."""
    shown = {
        lang: {"items": [each], "page": 1, "pages": 1, "size": 25, "total": 1} if many else each
        for lang, each in answers.items()
    }
    found: dict[str, Any] = {
        "responses": {
            200: {"content": {"application/json": {"examples": _by_language(shown)}}},
            **{status: _problem(status) for status in (*ALWAYS, *also)},
        },
    }  # fmt: skip
    if asks:
        found["requestBody"] = {"content": {"application/json": {"examples": _by_language(asks)}}}
    return found


def _by_language(values: Mapping[str, Any]) -> dict[str, Any]:
    return {lang: {"summary": LANGUAGES[lang], "value": value} for lang, value in values.items()}


def _problem(status: int) -> dict[str, Any]:
    title = TITLES[status]
    example = {"type": f"{ABOUT}{status}", "title": title, "status": status, "detail": DETAILS[status], "errors": []}
    return {"description": title, "content": {MEDIA: {"schema": REF, "example": example}}}


INTRODUCTION = _(
    "惠企的接口：页面上看得到的、办得了的，程序也一样，规则和权限相同。出错时返回 application/problem+json，"
    "文字随 Accept-Language 用中文或英文。列表分页，带 Link 和 ETag。"
)
