"""Acts on the register: saying a firm's facts, changes by official papers, imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises import queries, saying
from district.enterprises.events.actions import put_down_change
from district.enterprises.forms import ChangeForm, MappingForm, UploadForm
from district.enterprises.importing import run as importing
from district.enterprises.models import Enterprise, FactKind, ImportRun, Subject
from district.enterprises.permissions import may_drive_import
from district.enterprises.persons.actions import look
from district.enterprises.persons.forms import FirmPurposeForm
from district.enterprises.persons.permissions import may_state_purpose
from district.ground import clock
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role
from district.ground.work.actions import give

importing_door = holds(Role.OFFICER, Role.ADMINISTRATOR)
IMPORT = to("enterprises:import", "thing.reference")


class FactsForm(forms.Form):
    """Whatever was changed on the page of facts, each by itself."""

    def __init__(self, enterprise: Enterprise, **options: Any) -> None:
        super().__init__(**options)
        self.enterprise = enterprise

    def given(self) -> dict[str, Any]:
        known = queries.facts_of(self.enterprise, clock.today())
        return {
            "rows": saying.entered(
                queries.kinds_of(self.enterprise), known, {name: self.data[name] for name in self.data}
            )
        }


def _save(
    *, enterprise: Enterprise, by: Person, rows: dict[str, saying.Row]
) -> tuple[list[str], dict[str, saying.Row]]:
    return saying.save(enterprise, rows, by)


def _saved(done: Done[Enterprise]) -> list[Say]:
    saved, failed = done.result
    said = []
    if saved:
        words = _("已保存 %(n)d 项：%(names)s。")
        said.append(Say(words % {"n": len(saved), "names": "、".join(saved)}))
    elif not failed:
        said.append(Say(_("没有改动。"), "info"))
    if failed:
        words = _("有 %(n)d 项没有保存，原因写在旁边，填的内容还在。")
        said.append(Say(words % {"n": len(failed)}, "error"))
    return said


def seen(person: Person) -> QuerySet[Enterprise]:
    return Enterprise.subjects.visible_to(person).filter(subject=Subject.ENTERPRISE)


FACTS: Act[Enterprise] = Act(
    "enterprises.facts", gettext_lazy("保存"), _save, door=is_known, back=to("enterprises:facts", "thing.uscc"),
    on=queries.my_subjects, by="uscc", named="enterprise", asks=FactsForm, says=_saved,
    asks_with=lambda _by, firm: {"enterprise": firm},
)  # fmt: skip
CHANGE: Act[Enterprise] = Act(
    "enterprises.change", gettext_lazy("登记变化"), put_down_change, door=importing_door,
    back=to("enterprises:enterprise", "thing.uscc"), on=seen, by="uscc", named="enterprise", asks=ChangeForm,
    says=gettext_lazy("已登记变化，在办的件、拨付和通知已一并处理。"),
)  # fmt: skip
LOOK: Act[Enterprise] = Act(
    "enterprises.look", gettext_lazy("写明目的并查看"), look, door=holds(Role.OFFICER, Role.LEADER),
    may=may_state_purpose, back=to("enterprises:enterprise", "thing.uscc"), on=seen, by="uscc", named="subject",
    asks=FirmPurposeForm, says=gettext_lazy("已记下查看的目的，今天有效。"),
)  # fmt: skip


# Imports


def imports_seen(person: Person) -> QuerySet[ImportRun]:
    """Imports of the person's bureaus; of others there are none."""
    return ImportRun.objects.visible_to(person).select_related("office", "by")


def kinds() -> dict[str, FactKind]:
    return {kind.name: kind for kind in FactKind.objects.filter(subject=Subject.ENTERPRISE)}


def _upload(*, by: Person, file: Any, source: str) -> ImportRun:
    return importing.upload(file=file, name=file.name, source=source, by=by)


def _confirm(*, run: ImportRun, by: Person, **said: Any) -> None:
    waiting = run.state == ImportRun.State.READY
    importing.confirm(run=run, by=by, **said)
    if waiting:
        give(run)


def _resume(*, run: ImportRun, by: Person) -> None:
    if importing.resume(run=run, by=by):
        give(run)


UPLOAD: Act[ImportRun] = Act(
    "enterprises.imports", gettext_lazy("上传名录"), _upload, door=importing_door, back=to("enterprises:imports"),
    asks=UploadForm, then=to("enterprises:import", "result.reference"), own_key=True,
)  # fmt: skip
CONFIRM: Act[ImportRun] = Act(
    "enterprises.import_confirm", gettext_lazy("确认各列，开始导入"), _confirm, door=importing_door, back=IMPORT,
    on=imports_seen, named="run", may=may_drive_import, asks=MappingForm,
    asks_with=lambda _by, run: {"run": run, "kinds": kinds()},
)  # fmt: skip
CANCEL: Act[ImportRun] = Act(
    "enterprises.import_cancel", gettext_lazy("停止"), importing.cancel, door=importing_door, back=IMPORT,
    on=imports_seen, named="run", may=may_drive_import,
    says=Say(gettext_lazy("已停止。已经进入企业库的行保留，可以随时继续。"), "info"),
)  # fmt: skip
RESUME: Act[ImportRun] = Act(
    "enterprises.import_resume", gettext_lazy("继续"), _resume, door=importing_door, back=IMPORT, on=imports_seen,
    named="run",
)  # fmt: skip
REGISTER_ACTS: tuple[Act[Any], ...] = (FACTS, CHANGE, LOOK, UPLOAD, CONFIRM, CANCEL, RESUME)
