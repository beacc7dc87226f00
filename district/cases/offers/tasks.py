"""Rounds of offers, done by the worker."""

from __future__ import annotations

from django_tasks import task

from district.cases.offers.work import work


@task()
def do_round(round_id: int) -> None:
    work(round_id)
