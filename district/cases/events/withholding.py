"""At the release of money: which awards the register of today would not give, for the room that pays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.cases.core import today
from district.cases.core.models import Decision
from district.enterprises.queries import Fact
from district.funds.withholding import DIFFERS, Stop
from district.policies.queries import digest_of

DECLARED = "declared"


def would_not_pay(references: Collection[str]) -> Mapping[str, Stop]:
    """By reference of an award: one that is paid once, granted on facts the register of today bars.

    Awards paid by periods are judged on every period's own day where they are rechecked. Only cases of which the
    register has learnt something since they were read are judged: one query finds them.
    """
    of_case: dict[str, list[str]] = defaultdict(list)
    for each in references:  # a case that is decided again may have several awards: its own reference, and it with -2
        for case in {each, each.rsplit("-", 1)[0]}:
            of_case[case].append(each)
    learnt = Fact.objects.filter(
        enterprise=OuterRef("application__enterprise"), known_until=None, known_from__gte=OuterRef("submission__at")
    ).exclude(grade=DECLARED)
    rows = Decision.objects.in_force().filter(
        Exists(learnt), outcome="granted", times=1, application__reference__in=list(of_case)
    )
    found: dict[str, Stop] = {}
    for decision in rows.select_related(
        "submission__version__release", "application__enterprise", "application__programme__office",
        "application__version__release", "application__version__programme",
    ).defer("application__version__release__files", "submission__version__release__files"):  # fmt: skip
        row = decision.application
        barring = [each for each in today.differences(row) if each.bars]
        if barring:
            with override(settings.LANGUAGE_CODE):
                why = _("放行时登记与决定所依据的不同：%(said)s") % {"said": today.in_words(barring)}
            cause = digest_of([[each.name, dict(each.today)] for each in barring])[:32]
            stop = Stop(f"{DIFFERS}{cause}", why, barring[0].name)
            found |= dict.fromkeys(of_case[row.reference], stop)
    return found
