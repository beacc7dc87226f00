"""What can be found: the registry that rooms above fill when they start, with pages and with sources of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.ground.bringing.registry import Registry

KINDS = {
    "programme": _("政策"), "page": _("办事"), "package": _("措施包"), "ladder": _("梯队"), "answer": _("问答"),
    "office": _("部门"), "notice": _("公示"), "organisation": _("服务机构"), "expert": _("专家"),
    "activity": _("活动"), "post": _("创客杨浦"), "resource": _("共享资源"),
}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """One thing that can be found. `names` are what else it is called, `tags` what it is about, `lead` one sentence.

    `weight` lowers what is beside the point when it fits as well as others; `since` and `until` are the first and the
    last day of what does not last.
    """

    kind: str
    key: str
    title: str
    url: str
    english: str = ""
    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lead: str = ""
    english_lead: str = ""
    body: str = ""
    open: bool = True
    weight: float = 1.0
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Page:
    """A page of the site and the errands that lead there; `words` is what people call them, "登陆、登入、sign in"."""

    route: str
    title: str | Promise
    lead: str | Promise
    words: str = ""


@dataclass(frozen=True)
class Source:
    """Things a room above has. `stamp` is one cheap query: while it says the same, the things are not read again."""

    name: str
    stamp: Callable[[dt.date], Hashable]
    things: Callable[[dt.date], Iterable[Thing]]


sources: Registry[Source] = Registry("search sources", key=lambda source: source.name)
pages: Registry[Page] = Registry("search pages", key=lambda page: f"{page.route} {page.words}")
register, register_pages = sources.register, pages.register
