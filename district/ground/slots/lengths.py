"""How long something is held, counted by the database: figures add it up."""

from __future__ import annotations

from typing import Any

from django.db.models import Func, IntegerField


class Minutes(Func):
    """Whole minutes between two moments, `Minutes("starts", "ends")`."""

    arity = 2
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "CAST(ROUND((JULIANDAY(%(expressions)s)) * -1440) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - JULIANDAY(", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "-ROUND(EXTRACT(EPOCH FROM (%(expressions)s)) / 60)::integer"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **more)
