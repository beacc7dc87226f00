"""The night's telling: of each occasion, whoever subscribed and may have it; once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.messages.queueing import posting_many
from district.ground.papers.letter import official_date
from district.ground.people.queries import Person
from district.ground.record.actions import official
from district.policies import queries
from district.policies.models import Programme
from district.policies.subscribing.models import Subscription, Told
from district.policies.subscribing.occasions import CHANGED, NEW, OPEN, REOPENED, Occasion, occasions

FIRST = (NEW, REOPENED, OPEN, CHANGED)  # of several on one night the one that is said
TITLE = 200  # letters a notice's title has room for
ROOM = "policies"


@dataclass(frozen=True)
class Fit:
    """How a programme stands to a firm: yes, one, held, open or service. `None` of no firm: nobody was judged."""

    group: str = ""
    enterprise: Enterprise | None = None


def tell(*, today: dt.date) -> int:
    """Tell whoever is to be told; run again it tells nobody anew. Returns how many notices were left."""
    news = occasions(today)
    if not news:
        return 0
    judged = _Judged(today, {each.programme.slug for each in news})
    rows = Subscription.objects.standing().filter(person__is_active=True)
    rows = rows.select_related("person", "programme", "enterprise").order_by("person_id", "pk")
    told = 0
    with posting_many(), official():
        for subscription in rows.iterator(chunk_size=500):
            told += _of(subscription, news, judged)
    return told


def _of(subscription: Subscription, news: list[Occasion], judged: _Judged) -> int:
    """What one subscription brings: a notice a programme, whatever happened to it."""
    mine: dict[int, list[Occasion]] = defaultdict(list)
    for each in news:
        about = subscription.programme_id in (None, each.programme.pk)
        if about and each.since > subscription.created_at:
            mine[each.programme.pk].append(each)
    told = 0
    for found in mine.values():
        fit = judged.fit(subscription, found[0].programme)
        told += fit is not None and _tell(subscription, found, fit)
    return told


def _tell(subscription: Subscription, found: list[Occasion], fit: Fit) -> bool:
    """One notice of a programme, and a row for each occasion it tells of; False where all were told."""
    with transaction.atomic():
        made = [
            Told.objects.get_or_create(
                person=subscription.person, programme=each.programme, occasion=each.key,
                defaults={"subscription": subscription, "at": clock.now()},
            )[1] for each in found
        ]  # fmt: skip
        fresh = [each for each, new in zip(found, made, strict=True) if new]
        if not fresh:
            return False
        said = min(fresh, key=lambda each: FIRST.index(each.kind))
        programme = said.programme
        post(to=[subscription.person], title=_title(said, fit), body=_body(subscription, said, fit),
             link=reverse("policies:programme", args=[programme.slug]), room=ROOM, subject=programme.slug,
             office=programme.office)  # fmt: skip
    return True


def _title(said: Occasion, fit: Fit) -> str:
    titles = {
        NEW: _("新政策：%(name)s"), REOPENED: _("重新开放：%(name)s"), OPEN: _("%(name)s开始申报"),
        CHANGED: _("%(name)s的规则有变化"),
    }  # fmt: skip
    title = titles[said.kind] % {"name": said.programme.name}
    return (f"{fit.enterprise.name}：{title}" if fit.enterprise else title)[:TITLE]


def _body(subscription: Subscription, said: Occasion, fit: Fit) -> str:
    groups = {
        "yes": _("按现有信息，贵企业符合条件。"), "one": _("贵企业还差一项信息，补上就知道是否符合。"),
        "held": _("贵企业的信息待部门核验。"), "open": _("贵企业可能符合，还有情况要确认。"),
        "service": _("这是一项服务，不用申报，直接联系办理单位。"), "": _("请打开页面，看看是否符合。"),
    }  # fmt: skip
    parts = [groups[fit.group]]
    if said.closes is not None and said.kind != CHANGED:
        parts.append(_("%(day)s 截止。") % {"day": official_date(said.closes)})
    stop = reverse("policies:unsubscribe", args=[subscription.key])
    if settings.SITE_ADDRESS:
        parts.append(_("不想再收到这类通知：%(link)s ，打开后按“退订”。") % {"link": f"{settings.SITE_ADDRESS}{stop}"})
    else:
        parts.append(_("不想再收到这类通知，请登录后在“我的订阅”里退订。"))
    return "\n".join(parts)


class _Judged:
    """Verdicts by enterprise, each judged once, on the programmes of the night."""

    def __init__(self, today: dt.date, slugs: set[str]) -> None:
        self.today, self.slugs = today, slugs
        self.of_enterprise: dict[int, dict[str, str]] = {}
        self.of_person: dict[int, list[Enterprise]] = {}

    def fit(self, subscription: Subscription, programme: Programme) -> Fit | None:
        """The best chance the person's enterprises have; None where none has any."""
        firms = self._firms(subscription.person)
        if subscription.enterprise is not None:
            firms = [each for each in firms if each == subscription.enterprise]
            if not firms:
                return None  # no longer a member: what is known of the firm is no longer theirs
        elif not firms or programme.subject != "enterprise":
            return Fit()
        fits = [Fit(group, firm) for firm in firms if (group := self._groups(firm).get(programme.slug))]
        return min(fits, key=lambda each: GROUPS.index(each.group), default=None)

    def _firms(self, person: Person) -> list[Enterprise]:
        if person.pk not in self.of_person:
            self.of_person[person.pk] = list(enterprises.my_enterprises(person))
        return self.of_person[person.pk]

    def _groups(self, firm: Enterprise) -> dict[str, str]:
        """Programme → how it stands to the firm, as `/fits/` says it; without those that do not fit."""
        if firm.pk not in self.of_enterprise:
            found = queries.fits(queries.facts_for_judging(firm, self.today), self.today, slugs=self.slugs)
            lists: Iterable[tuple[str, tuple[queries.Verdict, ...]]] = (
                ("yes", found.eligible), ("one", found.one_missing), ("held", found.held), ("open", found.undecided),
                ("service", found.services),
            )  # fmt: skip
            self.of_enterprise[firm.pk] = {each.programme: key for key, verdicts in lists for each in verdicts}
        return self.of_enterprise[firm.pk]


GROUPS = ("yes", "service", "one", "held", "open")
