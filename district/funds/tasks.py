"""Long work of this room, done by the worker. Killed, `huiqi ledger resume` (or the next task) goes on with it."""

from __future__ import annotations

from django_tasks import task

from district.funds import working
from district.funds.models import Batch, ReturnFile


@task()
def send_batch(batch_id: int) -> None:
    working.send(Batch.objects.get(pk=batch_id))


@task()
def apply_return(file_id: int) -> None:
    working.apply(ReturnFile.objects.select_related("batch").get(pk=file_id))
