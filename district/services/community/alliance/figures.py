"""What is counted of the alliance: members by tier, lendings by who lent and what."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.figures.figure import Dimension, Flow, Source, Stock
from district.ground.people.queries import Person
from district.services.community.alliance import queries
from district.services.community.alliance.columns import DESK_LENDINGS, DESK_MEMBERS
from district.services.community.alliance.models import Lending, Member, SharedThing

TIERS, KINDS = dict(Member.Tier.choices), dict(SharedThing.Kind.choices)


def _seen_members(rows: QuerySet[Member], person: Person) -> QuerySet[Member]:
    return rows.filter(pk__in=Member.objects.visible_to(person).order_by().values("pk"))


def _seen_lendings(rows: QuerySet[Lending], person: Person) -> QuerySet[Lending]:
    return rows.filter(pk__in=Lending.objects.visible_to(person).order_by().values("pk"))


IN_IT = Source[Member](
    "alliance-members", _("创联公社成员"), lambda day: Member.objects.standing(day),
    DESK_MEMBERS, _seen_members,
    dimensions=(
        Dimension("tier", _("层级"), "tier", named=lambda value: TIERS.get(value, value)),
        Dimension("street", _("所属街道"), "enterprise__street"),
    ),
    listed=lambda rows: rows.select_related("enterprise", "office").order_by("enterprise__name", "pk"), place=73,
)  # fmt: skip
MEMBERS = Stock(
    key="alliance.members", words=_("创联公社成员"), unit=pgettext_lazy("unit", "家"), source=IN_IT, public=True,
    definition=_("这一天在成员期内的企业数；申请中和期满的不计。"),
)  # fmt: skip
LENDINGS = Source[Lending](
    "alliance-lendings", _("成员之间的借用"), lambda _day: queries.timed(Lending.objects.all()), DESK_LENDINGS,
    _seen_lendings,
    dimensions=(
        Dimension("kind", _("类别"), "shared__kind", named=lambda value: KINDS.get(value, value)),
        Dimension("lender", _("谁出借"), "shared__member__reference", label="shared__member__enterprise__name"),
        Dimension("borrower", _("谁借用"), "borrower__reference", label="borrower__enterprise__name"),
    ),
    listed=lambda rows: rows.select_related(
        "shared__member__enterprise", "borrower__enterprise", "hold__resource"
    ).order_by("-hold__starts", "-pk"),
    place=74,
)  # fmt: skip
LENT = Flow(
    key="alliance.lent", words=_("办成的借用"), unit=pgettext_lazy("unit", "次"), source=LENDINGS,
    time="hold__starts", where=queries.lent_by, public=True,
    definition=_("期间内开始、用完或者提前归还的借用次数；取消的、还没用完的不计。"),
)  # fmt: skip
LENT_MINUTES = Flow(
    key="alliance.lent_minutes", words=_("借出的时长"), unit=pgettext_lazy("unit", "分钟"), source=LENDINGS,
    time="hold__starts", where=queries.lent_by, amount="minutes", money=False, public=True,
    definition=_("期间内办成的借用各用了多少分钟，合计；提前归还的算到归还为止，取消的、还没用完的不计。"),
)  # fmt: skip
FIGURES = (MEMBERS, LENT, LENT_MINUTES)
