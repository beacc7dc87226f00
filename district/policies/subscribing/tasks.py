"""The night's telling, done by the worker or by `huiqi tell_openings`."""

from __future__ import annotations

from django_tasks import task

from district.ground import clock
from district.policies.subscribing import news


@task()
def night() -> int:
    """Whoever subscribed hears of what opened, began or changed and fits. Returns how many notices."""
    return news.tell(today=clock.today())
