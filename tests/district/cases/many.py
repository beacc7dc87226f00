"""Many open cases at once, as rows: for pages that must stay quick whatever is in the house."""

from __future__ import annotations

import datetime as dt
import uuid

from stdnum.cn import uscc as codes

from district.cases.core.models import Application
from district.enterprises.models import Enterprise
from district.ground import clock
from tests.district.cases.factories import District
from tests.remembering import remembered

STATES = ("submitted", "accepted", "returned")


@remembered
def many_cases(base: District, count: int, *, slug: str = "hiring") -> None:
    """`count` open cases of as many firms: some late, some due today, some later; a third with nobody."""
    now, today, programme = clock.now(), clock.today(), base.programmes[slug]
    version = programme.versions.order_by("in_force_from").first()
    assert version is not None
    firms = Enterprise.objects.bulk_create(
        (Enterprise(uscc=_code(n), name=f"示例第{n}号科技发展有限公司", created_at=now, updated_at=now)
         for n in range(count)), batch_size=1000,
    )  # fmt: skip
    people = (None, base.officer, base.colleague)
    Application.objects.bulk_create(
        (
            Application(
                reference=f"SB2022-{n:08}", enterprise=firm, version=version, programme=programme, state=STATES[n % 3],
                as_of=today, request_key=uuid.uuid4(), applicant=base.founder, officer=people[n % 3], created_at=now,
                submitted_at=now - dt.timedelta(minutes=n), due_from=today - dt.timedelta(days=9),
                due_on=today + dt.timedelta(days=n % 30 - 10), verdict={"eligible": True},
            )
            for n, firm in enumerate(firms)
        ),
        batch_size=1000,
    )  # fmt: skip


def _code(n: int) -> str:
    body = f"91310110M{n:08}"
    return body + str(codes.calc_check_digit(body))
