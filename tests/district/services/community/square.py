"""A small district with two firms, their people, and what they write."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from district.enterprises.models import Enterprise
from district.ground.people.models import Bureau, Person
from district.ground.slots.times import Span, at
from district.services.community import meeting, posting
from district.services.community.models import Activity, Post
from tests.district.cases.factories import enterprise, join, person
from tests.district.ground.files.samples import picture
from tests.remembering import remembered

NOW = dt.datetime(2026, 11, 27, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))  # a Friday
TEA_DAY = dt.date(2026, 12, 1)


@dataclass
class Square:
    bureau: Bureau
    officer: Person
    auditor: Person
    ann: Person  # of firm
    bob: Person  # of other
    stranger: Person
    firm: Enterprise
    other: Enterprise

    @remembered
    def write(self, by: Person | None = None, kind: str = "showcase", **more: Any) -> Post:
        given = {
            "title": "示例：会数箱子的摄像头",
            "lead": "仓库自己盘点。",
            "text": "## 我们做什么\n\n给仓库盘点。",
            **more,
        }
        firm = given.pop("enterprise", self.firm if kind == "showcase" else None)
        return posting.write(by=by or self.ann, kind=kind, enterprise=firm, request_key=uuid.uuid4(), **given)

    @remembered
    def published(self, **more: Any) -> Post:
        post = posting.submit(post=self.write(**more), by=self.ann)
        return posting.publish(post=post, by=self.officer)

    @remembered
    def activity(self, capacity: int = 3, **more: Any) -> Activity:
        given = {"title": "示例：小巨人下午茶", "place": "示例厅", "kind": "tea", "topics": "试产、测试", **more}
        span = given.pop("span", Span(at(TEA_DAY, dt.time(15)), at(TEA_DAY, dt.time(17))))
        return meeting.plan(by=self.officer, office=self.bureau, capacity=capacity, span=span,
                            request_key=uuid.uuid4(), **given)  # fmt: skip


def photo(name: str = "photo.png") -> BytesIO:
    file = BytesIO(picture())
    file.name = name
    return file


@remembered
def square() -> Square:
    bureau, _new = Bureau.objects.get_or_create(name="区人社局", defaults={"full": "示例区人社局"})
    firm, other = enterprise(), enterprise("91310110MA00000087", "示例乙软件有限公司")
    made = Square(
        bureau, person("desk", officer="区人社局"), person("audit", auditor="区人社局"), person("ann"), person("bob"),
        person("nobody"), firm, other,
    )  # fmt: skip
    join(made.ann, firm)
    join(made.bob, other)
    return made
