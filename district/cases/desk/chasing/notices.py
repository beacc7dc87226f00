"""What is said of something late, and to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.core.models import Application
from district.cases.core.states import OPEN_STATES, SCORING
from district.cases.desk.chasing.finding import Late
from district.cases.desk.chasing.ladder import ASKED, ASKED_LEADER, EXPERT, LEADER
from district.cases.desk.chasing.models import Nudge
from district.cases.review.scoring.models import Sheet
from district.cases.review.scoring.queries import to_do
from district.funds.holding import ending
from district.funds.queries import Award
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.people.queries import Bureau, Person, away_on, leaders_of, officers_of
from district.ground.record.actions import official

ROOM, KIND = "cases", "overdue"
SHOWN, SOME = 20, 500  # cases named in a message; references a question
W = Nudge.What


def late(each: Late, to: Sequence[str], days: int) -> int:
    """Tell the people of some rungs; returns how many."""
    with official():
        title, body, page = _words(each, days)
        office = Bureau.objects.get(pk=each.office)
        groups = {role: list(_people(each, office, role)) for role in to}
        if not any(groups.values()):  # nobody works there: the leaders must hear of it
            groups = {LEADER: list(leaders_of(office))}
        told: set[int] = set()
        for role, people in groups.items():
            leads = role in {LEADER, ASKED_LEADER}
            text = body + (_lead(each) if leads else "")
            fresh = [person for person in people if person.pk not in told]
            told |= {person.pk for person in fresh}
            link = reverse("cases:sheets") if role == EXPERT else page
            post(to=fresh, title=title[:200], body=text, link=link, room=ROOM, subject=each.about, needs_action=True,
                 kind=KIND, office=office)  # fmt: skip
    return len(told)


def _words(each: Late, days: int) -> tuple[str, str, str]:
    """(title, body, the page where it can be done)"""
    names = {
        "enterprise": each.enterprise, "programme": each.programme, "n": days, "reference": each.reference,
        "y": each.since.year, "m": each.since.month, "d": each.since.day, "office": each.asked_name,
    }  # fmt: skip
    titles = {
        W.ACCEPT: _("超期 %(n)d 个工作日未受理：%(enterprise)s “%(programme)s”"),
        W.DECIDE: _("超期 %(n)d 个工作日未决定：%(enterprise)s “%(programme)s”"),
        W.CORRECT: _("补正逾期 %(n)d 个工作日：%(enterprise)s “%(programme)s”"),
        W.APPEAL: _("复核申请超期 %(n)d 个工作日未答复：%(enterprise)s “%(programme)s”"),
        W.SHEETS: _("评分表逾期 %(n)d 个工作日：“%(programme)s” %(reference)s"),
        W.OPINION: _("会办意见逾期 %(n)d 个工作日：%(office)s，%(enterprise)s “%(programme)s”"),
        W.SUSPENDED: _("会办停表已 %(n)d 个工作日：%(office)s，%(enterprise)s “%(programme)s”"),
    }
    bodies = {
        W.ACCEPT: _("受理期限%(y)d年%(m)d月%(d)d日已过，请受理或一次退回补正。"),
        W.DECIDE: _("决定期限%(y)d年%(m)d月%(d)d日已过，请办下一步或作出决定。"),
        W.CORRECT: _("企业的补正期限%(y)d年%(m)d月%(d)d日已过，仍不补正的按期视为撤回，也可以写明理由终止办理。"),
        W.APPEAL: _("复核答复期限%(y)d年%(m)d月%(d)d日已过，请由没有作出原决定的人答复。"),
        W.SHEETS: _("评审期限%(y)d年%(m)d月%(d)d日已过，还有评分表没有交。"),
        W.OPINION: _("答复期限%(y)d年%(m)d月%(d)d日已过，请答复；需要时间核查的请写明原因停表。"),
        W.SUSPENDED: _("%(y)d年%(m)d月%(d)d日起停表，请答复或继续计时。"),
    }
    what = W(each.what)
    if what == W.SHEETS:
        page = reverse("cases:round", args=[each.reference])
    elif what == W.APPEAL:
        page = reverse("cases:appeal", args=[each.reference])
    elif what in {W.OPINION, W.SUSPENDED}:
        page = reverse("cases:joint", args=[each.reference])
    else:
        page = reverse("cases:case", args=[each.reference])
    return titles[what] % names, bodies[what] % names, page


def _lead(each: Late) -> str:
    officer = Person.objects.filter(pk=each.officer).first() if each.officer else None
    said = _("请督促，或改派给在岗的同事。")
    if each.what in {W.OPINION, W.SUSPENDED}:
        said = _("联审最长等多久见联审页，之后牵头部门负责人可以写明理由结束联审。")
    who = _("经办人：%(name)s。") % {"name": officer} if officer else _("还没有人领取。")
    return f"{who}{said}"


def _people(each: Late, office: Bureau, role: str) -> Iterable[Person]:
    if role == EXPERT:
        rows = to_do(Sheet.objects.filter(entry__round=each.key, entry__application__state=SCORING))
        return Person.objects.filter(pk__in=rows.values("seat__expert__person"), is_active=True)
    if role in {ASKED, ASKED_LEADER}:
        asked = Bureau.objects.get(pk=each.asked or 0)
        return officers_of(asked) if role == ASKED else leaders_of(asked)
    return leaders_of(office) if role == LEADER else in_charge(each.officer, office)


def in_charge(officer: int | None, office: Bureau) -> Iterable[Person]:
    """The officer of a case and who stands in for him today; all officers of the bureau while it has none."""
    if officer is None:
        return officers_of(office)
    away = away_on(clock.today()).filter(person=officer).values("absence__substitute")
    found = Person.objects.filter(Q(pk=officer) | Q(pk__in=away), is_active=True)
    return found if found.exists() else officers_of(office)


def hurried(case: Application, days: int) -> int:
    """The enterprise asks; the officer and the leaders hear it."""
    with official():
        office = case.programme.office
        people = {person.pk: person for person in [*in_charge(case.officer_id, office), *leaders_of(office)]}
        words: dict[str, Any] = {"enterprise": case.enterprise.name, "programme": case.programme.name, "n": days}
        title = _("企业催办：%(enterprise)s “%(programme)s”已超期 %(n)d 个工作日") % words
        post(to=people.values(), title=title[:200], body=_("请尽快办理，并告诉企业进展。"), room=ROOM,
             link=reverse("cases:case", args=[case.reference]), subject=case.reference, needs_action=True,
             kind=KIND, office=office)  # fmt: skip
    return len(people)


def holds_end(awards: Sequence[Award]) -> None:
    """Money held for cases is let go in a few days: each officer hears it of his own cases together."""
    by_reference = {award.reference: award for award in awards}
    groups: dict[tuple[int | None, int], list[Application]] = defaultdict(list)
    references = sorted(by_reference)
    for start in range(0, len(references), SOME):
        rows = Application.objects.filter(reference__in=references[start : start + SOME], state__in=OPEN_STATES)
        for row in rows.select_related("programme__office", "enterprise").order_by("pk"):
            groups[row.officer_id, row.programme.office_id].append(row)
    with official():
        for (officer, _office), cases in groups.items():
            office = cases[0].programme.office
            title = _("%(n)d 件的资金占用快到期，请决定或延长占用") % {"n": len(cases)}
            names = [ending(by_reference[case.reference]) for case in cases[:SHOWN]]
            one = cases[0].reference if len(cases) == 1 else ""
            link = reverse("funds:award", args=[one]) if one else f"{reverse('funds:year')}#holds"
            post(to=in_charge(officer, office), title=title, body="\n".join(names), link=link, room=ROOM,
                 subject=one, needs_action=True, kind="reminder", office=office)  # fmt: skip
