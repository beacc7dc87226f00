"""Whom a job that proposed many cases tells: once, with the total in figures and in words."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.approving.levels import LEADER
from district.cases.desk.bulk.models import Job
from district.ground.messages.posting import post
from district.ground.papers.money import capital
from district.ground.people.queries import Bureau, leaders_of, officers_of
from district.ground.record.actions import official


def tell_signers(job: Job) -> None:
    """Who signs next at what the job proposed, bureau by bureau."""
    waiting = job.proposals.filter(state="waiting").select_related("office")
    for office in Bureau.objects.filter(pk__in=waiting.values("office")):
        rows = list(waiting.filter(office=office))
        people = leaders_of(office)
        if any(each.turn != LEADER for each in rows):
            people = (people | officers_of(office)).distinct()
        yuan = sum((each.amount or Decimal(0) for each in rows if each.outcome == "granted"), Decimal(0))
        with official():
            title = _("批量待审批：%(n)d 件") % {"n": len(rows)}
            body = (
                _("合计 %(yuan)s 元（%(words)s）。") % {"yuan": f"{yuan:,.2f}", "words": capital(yuan)} if yuan else ""
            )
            post(to=people.exclude(pk__in=[job.by_id]), title=title, body=body, room="cases", subject=job.reference,
                 link=reverse("cases:approvals") + f"?job={job.reference}", needs_action=True,
                 office=office)  # fmt: skip
