"""Acts on a draft's list: its grid kept as it is filled in, a workbook put in its place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.doors import my_act, my_applications
from district.cases.core.models import Application
from district.cases.core.states import ENTERED
from district.cases.headcount import list_rows as listing
from district.cases.headcount.list_rows import ListState
from district.cases.headcount.list_workbook import read_workbook
from district.cases.intake import drafting
from district.cases.intake.drafting import Draft
from district.cases.intake.grids import read_grid
from district.ground.acts.acts import Done, Say, to
from district.ground.people.queries import Person


def drafts(person: Person) -> QuerySet[Application]:
    return my_applications(person).filter(state__in=ENTERED)


def listed(application: Application) -> tuple[Draft, ListState]:
    """The draft and its list, as they stand; 404 where none is asked for."""
    draft = drafting.draft_of(application)
    if draft.listed is None:
        raise Http404
    return draft, draft.listed


class GridForm(forms.Form):
    """A page of the grid as it came."""

    def __init__(self, application: Application, **options: Any) -> None:
        super().__init__(**options)
        self.state = listed(application)[1]

    def given(self) -> dict[str, Any]:
        posted = read_grid(self.data, self.state)
        return {"asked": self.state.asked, "changed": posted.changed, "new": posted.new, "removed": posted.removed}


class UploadForm(forms.Form):
    file = forms.FileField(allow_empty_file=True, error_messages={"required": gettext_lazy("请选择文件。")})


def _replace(*, application: Application, by: Person, file: Any) -> Any:
    _draft, state = listed(application)
    read = read_workbook(file, file.name or "", state.asked)
    listing.replace_rows(application=application, rows=read.rows, by=by, asked=state.asked)
    return read


def _gone(done: Done[Application]) -> Say | None:
    words = _("您改的行里有 %(n)d 行已被别人删去或用表格替换，没有保存。")
    return Say(words % {"n": len(done.result)}, "warning") if done.result else None


def _read(done: Done[Application]) -> str | None:
    return None if done.result.faults else _("读到 %(n)d 行，都没有问题。") % {"n": len(done.result.rows)}


SAVE = my_act(
    "cases.list", gettext_lazy("保存清单"), listing.save_rows, on=drafts, asks=GridForm, says=_gone,
    asks_with=lambda _by, case: {"application": case},
)  # fmt: skip
UPLOAD = my_act(
    "cases.list_upload", gettext_lazy("上传清单"), _replace, on=drafts, asks=UploadForm, says=_read,
    then=to("cases:list", "thing.reference"),
)  # fmt: skip
LISTS = (SAVE, UPLOAD)
