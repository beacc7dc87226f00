"""Operations from what rooms let be read (`bringing.shown.readings`)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.params.functions import Body, Path, Query
from pydantic import ConfigDict, Field, create_model

from district.api.auth import KNOWN, OPENED, narrowed
from district.api.describing import extras
from district.api.paging import Paging, cut, link_to_others, pages_of
from district.ground.bringing.shown import Reading, areas, readings
from district.ground.tokens.scopes import READ

SERIALS = "int:"


class Strict(Schema):
    """What is asked for by name, and nothing else."""

    model_config = ConfigDict(extra="forbid")


def add(api: NinjaAPI) -> None:
    """An operation for each reading there is."""
    labels = {each.key: each.label for each in areas}
    for each in readings:
        api.default_router.add_api_operation(
            "/" + each.path, ["POST" if each.posted else "GET"], _view(each), auth=OPENED if each.opened else KNOWN,
            response=_page_of(each) if each.many else each.gives, operation_id=f"read.{each.key}",
            summary=each.label,  # type: ignore[arg-type] # said in the reader's language when the schema is written
            description=each.says or each.label,  # type: ignore[arg-type]
            tags=[labels.get(each.area, each.area)],  # type: ignore[list-item]
            openapi_extra=extras(each.examples, each.asks, many=each.many),
        )  # fmt: skip


def _page_of(reading: Reading) -> type[Schema]:
    gives = reading.gives
    return create_model(
        f"{gives.__name__}Page", __base__=Schema, items=(list[gives], ...),  # type: ignore[valid-type]
        page=(int, ...), pages=(int, ...), size=(int, ...), total=(int, ...),
    )  # fmt: skip


def asked_model(takes: type, name: str, base: type[Schema]) -> type[Schema]:
    """A dataclass of what may be asked as the schema that reads it."""
    hints = get_type_hints(takes)
    made: dict[str, Any] = {}
    for each in fields(takes):
        says: Any = each.metadata.get("says", "")
        default: Any = each.default
        factory: Any = each.default_factory
        if default is MISSING and factory is not MISSING:
            made[each.name] = (hints[each.name], Field(default_factory=factory, description=says))
        else:
            default = ... if default is MISSING else default
            made[each.name] = (
                hints[each.name],
                Field(default, description=says, **each.metadata.get("limits", {})),
            )
    return create_model(name, __base__=base, **made)


def _view(reading: Reading) -> Callable[..., Any]:
    """The function ninja reads the parameters of: its signature is the reading's."""
    words = [part[1:-1] for part in reading.path.split("/") if part.startswith("{")]
    names = [word.rpartition(":")[2] for word in words]

    def view(request: HttpRequest, response: HttpResponse, **given: Any) -> Any:
        person = narrowed(request, reading.area, READ)
        asked = given.pop("asked", None)
        paging = given.pop("paging", None)
        found = reading.read(person, _as(reading.takes, asked), **{name: given[name] for name in names})
        if paging is None:
            return found
        rows, total = cut(found.rows, paging.page, paging.size)
        pages = pages_of(total, paging.size)
        link_to_others(request, response, paging.page, pages)
        return {"items": [found.shown(row) for row in rows], "page": paging.page, "pages": pages, "size": paging.size,
                "total": total}  # fmt: skip

    view.__name__ = reading.key.replace(".", "_")
    view.__signature__ = _signature(reading, words)  # type: ignore[attr-defined]
    return view


def _as(takes: type | None, asked: Schema | None) -> Any:
    """What was asked, as the room's own type."""
    if takes is None or asked is None:
        return None
    return takes(**{each.name: getattr(asked, each.name) for each in fields(takes)})


def _signature(reading: Reading, words: list[str]) -> inspect.Signature:
    keyword = inspect.Parameter.KEYWORD_ONLY
    found = [
        inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest),
        inspect.Parameter("response", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpResponse),
    ]
    for word in words:
        kind = int if word.startswith(SERIALS) else str
        found.append(inspect.Parameter(word.rpartition(":")[2], keyword, default=Path(...), annotation=kind))
    if reading.takes is not None:
        base = Strict if reading.posted else Schema
        model = asked_model(reading.takes, f"{reading.takes.__name__}Asked", base)
        found.append(
            inspect.Parameter("asked", keyword, default=Body(...) if reading.posted else Query(...), annotation=model)
        )
    if reading.many:
        found.append(inspect.Parameter("paging", keyword, default=Query(...), annotation=Paging))
    return inspect.Signature(found)
