"""Template tags and filters every page may use: dates, money, icons, facts. Loaded as builtins."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from district.ground import clock

register = template.Library()
ICONS = settings.NODE_MODULES / "@tabler" / "icons" / "icons"


@lru_cache(maxsize=512)
def _icon(name: str, filled: bool) -> str:
    path = ICONS / ("filled" if filled else "outline") / f"{name}.svg"
    svg = path.read_text(encoding="utf-8") if path.is_file() else ""
    return svg[svg.index("<svg") :].replace("<svg", '<svg aria-hidden="true" focusable="false"', 1) if svg else ""


@register.simple_tag
def icon(name: str, filled: bool = False) -> SafeString:
    """A Tabler icon inlined, hidden from screen readers: `{% icon "home" %}`."""
    return mark_safe(_icon(name, filled))  # noqa: S308 - our pinned package's own files, by name from our templates


def _decimal(value: object) -> Decimal | None:
    try:
        return value if isinstance(value, Decimal) else Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None


@register.filter
def yuan(value: object) -> str:
    """Yuan as officials read it: `50.00 万元` from ten thousand on, else `806.63 元`; a dash for nothing."""
    number = _decimal(value)
    if number is None:
        return "—"
    english = get_language() == "en"
    if english:
        return f"¥{number:,.2f}"
    if abs(number) >= 100_000_000:
        return f"{number / 100_000_000:,.2f} 亿元"
    return f"{number / 10_000:,.2f} 万元" if abs(number) >= 10_000 else f"{number:,.2f} 元"


@register.filter
def number(value: object) -> str:
    """A count with thousands separators; decimals only where there are any."""
    found = _decimal(value)
    if found is None:
        return "—"
    return f"{found:,.0f}" if found == found.to_integral_value() else f"{found.normalize():,f}"


def _date(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.timezone(dt.timedelta(hours=8))).date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


@register.filter
def cn_date(value: object) -> str:
    """2022年6月24日; 24 June 2022 on English pages."""
    day = _date(value)
    if day is None:
        return "—"
    return clock.said(day)


@register.filter
def cn_time(value: object) -> str:
    """The date with hours and minutes, in the district's time."""
    if not isinstance(value, dt.datetime):
        return cn_date(value)
    return f"{cn_date(value)} {value.astimezone(dt.timezone(dt.timedelta(hours=8))):%H:%M}"


@register.filter
def fact_value(value: object, unit: str = "") -> str:
    """A fact's value for reading: 是 / 否, dates, money and counts with their unit."""
    if value is None or value == "":
        return _("未知")
    if isinstance(value, bool) or value in ("true", "false"):
        return _("是") if value in (True, "true") else _("否")
    if isinstance(value, dt.date) or (isinstance(value, str) and len(value) == 10 and _date(value) and value[4] == "-"):
        return cn_date(value)
    if unit == "元":
        return yuan(value)
    if isinstance(value, Decimal | int) or (unit and _decimal(value) is not None):
        return f"{number(_short(value))} {unit}".strip()
    return f"{value} {unit}".strip()


def _short(value: object) -> object:
    """At most four decimals: a ratio is not read to the thirtieth digit."""
    found = _decimal(value)
    if found is None:
        return value
    exponent = found.as_tuple().exponent
    return found.quantize(Decimal("0.01")) if isinstance(exponent, int) and exponent < -4 else found


@register.filter
def at_most_99(value: int | None) -> str:
    """A number on a button, as it is seen and as it is named: beyond two digits 99+."""
    return "99+" if (value or 0) > 99 else str(value or 0)


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """A mapping's value by a key that is itself a variable."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def turned(value: bool | None) -> bool | None:
    """The other truth value; unknown stays unknown: how a condition that must not hold is marked."""
    return None if value is None else not value


@register.filter
def days_left(due: dt.date | None) -> int | None:
    """Working days from today to a deadline; negative when it is past."""
    if due is None:
        return None
    from district.ground.record.calendar import working_days_between

    return working_days_between(clock.today(), due)


@register.filter
def urgency(due: dt.date | None) -> str:
    """overdue, today, soon (three working days) or later: how a deadline is coloured."""
    left = days_left(due)
    if left is None:
        return "none"
    if due is not None and due < clock.today():
        return "overdue"
    return "today" if left <= 0 else "soon" if left <= 3 else "later"


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: object) -> str:
    """The address's query string with some parameters changed: `?{% query page=2 %}`."""
    request: HttpRequest = context["request"]
    params = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            params.pop(key, None)
        else:
            params[key] = str(value)
    return params.urlencode()


@register.simple_tag(takes_context=True)
def demo_code(context: dict[str, Any]) -> str:
    """The code that was just sent to who opens an account; in a demonstration only, which sends no mail."""
    waiting = context["request"].session.get("account_email_verification_code") or {}
    return str(waiting.get("code", "")) if settings.DEMO else ""


@register.simple_tag
def mark(value: bool | None) -> SafeString:
    """✓ ✗ ? of a verdict, with words for those who do not see it."""
    shown = {
        True: ("yes", "check", _("符合")),
        False: ("no", "x", _("不符合")),
        None: ("open", "question-mark", _("待定")),
    }
    kind, name, words = shown[value]
    return format_html(
        '<span class="hq-mark hq-mark-{}">{}<span class="visually-hidden">{}</span></span>', kind, icon(name), words
    )


@register.filter
def page_range(paginator: Any, current: int) -> list[int | str]:
    """Page numbers to show around the current one, with gaps as `…`."""
    return list(paginator.get_elided_page_range(current, on_each_side=2, on_ends=1))


@register.filter
def limit_words(limit: str) -> str:
    """`5 working days` of a catalogue → 5 个工作日."""
    count, _space, unit = str(limit).partition(" ")
    if unit.startswith("working"):
        return _("%(n)s 个工作日") % {"n": count}
    return _("%(n)s 天") % {"n": count} if unit.startswith("day") else str(limit)


CHOICES = {
    "subsidy": gettext_lazy("补贴"),
    "award": gettext_lazy("奖励"),
    "loan": gettext_lazy("贷款"),
    "interest": gettext_lazy("贴息"),
    "fee": gettext_lazy("缓减免"),
    "rent": gettext_lazy("房租"),
    "training": gettext_lazy("培训"),
    "place": gettext_lazy("载体"),
    "service": gettext_lazy("服务"),
    "recognition": gettext_lazy("认定"),
    "enterprise": gettext_lazy("企业"),
    "person": gettext_lazy("个人"),
    "base": gettext_lazy("基地"),
    "seed": gettext_lazy("来自文件"),
    "official": gettext_lazy("官方文件"),
    "illustrative": gettext_lazy("示例参数"),
    "fen": gettext_lazy("到分"),
    "yuan": gettext_lazy("到元"),
    "rolling": gettext_lazy("常年受理"),
    "window": gettext_lazy("申报期"),
    "automatic": gettext_lazy("免申即享"),
    "true": gettext_lazy("是"),
    "false": gettext_lazy("否"),
    "yes": gettext_lazy("是"),
    "no": gettext_lazy("否"),
}


@register.filter
def choice_words(value: str) -> str:
    """A word of the catalogue's format as officers read it."""
    return str(CHOICES.get(value, value))
