"""The demonstration with few firms, with the roles of the table, in one transaction that is taken back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import override_settings

from tests.house.matrix.kinds import make_kinds
from tests.house.matrix.roles import make_roles

QUIET: dict[str, Any] = {"DEMO": True, "TASKS": {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}}


@contextmanager
def world() -> Iterator[None]:
    from district.web import preparing

    logging.disable(logging.CRITICAL)
    with override_settings(**QUIET), transaction.atomic():
        preparing.publish_catalogue(lambda _text: None)
        preparing.load_demonstration(lambda _text: None, firms=80)
        make_roles()
        make_kinds()
        yield
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
