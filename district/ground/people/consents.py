"""Accounts are kept for a purpose somebody agreed to, for a term; what runs out is emptied after its owner was told."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.bringing.registry import Registry
from district.ground.people import memberships
from district.ground.people.actions import account_changed, shut
from district.ground.people.models import (
    AccountConsent,
    AccountEnding,
    Expert,
    OrganisationMembership,
    Person,
    Role,
)
from district.ground.people.models.persons import ANONYMOUS
from district.ground.people.serving import NEVER, duties_held, kept_until, open_terms, served_out_by, with_served

VERSION = "2026-1"  # of the words below: changed with them
FIRST, AGAIN = dt.timedelta(days=30), dt.timedelta(days=7)  # how long before the end somebody is told
AT_ONCE = 500  # accounts asked about together

# Rooms above say of these keys of accounts which are still needed: an open case, money owed, a firm acted for.
account_needed: Registry[Callable[[Collection[int]], Iterable[int]]] = Registry("whose accounts are still needed")


def term_from(day: dt.date) -> dt.date:
    """The last day of a consent given on a day."""
    return day + dt.timedelta(days=settings.ACCOUNT_TERM_DAYS)


def words_of(until: dt.date) -> str:
    """What somebody agrees to, as it is kept."""
    return _(
        "我同意本区为让我登录、替我认领的企业或者自己办事、通知我进度，保存我的姓名、邮箱、手机和登录记录，到%(day)s为止。"
        "到期前三十天和七天会提醒我，我可以续期，也可以随时注销。到期不续，账号注销，姓名、邮箱和手机删除；"
        "已经提交的申报和办事留痕依法留存。"
    ) % {"day": clock.said(until)}


def consent_of(person: Person) -> AccountConsent | None:
    """The latest, whether it still runs or not."""
    return AccountConsent.objects.filter(person=person).first()


def agree(*, person: Person) -> AccountConsent:
    """Somebody agrees, from today for a whole term; a second time on a day changes nothing."""
    today = clock.today()
    until = term_from(today)
    said = {"text": words_of(until), "version": VERSION, "given_at": clock.now(), "until": until}
    with transaction.atomic():
        made, new = AccountConsent.objects.get_or_create(person=person, since=today, defaults=said)
        if new:
            account_changed.send(sender=Person, person=person, verb="agree-account")
    return made


def ending_by(day: dt.date) -> list[Person]:
    """Accounts that run out by a day and that nobody needs, the earliest first; each with `due`, its last day."""
    found = list(dated().filter(out_by(day)))
    for row in found:
        row.due = _due(row)  # type: ignore[attr-defined]
    kept = still_needed([row.pk for row in found])
    return sorted((row for row in found if row.pk not in kept), key=lambda row: (row.due, row.pk))  # type: ignore[attr-defined]


def still_needed(keys: Collection[int]) -> set[int]:
    """Of these accounts those that stay: whoever has a duty, stands in an organisation, is an expert whose term runs,
    or is needed by a room."""
    stands = open_terms(clock.today())
    listed, found = list(keys), set[int]()
    for start in range(0, len(listed), AT_ONCE):
        part = listed[start : start + AT_ONCE]
        rows = OrganisationMembership.objects.filter(person__in=part, vouched_at__isnull=False)
        found.update(rows.filter(stands).values_list("person", flat=True))
        found.update(Expert.objects.filter(stands, person__in=part).values_list("person_id", flat=True))
        for asked in account_needed:
            found.update(asked(part))
    return found


def ending_of(person: Person, today: dt.date) -> tuple[AccountEnding, bool]:
    """What is said of an account of `ending_by`, and whether it is new."""
    due: dt.date = person.due  # type: ignore[attr-defined]
    said = {"told_on": today, "day": max(due, today + FIRST)}
    return AccountEnding.objects.get_or_create(person=person, due=due, defaults=said)


def outdated(found: Collection[Person]) -> list[AccountEnding]:
    """What was said of accounts that are not among those that end, or end on another day now."""
    holds = {(each.pk, each.due) for each in found}  # type: ignore[attr-defined]
    rows = AccountEnding.objects.filter(person__anonymised_at=None)
    return [each for each in rows if (each.person_id, each.due) not in holds]


def anonymise(*, ending: AccountEnding) -> bool:
    """Close an account whose announced last day is past and take its name off: nobody signs in with it again. Its key
    stays where it acted, and an official's name too, for those acts are the office's. Nothing where it was renewed,
    used or needed since; whether it was done."""
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=ending.person_id)
        row = dated().filter(out_by(clock.today() - dt.timedelta(days=1)), pk=ending.person_id).first()
        over = ending.again_on is not None and ending.day < clock.today()
        if row is None or not over or _due(row) != ending.due or still_needed([row.pk]):
            return False
        for each in OrganisationMembership.objects.filter(person=row, ended_at=None):
            memberships.close(each, None, _("账号到期"))
        shut(row)
        row.acted_by_name = row.served > NEVER  # type: ignore[attr-defined]
        row.name, row.first_name, row.last_name = row.name if row.acted_by_name else ANONYMOUS, "", ""
        row.username, row.anonymised_at = f"closed-{row.pk}-{secrets.token_hex(4)}", clock.now()
        row.save(update_fields=["name", "first_name", "last_name", "username", "anonymised_at", "acted_by_name",
                                "is_active", "email", "password"])  # fmt: skip
        account_changed.send(sender=Person, person=row, verb="anonymise", reason=_("保存期限到期"))
    return True


def former_officials(person: Person) -> QuerySet[Person]:
    """Who had a duty and has none now, the longest gone first: all for administrators, for a leader those of the
    offices they lead. Each as `dated` gives them; no account that was emptied already."""
    held = duties_held().filter(person=OuterRef("pk"))
    rows = dated().filter(Exists(held))
    rows = rows.exclude(Exists(held.filter(open_terms(clock.today()))))
    if not person.has_role(Role.ADMINISTRATOR):
        rows = rows.filter(Exists(held.filter(organisation__in=person.bureau_ids(Role.LEADER))))
    return rows.order_by(F("served").asc(), "pk")


def dated() -> QuerySet[Person]:
    """Accounts with a name still, each with `agreed_until` (None: never agreed), `seen_at`: when it was opened, last
    signed in to, or agreed about, and `served`."""
    latest = AccountConsent.objects.filter(person=OuterRef("pk")).order_by("-since", "-pk")
    given = Subquery(latest.values("given_at")[:1])
    return with_served(Person.objects.filter(anonymised_at=None)).annotate(
        agreed_until=Subquery(latest.values("until")[:1]),
        seen_at=Greatest(F("date_joined"), Coalesce("last_login", "date_joined"), Coalesce(given, "date_joined")),
    )


def out_by(day: dt.date) -> Q:
    """Of accounts with these days: those whose term, and the time a past duty keeps them for, is over by a day."""
    idle = Q(seen_at__date__lte=day - dt.timedelta(days=settings.ACCOUNT_IDLE_DAYS))
    return (Q(agreed_until__lte=day) | idle) & served_out_by(day)


def _due(row: Person) -> dt.date:
    seen = timezone.localdate(row.seen_at)  # type: ignore[attr-defined]
    idle = seen + dt.timedelta(days=settings.ACCOUNT_IDLE_DAYS)
    usual: dt.date = min(row.agreed_until or idle, idle)  # type: ignore[attr-defined]
    return max(usual, kept_until(row.served))  # type: ignore[attr-defined]


def lasting(people: Collection[Person]) -> dict[int, dt.date | None]:
    """The last day of each of these accounts of `dated` as things stand, by key; None where it is needed."""
    kept = still_needed([each.pk for each in people])
    return {each.pk: None if each.pk in kept else _due(each) for each in people}
