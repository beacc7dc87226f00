"""What is counted of contests: calls, entries, teams, awards."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.figures.figure import Dimension, Flow, Source
from district.ground.people.queries import Person
from district.services.community.contests.columns import AWARDS, CONTESTS, ENTRIES
from district.services.community.contests.models import Contest, ContestAward, ContestEntry

CALLED = Source[Contest](
    "contests", _("创业大赛"), lambda _day: Contest.objects.filter(called_at__isnull=False), CONTESTS,
    lambda rows, person: rows.filter(pk__in=Contest.objects.at_desk_of(person).values("pk")),
    dimensions=(Dimension("bureau", _("组织单位"), "office__name"),),
    listed=lambda rows: rows.select_related("office").order_by("-called_at", "-pk"), place=70,
)  # fmt: skip
CONTESTS_CALLED = Flow(
    key="contests.called", words=_("发布征集的大赛"), unit=pgettext_lazy("unit", "场"), source=CALLED, time="called_at",
    public=True, definition=_("期间内发布征集的创业大赛数，后来取消的也计。"),
)  # fmt: skip


def _seen(rows: QuerySet[ContestEntry], person: Person) -> QuerySet[ContestEntry]:
    return rows.filter(pk__in=ContestEntry.objects.at_desk_of(person).values("pk"))


HANDED_IN = Source[ContestEntry](
    "contest_entries", _("参赛作品"), lambda _day: ContestEntry.objects.filter(handed_in_at__isnull=False), ENTRIES,
    _seen,
    dimensions=(
        Dimension("contest", _("大赛"), "contest__title"), Dimension("track", _("赛道"), "track__name"),
    ),
    listed=lambda rows: rows.select_related(
        "contest", "track", "enterprise", "team", "award__prize", "award__revoked").order_by("-handed_in_at", "-pk"),
    place=71,
)  # fmt: skip
ENTERED = Flow(
    key="contests.entered", words=_("参赛作品"), unit=pgettext_lazy("unit", "件"), source=HANDED_IN,
    time="handed_in_at",
    where=~Q(state="withdrawn"), public=True, definition=_("期间内提交参赛的作品数，后来退出的不计。"),
)  # fmt: skip
TEAMS = Flow(
    key="contests.teams", words=_("参赛的团队"), unit=pgettext_lazy("unit", "支"), source=HANDED_IN,
    time="handed_in_at",
    where=Q(team__isnull=False) & ~Q(state="withdrawn"), of=("team",), public=True,
    definition=_("期间内提交过参赛作品、没有以企业名义参赛的团队数；一支团队参加几场只计一次。"),
)  # fmt: skip

GIVEN = Source[ContestAward](
    "contest_awards", _("大赛奖项"), lambda _day: ContestAward.objects.all(), AWARDS, None,
    dimensions=(
        Dimension("level", _("级别"), "prize__level"), Dimension("contest", _("大赛"), "entry__contest__title"),
    ),
    listed=lambda rows: rows.select_related(
        "entry__contest", "entry__team", "entry__enterprise", "prize").order_by("-on", "number"),
    place=72,
)  # fmt: skip
AWARDED = Flow(
    key="contests.awarded", words=_("大赛奖项"), unit=pgettext_lazy("unit", "个"), source=GIVEN, time="at",
    where=Q(revoked=None), public=True, definition=_("期间内公布的大赛奖项数，撤销的不计。"),
)  # fmt: skip
FIGURES = (CONTESTS_CALLED, ENTERED, TEAMS, AWARDED)
