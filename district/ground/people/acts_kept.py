"""Acts on saved views: a list's filters kept under a name, and let go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from district.ground.acts.acts import Act
from district.ground.acts.forms import Cut, Says
from district.ground.people import keeping
from district.ground.people.models import Bureau, Person, Role
from district.ground.people.permissions import Answer, Yes, holds, require
from district.ground.tables.models import SavedView
from district.ground.tables.saved import saved_views

staff = holds(*Role.values)


class Back(Cut):
    """The page of ours one came from; the desk where it is none."""

    def clean(self, value: Any) -> str:
        path: str = super().clean(value)
        safe = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith("/")
        return path if safe else "/desk/"


class KeepForm(forms.Form):
    """Which list, its filters as its address has them, a name; `share`: with one's bureau."""

    table, name, list, share, back = Cut(80), Cut(30), Cut(500), Says("1"), Back(500)

    def given(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"query": data.pop("list")}


class BackForm(forms.Form):
    back = Back(500)


def _keep(*, by: Person, table: str, name: str, query: str, share: bool, back: str) -> SavedView:
    office = None
    if share:
        require(keeping.may_share(by))
        office = Bureau.objects.filter(pk__in=by.bureau_ids(Role.OFFICER, Role.LEADER)).first()
    return keeping.save_view(person=by, table=table, name=name, query=query, office=office)


def _let_go(*, by: Person, back: str, view: SavedView | None = None) -> None:
    if view is not None:  # a second click finds it gone already
        keeping.remove_view(view=view, by=by)


def _may_let_go(by: Person, view: SavedView | None) -> Answer:
    return Yes if view is None else keeping.may_remove_view(by, view)


def _list(outcome: Any) -> str:
    """The list one came from, narrowed as it was."""
    said = getattr(outcome, "given", None) or (outcome.form.given() if outcome.form else {})
    back, query = said.get("back", "/desk/"), said.get("query", "")
    return f"{back}?{query}" if query and back != "/desk/" else back


def _came_from(outcome: Any) -> str:
    return str(getattr(outcome, "given", {}).get("back", "/desk/"))


def view_of(request: HttpRequest, pk: int) -> SavedView | None:
    return saved_views(request.user).filter(pk=pk).first()


KEEP: Act[Any] = Act(
    "people.view_save", _("保存这份清单"), _keep, door=staff, back=_list, asks=KeepForm,
    says=_("已保存，在清单上方可以直接打开。"),
)  # fmt: skip
LET_GO: Act[SavedView] = Act(
    "people.view_remove", _("删除清单"), _let_go, door=staff, back=_came_from, on=saved_views, by="pk", named="view",
    may=_may_let_go, asks=BackForm,
)  # fmt: skip
KEEPING: tuple[Act[Any], ...] = (KEEP, LET_GO)
