"""What the cases show on first pages: the firm's own, what waits for its officials' pen and for firms, the year."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from district.cases.approving.queries import waiting_for
from district.cases.core import queries
from district.cases.desk import buckets
from district.enterprises.mandates.queries import is_agent
from district.ground.bringing.home import ASIDE, MAIN, TOP, Part, Scene
from district.ground.bringing.menu import DESK, HALL

FEW = 6
INVENTED = Q(version__description__illustrative=True)


def cases(scene: Scene) -> dict[str, Any] | None:
    if scene.enterprise is None:
        return None
    return {"cases": list(queries.cases_of(scene.person).filter(enterprise=scene.enterprise)[:FEW])}


def clients(scene: Scene) -> dict[str, Any] | None:
    return {} if is_agent(scene.person) else None


def desk(scene: Scene) -> dict[str, Any]:
    """How many wait for the person's signature, how many of the bureau's cases for the firm or a place."""
    counts = buckets.bucket_counts(buckets.worklist(scene.person), scene.today)
    return {"approvals": waiting_for(scene.person).count(), "waiting": counts["waiting"]}


def decided(scene: Scene) -> dict[str, Any]:
    """Grants of this year and of the one before, of the cases the person sees."""
    year = dt.date(scene.today.year, 1, 1)
    rows = buckets.worklist(scene.person).filter(
        state="granted", decided_at__date__gte=year.replace(year=year.year - 1)
    )
    now, then = Q(decided_at__date__gte=year), Q(decided_at__date__lt=year)
    money = queries.without_services(rows).order_by().aggregate(
        n=Count("pk", filter=now), yuan=Sum("amount", filter=now), invented=Sum("amount", filter=now & INVENTED),
        n_before=Count("pk", filter=then), yuan_before=Sum("amount", filter=then),
    )  # fmt: skip
    zero = Decimal(0)
    return {**money, "yuan": money["yuan"] or zero, "yuan_before": money["yuan_before"] or zero, "today": scene.today,
            "year_before": year.year - 1}  # fmt: skip


PARTS = (
    Part("cases", HALL, MAIN, 30, "desk/home/cases.html", cases),
    Part("clients", HALL, ASIDE, 80, "desk/home/clients.html", clients),
    Part("desk_cases", DESK, TOP, 20, "desk/home/desk.html", desk),
    Part("decided", DESK, ASIDE, 20, "desk/home/decided.html", decided),
)
