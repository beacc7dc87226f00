"""Long work of this room, done by the worker."""

from __future__ import annotations

from django_tasks import task

from district.enterprises import actions
from district.enterprises.importing import run as importing
from district.enterprises.models import Enterprise, ImportRun

NOTIFY = 2000  # enterprises in one go


@task()
def import_register(run_id: int) -> None:
    """Work an import run to its end, then let others know whose facts changed."""
    changed = importing.work(ImportRun.objects.get(pk=run_id))
    for start in range(0, len(changed), NOTIFY):
        actions.facts_changed.send(sender=Enterprise, enterprise_ids=changed[start : start + NOTIFY])
