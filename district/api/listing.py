"""Operations from the lists of the house (`ground.tables`): rows, filters, tabs and sorts as on the page."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.params.functions import Query
from pydantic import Field, create_model

from district.api.auth import KNOWN, OPENED, narrowed
from district.api.describing import extras
from district.api.paging import Paging, link_to_others, pages_of
from district.api.problems import FieldError, Refusal
from district.ground.bringing.shown import area_of_list
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import MOST as LETTERS
from district.ground.tables.filters import Asks, Filter
from district.ground.tables.listing import Listed, listed
from district.ground.tables.purposes import LONGEST, demanded_of, purpose_of
from district.ground.tables.registry import TABLES
from district.ground.tables.tables import PUBLIC, Table
from district.ground.tokens.queries import purpose_of_system
from district.ground.tokens.scopes import READ

Plain = str | bool | int | Decimal | dt.date | dt.datetime | None
KEYS = 10**18
SAMPLES: Mapping[Kind, Any] = {Kind.MONEY: "8000.00", Kind.NUMBER: 12, Kind.DATE: "2026-07-01",
                               Kind.TIME: "2026-07-01T10:00:00+08:00", Kind.YEAR: 2026, Kind.TEXT: "…"}  # fmt: skip


def add(api: NinjaAPI) -> None:
    """An operation for each list there is, at its key."""
    for table in TABLES:
        example = {each.key: SAMPLES[each.kind] for each in table.columns if each.book} | {"unconfirmed": []}
        api.default_router.add_api_operation(
            f"/{table.key}", ["GET"], _view(table), auth=OPENED if table.door == PUBLIC else KNOWN,
            response=_page_of(table), operation_id=f"list.{table.key}",
            summary=table.name,  # type: ignore[arg-type] # in the reader's language
            description=table.tells or table.name,  # type: ignore[arg-type] # in the reader's language
            tags=[area_of_list(table.key).label],  # type: ignore[list-item]
            openapi_extra=extras({"zh": example, "en": example}, {}, many=True),
        )  # fmt: skip


def _page_of(table: Table[Any]) -> type[Schema]:
    name = table.key.replace(".", "_")
    made: dict[str, Any] = {
        each.key: (Plain, Field(None, description=_words(each))) for each in table.columns if each.book
    }
    note: Any = gettext_lazy("其中未经文件确认的数字（示例参数）所在的列")
    made["unconfirmed"] = (list[str], Field(..., description=note))
    row = create_model(f"{name}_row", __base__=Schema, **made)
    return create_model(
        f"{name}_page", __base__=Schema, items=(list[row], ...), page=(int, ...), pages=(int, ...),  # type: ignore[valid-type]
        size=(int, ...), total=(int, ...),
    )  # fmt: skip


def _words(column: Column[Any]) -> Any:
    return column.header


def _asked_of(table: Table[Any]) -> type[Schema]:
    """The list's filters, tab and sort as typed parameters."""
    made: dict[str, Any] = {name: (str, Field(..., max_length=LETTERS)) for name in table.of}
    made |= {"page": _whole(Paging, "page"), size_of(table): _whole(Paging, "size")}
    for each in table.filters:
        made[each.key] = _parameter(each)
    if table.is_of_others:
        for_what: Any = gettext_lazy("用途：有岗位的账号读取他人信息时要写明；系统账号不写时按登记的用途")
        made["for_what"] = (
            str | None,
            Field(None, max_length=LONGEST, description=for_what, examples=["季度例会汇报"]),
        )
    if table.tabs is not None:
        label: Any = table.tabs.label
        parts = () if callable(table.tabs.parts) else tuple(each.key for each in table.tabs.parts)
        made[table.tabs.key] = (Literal[parts] | None if parts else str | None, Field(None, description=label))
    sort_says: Any = gettext_lazy("排序；前面加 - 是倒序")
    if sorts := tuple(table.sorts):
        made["sort"] = (Literal[sorts] | None, Field(None, description=sort_says))
    return create_model(f"{table.key.replace('.', '_')}_asked", __base__=Schema, **made)


def size_of(table: Table[Any]) -> str:
    """The parameter for how many rows a page has, where the list has no filter of that name (企业规模)."""
    return "size" if "size" not in {each.key for each in table.filters} else "per_page"


def _whole(model: type[Schema], name: str) -> Any:
    """A number of `model` as it is asked there."""
    return int, model.model_fields[name]


def _parameter(each: Filter) -> Any:
    says: Any = each.label
    match each.asks:
        case Asks.DAY:
            return (dt.date | None, Field(None, description=says))
        case Asks.FLAG:
            return (bool, Field(False, description=says))
        case Asks.KEY:
            return (int | None, Field(None, ge=0, lt=KEYS, description=says))
        case _:
            return (str | None, Field(None, max_length=LETTERS, description=says))


def _view(table: Table[Any]) -> Callable[..., Any]:
    area, by = area_of_list(table.key).key, size_of(table)

    def view(request: HttpRequest, response: HttpResponse, asked: Any) -> Any:
        person = narrowed(request, area, READ)
        if not table.opens_to(person):
            raise Refusal(403, _("这个清单只对有相应岗位的人员开放。"))
        if table.is_of_others and demanded_of(person):
            _take_purpose(request)
        found = listed(table, user=person, params=_params(asked, by), size=getattr(asked, by))
        if found.ignored:
            raise Refusal(422, errors=[FieldError(f"query.{each}", _("没有这个值。")) for each in found.ignored])
        return _answer(request, response, found, asked.page)

    view.__name__ = table.key.replace(".", "_")
    view.__signature__ = inspect.Signature([  # type: ignore[attr-defined]
        inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest),
        inspect.Parameter("response", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpResponse),
        inspect.Parameter("asked", inspect.Parameter.KEYWORD_ONLY, default=Query(...), annotation=_asked_of(table)),
    ])  # fmt: skip
    return view


def _take_purpose(request: HttpRequest) -> None:
    """For what somebody reads of others by their duty; of a system's key what its registration says. Raises Refusal."""
    by = request.user
    purpose = purpose_of(request) or (purpose_of_system(by) if isinstance(by, Person) else "")
    if not purpose:
        raise Refusal(422, errors=[FieldError("query.for_what", _("请写明用途。"))])
    request.for_what = purpose  # type: ignore[attr-defined] # whoever notes what leaves reads it


def _params(asked: Schema, by: str) -> dict[str, str]:
    """As the page's address would say it."""
    said = {name: value for name, value in asked.model_dump().items() if value not in (None, "", False)}
    return {name: "1" if value is True else str(value) for name, value in said.items() if name not in {by, "for_what"}}


def _answer(request: HttpRequest, response: HttpResponse, found: Listed[Any], page: int) -> dict[str, Any]:
    pages = pages_of(found.total, found.size)
    link_to_others(request, response, page, pages)
    rows = found.rows if page <= pages else []
    return {"items": [_record(found.table, row) for row in rows], "page": page, "pages": pages, "size": found.size,
            "total": found.total}  # fmt: skip


def _record(table: Table[Any], row: Any) -> dict[str, Any]:
    """A row as the workbook writes it; `unconfirmed`: the columns whose numbers no document confirms."""
    record = {key: str(value) if isinstance(value, Promise) else value for key, value in table.record(row).items()}
    invented = [each.key for each in table.columns if each.book and each.invented and record[each.key] is not None
                and each.invented(row)]  # fmt: skip
    return {**record, "unconfirmed": invented}
