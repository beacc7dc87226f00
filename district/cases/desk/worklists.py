"""What the desk's list of cases is narrowed by: deadlines as tabs, filters, and what each officer may choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core import queries
from district.cases.core.models import Application
from district.cases.core.states import DRAFT, STATES
from district.cases.desk import buckets
from district.cases.desk.assigning.queries import lost, lost_condition, officers_for
from district.cases.desk.todo import waits_for
from district.ground import clock
from district.ground.people.queries import Bureau, Person, Role
from district.ground.tables.columns import Text
from district.ground.tables.filters import Asks, Chosen, Filter, Pairs, Tab, Tabs

HEAVY = ("facts", "contested", "verdict", "entered", "evidence", "statements", "passed")  # no list shows them
MINE = "mine"  # the tab of what is on the person's own to-do list
BUCKET_WORDS = {
    "overdue": gettext_lazy("已超期"), "today": gettext_lazy("今天到期"), "week": gettext_lazy("本周到期"),
    "later": gettext_lazy("以后到期"), "waiting": gettext_lazy("等补正或候补"), "done": gettext_lazy("已办结"),
}  # fmt: skip


def works(person: Person) -> bool:
    """Works on cases, and so chooses some and gives them to others."""
    return person.has_role(Role.OFFICER, Role.LEADER)


def cases_on_desk(person: Person, _asked: Mapping[str, str]) -> QuerySet[Application]:
    return queries.marking_invented(buckets.worklist(person).defer(*HEAVY))


def _in_bucket(bucket: str) -> Any:
    return lambda person, chosen: buckets.in_bucket_filter(bucket, clock.today())


def _open(_person: Person, chosen: Chosen) -> Q:
    """All that is open; where a state is asked for, all of it."""
    return Q() if chosen.get("state") else buckets.in_bucket_filter("", clock.today())


def _of_officer(person: Person, officer: str) -> Q:
    """Whoever asks for their own sees those they stand in for, too; 0 is nobody's."""
    key = int(officer)
    return Q(officer__in=[key, *(person.stands_in_for if key == person.pk else ())]) if key else Q(officer=None)


def _said(_person: Person, text: str) -> Q:
    return Q(reference__icontains=text) | Q(enterprise__name__icontains=text) | Q(enterprise__uscc=text.upper())


TABS = Tabs(
    (
        Tab("", gettext_lazy("全部在办"), _open),
        Tab(MINE, gettext_lazy("等我办"), lambda person, _chosen: waits_for(person, clock.today()), may=works),
        *(Tab(key, words, _in_bucket(key), tone="overdue" if key == "overdue" else "")
          for key, words in BUCKET_WORDS.items()),
    ), key="bucket", label=gettext_lazy("按期限"),
)  # fmt: skip
FILTERS = (
    Filter(
        "q", gettext_lazy("搜索"), Asks.WORDS, hint=gettext_lazy("企业名称、信用代码或编号"),
        where=_said,
    ),
    Filter("programme", gettext_lazy("项目"), Asks.KEY, "programme", every=gettext_lazy("全部项目")),
    Filter(
        "state", gettext_lazy("状态"), lookup="state", every=gettext_lazy("全部状态"),
        choices=[(key, state.staff) for key, state in STATES.items() if key != DRAFT],
    ),
    Filter("office", gettext_lazy("牵头部门"), Asks.KEY, "programme__office", every=gettext_lazy("全部部门")),
    Filter("officer", gettext_lazy("经办人"), Asks.KEY, where=_of_officer, every=gettext_lazy("全部经办人")),
    Filter(
        "lost", gettext_lazy("没有人在办的"), Asks.FLAG, hidden=True, may=works,
        where=lambda _person, _value: lost_condition(clock.today()),
        narrow=lambda rows, _value, _person: lost(rows, clock.today()),
    ),
)  # fmt: skip


def options(person: Person) -> dict[str, Pairs]:
    """The choices of each filter: only what occurs among the cases this person sees. One query."""
    found = buckets.worklist(person).order_by().values_list(
        "programme", "programme__name", "programme__office", "programme__office__name", "officer", "officer__name"
    ).distinct()  # fmt: skip
    programmes: dict[int, str] = {}
    offices: dict[int, str] = {}
    officers: dict[int, str] = {}
    for programme, programme_name, office, office_name, officer, officer_name in found:
        programmes[programme], offices[office] = programme_name, office_name
        if officer:
            officers[officer] = officer_name
    return {
        "programme": _by_name(programmes), "office": _by_name(offices),
        "officer": [*_own(person, officers), ("0", _("无人领取")), *_by_name(officers)],
    }  # fmt: skip


def _by_name(found: dict[int, str]) -> list[tuple[int, str]]:
    return sorted(found.items(), key=lambda pair: pair[1])


def _own(person: Person, officers: dict[int, str]) -> list[tuple[int, Text]]:
    """One's own first, by a word that says whether others' are among them."""
    if not works(person):
        return []
    officers.pop(person.pk, None)
    return [(person.pk, _("我的，含代理的") if person.stands_in_for else _("我的"))]


def nobodys(person: Person) -> dict[str, Q]:
    """What is counted beside the list: cases nobody looks after."""
    return {"lost": lost_condition(clock.today())} if works(person) else {}


def receivers(person: Person) -> list[Person]:
    """Who may be given cases: officers of the bureaus the person works for."""
    offices = person.bureau_ids(Role.OFFICER, Role.LEADER)
    return list(officers_for(Bureau.objects.filter(pk__in=offices))) if works(person) else []
