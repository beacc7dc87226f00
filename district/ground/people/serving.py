"""Who once worked for the district and does no more: their account is kept a stated term, to account for what they did.

After it what reached the person goes as from any account; the name stays where it stands on official acts, as long as
the record itself.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import DateField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, TruncDate

from district.ground import clock
from district.ground.people.models import Expert, OrganisationMembership, Person, Role

NEVER = dt.date(1900, 1, 1)  # `served` of whoever never worked for the district


def duties_held() -> QuerySet[OrganisationMembership]:
    """Duties that somebody has or had: what nobody vouched for never was one."""
    return OrganisationMembership.objects.filter(role__in=Role.values, vouched_at__isnull=False)


def with_served(people: QuerySet[Person]) -> QuerySet[Person]:
    """People with `served`: the day their last duty, or their last term as an expert, ended; NEVER without any."""
    mine = {"person": OuterRef("pk")}
    duties, terms = duties_held().filter(**mine), Expert.objects.filter(**mine)
    return people.annotate(served=Greatest(_latest(duties), _latest(terms)))


def _latest(rows: QuerySet[OrganisationMembership] | QuerySet[Expert]) -> Coalesce:
    ends = Max(Coalesce(TruncDate("ended_at"), "until", output_field=DateField()))
    found = Subquery(rows.order_by().values("person").annotate(ends=ends).values("ends"), output_field=DateField())
    return Coalesce(found, Value(NEVER, output_field=DateField()), output_field=DateField())


def kept_until(served: dt.date) -> dt.date:
    """The last day an account is kept because of a duty that ended on a day."""
    return served + dt.timedelta(days=settings.OFFICIAL_TERM_DAYS)


def served_out_by(day: dt.date) -> Q:
    """Of `with_served`: those whom no duty keeps after a day; also who never had one."""
    return Q(served__lte=day - dt.timedelta(days=settings.OFFICIAL_TERM_DAYS))


def open_terms(today: dt.date) -> Q:
    """Memberships and experts' terms that stand or are to come."""
    return Q(ended_at=None) & (Q(until=None) | Q(until__gte=today))


def last_served(person: Person) -> dt.date | None:
    """The day somebody's last duty ended; None for whoever has one, or never had."""
    if duties_held().filter(open_terms(clock.today()), person=person).exists():
        return None
    served: dt.date = with_served(Person.objects.filter(pk=person.pk)).get().served  # type: ignore[attr-defined]
    return None if served == NEVER else served


def keepers_of_former(person: Person) -> QuerySet[Person]:
    """Who is told of a former official's account: administrators, and who leads the office of a last duty."""
    offices = duties_held().filter(person=person).values("organisation")
    led = OrganisationMembership.objects.standing().filter(role=Role.LEADER, organisation__in=offices)
    admins = OrganisationMembership.objects.standing().filter(role=Role.ADMINISTRATOR)
    mine = Q(pk__in=led.values("person")) | Q(pk__in=admins.values("person"))
    return Person.objects.filter(mine, is_active=True).exclude(pk=person.pk)
