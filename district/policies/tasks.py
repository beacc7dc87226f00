"""Long work of this room, done by the worker."""

from __future__ import annotations

from django_tasks import task

from district.policies.models import Run
from district.policies.runs import work


@task()
def do_run(run_id: int) -> None:
    work.work(Run.objects.select_related("version__programme", "version__release", "repeats", "by").get(pk=run_id))
