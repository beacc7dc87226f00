"""The one NinjaAPI: its operations from what rooms bring, its problems, its description."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.responses import NinjaJSONEncoder
from pydantic import TypeAdapter

from district.api import acting, faults, listing, reading
from district.api.answering import answered, routes
from district.api.describing import INTRODUCTION, acted, problems
from district.api.page import Part, parts
from district.api.problems import DETAILS, TITLES, Problem

__all__ = ["api", "urls"]

VERSION = "1.0"


def made() -> NinjaAPI:
    """Built once, when the addresses are read: by then every room has brought what it has."""
    built = NinjaAPI(
        title="惠企 Huiqi", version=VERSION, description=INTRODUCTION,  # type: ignore[arg-type]
        docs_url=None, openapi_url=None, urls_namespace="ninja", openapi_extra={},
    )  # fmt: skip
    faults.register(built)
    acting.add(built)
    listing.add(built)
    reading.add(built)
    return built


api = made()


class Description(OpenAPISchema):
    """ninja's, with what acts are asked and answer: written when it is read, not at every start."""

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        found = super().operation_details(operation)
        if act := next((each for each in acting.acts() if each.key == operation.operation_id), None):
            self.deep_dict_update(found, acted(act))
        return found


def described() -> dict[str, Any]:
    """The OpenAPI document, in the language of who reads it."""
    found = dict(Description(api, "/api/v1"))
    problem = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/{model}")
    parts = problem.pop("$defs", {})
    found["components"] = {**found["components"], "responses": problems()}
    found["components"]["schemas"] = {**found["components"].get("schemas", {}), **parts, "Problem": problem}
    return found


@lru_cache
def written(_language: str) -> bytes:
    """The document as it is sent. Nothing in it changes while a process lives, and strangers may ask for it."""
    return json.dumps(described(), cls=NinjaJSONEncoder, ensure_ascii=False).encode()


@lru_cache
def told(_language: str) -> tuple[Part, ...]:
    """The same as the page shows it."""
    return tuple(parts(described()))


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """`/api/v1/openapi.json`."""
    return HttpResponse(written(get_language() or ""), content_type="application/json")


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """`/api/v1/docs`: every operation on one page, without a script."""
    faults_said = [(status, TITLES[status], DETAILS[status]) for status in TITLES]
    return render(request, "api/docs.html", {"parts": told(get_language() or ""), "problems": faults_said})


def urls() -> tuple[list[URLPattern | URLResolver], str]:
    """For the site's addresses, below `/api/v1/`."""
    own: list[URLPattern | URLResolver] = [
        path("openapi.json", answered(openapi), name="openapi"), path("docs", answered(docs), name="docs"),
    ]  # fmt: skip
    operations = [each for each in api.urls[0] if str(each.pattern)]  # ninja's own first page says nothing
    return routes([*own, *operations], acting.made_from()), "api"
