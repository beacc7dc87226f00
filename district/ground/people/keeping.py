"""Saved views (常用清单): a list's filters kept under a name, for oneself or for one's bureau."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.people.models import Bureau, Person, Role
from district.ground.people.permissions import Answer, No, Yes, require
from district.ground.tables.listing import Asked
from district.ground.tables.models import SavedView
from district.ground.tables.registry import TABLES
from district.ground.tables.saved import Full, put

MOST = 20  # views a person keeps of one list


class NotKept(ValueError):
    """A view that cannot be kept; `str()` is fit for the person who tried."""


def may_share(person: Person) -> Answer:
    if person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(gettext_lazy("只有经办人和负责人可以共享清单。"))


def may_remove_view(person: Person, view: SavedView) -> Answer:
    return Yes if view.person_id == person.pk else No(gettext_lazy("只有保存的人可以删除这份清单。"))


def save_view(*, person: Person, table: str, name: str, query: str, office: Bureau | None = None) -> SavedView:
    """Keep a list's filters under a name; the same name again holds the new ones. Raises NotKept, Refused."""
    found, name = TABLES.get(table), name.strip()[:30]
    if found is None or not found.keeps or not found.opens_to(person):
        raise NotKept(_("没有这份清单。"))
    if not name:
        raise NotKept(_("请给清单起个名字。"))
    if office is not None:
        require(may_share(person))
        if office.pk not in person.bureau_ids(Role.OFFICER, Role.LEADER):
            raise NotKept(_("只能共享给自己的部门。"))
    read = Asked(found, person, QueryDict(query[:500]).dict(), {}).address().removeprefix("?")
    try:
        return put(person=person, table=table, name=name, query=read[:500], office=office, most=MOST)
    except Full:
        raise NotKept(_("最多保存 %(n)d 份清单，请先删去不用的。") % {"n": MOST}) from None


def remove_view(*, view: SavedView, by: Person) -> None:
    """Raises Refused."""
    require(may_remove_view(by, view))
    view.delete()
