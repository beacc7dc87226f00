"""Jobs, done by the worker."""

from __future__ import annotations

from django_tasks import task

from district.cases.desk.bulk.work import work


@task()
def do_job(job_id: int) -> None:
    work(job_id)
