"""What a session takes: places and devices by a tick, people by their names, of whom there may be dozens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.forms import Several
from district.ground.slots.models import Resource

TICKS = {"class": "hq-ticks"}
PEOPLE = (Resource.Kind.EXPERT, Resource.Kind.PERSON)
SPARE, MOST = 3, 20  # empty boxes beside what is written; names at once


class NamesInput(forms.Widget):
    """A box a name, each suggesting whom there are while one types; without suggestions it is a box to type in."""

    use_fieldset = True
    suggested: Sequence[str] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The boxes, with their list of suggestions."""
        own = str((attrs or {}).get("id", f"id_{name}"))
        said = [str(each) for each in value or [] if str(each).strip()]
        boxes = format_html_join(
            "\n",
            '<input class="form-control mb-1" type="text" name="{}" id="{}_{}" value="{}" list="{}_known"'
            ' maxlength="170" autocomplete="off" aria-label="{}">',
            (
                (name, own, n, each, own, _("第 %(n)d 位的姓名") % {"n": n + 1})
                for n, each in enumerate([*said, *[""] * SPARE])
            ),
        )
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.suggested))
        return format_html('{}<datalist id="{}_known">{}</datalist>', boxes, own, options)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)


class NamedField(Several):
    """Resources by what they are called: as suggested, or by the name alone where no two have it."""

    widget: Any = NamesInput

    def __init__(self, **more: Any) -> None:
        super().__init__(MOST)
        self.label, self.help_text = more.get("label"), more.get("help_text", "")
        self.known: dict[str, Resource] = {}
        self.names: Counter[str] = Counter()

    def offer(self, rows: QuerySet[Resource]) -> None:
        """Whom there are."""
        found = list(rows.filter(kind__in=PEOPLE).order_by("name", "pk"))
        self.names = Counter(row.name for row in found)
        said = Counter(_said(row) for row in found)
        self.known = {_said(row) if said[_said(row)] == 1 else f"{_said(row)} {row.key}": row for row in found}
        self.widget.suggested = tuple(self.known)

    def clean(self, value: Any) -> Any:
        """Each once, in the order they were written."""
        chosen = {row.pk: row for row in map(self._one, super().clean(value)) if row is not None}
        return list(chosen.values())

    def _one(self, written: str) -> Resource | None:
        said = written.strip()
        if not said:
            return None
        if found := self.known.get(said):
            return found
        if self.names[said] > 1:
            raise forms.ValidationError(_("叫“%(name)s”的不止一位，请从提示里选。") % {"name": said[:60]})
        if self.names[said] == 0:
            raise forms.ValidationError(_("没有“%(name)s”，请写全名，或者从提示里选。") % {"name": said[:60]})
        return next(row for row in self.known.values() if row.name == said)


def _said(row: Resource) -> str:
    return f"{row.name}（{row.owner}）" if row.owner else row.name


class TakesFields(forms.Form):
    """What a session takes of what one keeps."""

    resources: Any = forms.ModelMultipleChoiceField(
        Resource.objects.none(), label=gettext_lazy("占用的场地、设备"), required=False,
        widget=forms.CheckboxSelectMultiple(TICKS),
    )  # fmt: skip
    people = NamedField(
        label=gettext_lazy("占用的人"), help_text=gettext_lazy("一格一位，写几个字就有提示；不用的空着。")
    )  # fmt: skip

    def offer(self, kept: QuerySet[Resource]) -> None:
        """What there is to take."""
        self.fields["resources"].queryset = kept.exclude(kind__in=PEOPLE)  # type: ignore[attr-defined]
        people = self.fields["people"]
        assert isinstance(people, NamedField)
        people.offer(kept)

    def taken(self) -> list[Resource]:
        return [*self.cleaned_data["resources"], *self.cleaned_data["people"]]
