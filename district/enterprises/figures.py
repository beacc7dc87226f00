"""What is counted of the register."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.enterprises.columns import REGISTER
from district.enterprises.models import Enterprise, Size
from district.ground.figures.figure import Dimension, Ratio, Source, Stock
from district.ground.people.permissions import works_for_the_district
from district.ground.people.queries import Person

SMALL = (Size.MEDIUM, Size.SMALL, Size.MICRO)


def _seen(rows: QuerySet[Enterprise], person: Person) -> QuerySet[Enterprise]:
    return rows.filter(pk__in=Enterprise.subjects.visible_to(person).values("pk"))


def _size(value: str) -> str:
    return str(Size(value).label)


KNOWN = Source[Enterprise](
    "firms", _("企业库里的企业"), lambda _day: Enterprise.objects.all(), REGISTER, _seen,
    dimensions=(
        Dimension("street", _("所属街道"), "street"), Dimension("trade", _("行业门类"), "section"),
        Dimension("size", _("企业规模"), "size", named=_size), Dimension("status", _("经营状态"), "status"),
    ),
    place=80,
)  # fmt: skip
FIRMS = Stock(
    key="firms.known", words=_("企业库"), unit=pgettext_lazy("unit", "家"),
    source=KNOWN, may=works_for_the_district, desk=30,
    definition=_("企业库里的企业数，已注销而留有记录的也计，见经营状态。"),
)  # fmt: skip
SMALL_FIRMS = Stock(
    key="firms.small", words=_("其中中小微企业"), unit=pgettext_lazy("unit", "家"),
    source=KNOWN, where=Q(size__in=SMALL),
    may=works_for_the_district, desk=31,
    definition=_("按国统字〔2017〕213号算得中型、小型、微型的企业数；从业人员、营业收入等不知道、算不出规模的不计。"),
)  # fmt: skip
SMALL_SHARE = Ratio(
    key="firms.small_share", words=_("中小微企业的比例"), top=SMALL_FIRMS, bottom=FIRMS,
    definition=_("企业库里中小微企业数和全部企业数；两个数一起说。"),
)  # fmt: skip

FIGURES = (FIRMS, SMALL_FIRMS, SMALL_SHARE)
