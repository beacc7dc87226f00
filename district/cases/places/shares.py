"""What a case gets where a sum is shared in proportion: the share of the last list it stands in."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from district.cases.core import standing
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.places.listed import offers_of_case, quota_of
from district.cases.places.models import Listed


def share_of(case: Application) -> Decimal | None:
    """The case's share in yuan; None where its programme shares nothing out. Raises NotPossible before it is shared,
    and for a case that is only thought of.

    An automatic grant whose budget was too small gives what its list says.
    """
    if (offered := offered_to(case)) is not None:
        return offered
    quota = quota_of(case.version)
    if quota is None or quota.by != "pro-rata":
        return None
    found = Listed.objects.filter(application=case, share__isnull=False).first() if case.pk else None
    if found is None:
        raise NotPossible(_("这个项目按比例分配：先排定分配，再作决定。"))
    return found.share


def offered_to(case: Application) -> Decimal | None:
    """The part an automatic grant's list gives a case, in yuan; None where it gives all, or there is no list."""
    if case.pk is None:  # an offer that is only looked at is no case yet
        return None
    return next((found.part for said in offers_of_case if (found := said(case)) is not None), None)


def to_give(verdict: standing.VerdictJson, share: Decimal | None) -> Decimal | None:
    """What a grant gives: the verdict's amount, or the share of it where a sum is shared out."""
    due = standing.amount(verdict)
    return due if share is None or due is None else min(due, share)


def logged(share: Decimal | None) -> dict[str, str]:
    """What the log says of a decision beside its amount."""
    return {} if share is None else {"share": f"{share:.2f}"}
