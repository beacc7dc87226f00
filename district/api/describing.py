"""What an operation's description says beside its schema: examples in both languages, problems, headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from district.api.forms import model_of, takes_files
from district.api.problems import ABOUT, DETAILS, MEDIA, TITLES
from district.ground.acts.acts import Act

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
            **{status: {"$ref": f"#/components/responses/Problem{status}"} for status in (*ALWAYS, *also)},
        },
    }  # fmt: skip
    if asks:
        found["requestBody"] = {"content": {"application/json": {"examples": _by_language(asks)}}}
    return found


def acted(act: Act[Any]) -> dict[str, Any]:
    """Of an act: its body as JSON, or as a form where files come with it; what it answers."""
    found = extras({"zh": DONE, "en": DONE_EN}, {}, also=(409, 415))
    schema = model_of(act).model_json_schema(ref_template="#/components/schemas/{model}")
    example: dict[str, Any] = {name: _sample(each) for name, each in (schema.get("properties") or {}).items()}
    examples = _by_language(dict.fromkeys(LANGUAGES, example))
    content: dict[str, Any] = {"application/json": {"schema": schema, "examples": examples}}
    if takes_files(act):
        content["multipart/form-data"] = {"schema": schema, "examples": examples}
    found["requestBody"] = {"required": bool(schema.get("required")), "content": content}
    return found


def _sample(schema: Mapping[str, Any]) -> Any:
    """A value of a field's type, for an example."""
    one = next((each for each in schema.get("anyOf", ()) if each.get("type") != "null"), schema)
    if words := one.get("enum"):
        return words[-1]
    by_type = {"boolean": True, "integer": 1, "number": 1, "array": ["…"], "object": {}}
    return (
        {"date": "2026-07-01"}.get(str(one.get("format"))) or one.get("const") or by_type.get(str(one.get("type")), "…")
    )


DONE = {"says": [{"level": "success", "text": "已受理，企业已收到通知。"}], "again": False, "result": "SB2026-ABCDEFGH",
        "page": "/desk/applications/SB2026-ABCDEFGH/", "thing": None, "acts": []}  # fmt: skip
DONE_EN = {**DONE, "says": [{"level": "success", "text": "Taken up; the enterprise has been told."}]}


def _by_language(values: Mapping[str, Any]) -> dict[str, Any]:
    return {lang: {"summary": LANGUAGES[lang], "value": value} for lang, value in values.items()}


def problems() -> dict[str, Any]:
    """The answers that say what is wrong, by name; operations point at them."""
    return {f"Problem{status}": _problem(status) for status in TITLES}


def _problem(status: int) -> dict[str, Any]:
    title = TITLES[status]
    example: dict[str, Any] = {
        "type": f"{ABOUT}{status}",
        "title": title,
        "status": status,
        "detail": DETAILS[status],
        "errors": [],
    }
    return {"description": title, "content": {MEDIA: {"schema": REF, "example": example}}}


INTRODUCTION = _(
    "惠企的接口：页面上看得到的、办得了的，程序也一样，规则和权限相同。出错时返回 application/problem+json，"
    "文字随 Accept-Language 用中文或英文。列表分页，带 Link 和 ETag。"
)
