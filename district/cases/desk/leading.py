"""Where an enterprise stands with a programme, for that programme's page: its case, else whether it may begin one."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.core import checks
from district.cases.core.models import Application
from district.cases.core.states import AT_APPLICANT, DRAFT
from district.cases.core.windows import AHEAD, window_of
from district.cases.offers.models import Offer
from district.enterprises.queries import Enterprise
from district.policies.queries import Programme, Standing


def standing_of(enterprise: Enterprise, programme: Programme, today: dt.date) -> Standing:
    """The open case, else an offer that waits for an answer, else the last case with why no other may follow it."""
    cases = Application.objects.filter(enterprise=enterprise, programme=programme)
    if case := cases.open().first():
        return _of(case)
    offer = Offer.objects.filter(enterprise=enterprise, programme=programme, state=Offer.State.OPEN).first()
    if offer is not None:
        url = reverse("cases:offer", args=[offer.reference])
        return Standing(offer.reference, url, str(offer.get_state_display()), _("去确认领取"), open=True)
    try:
        version = checks.version_to_apply_under(enterprise, programme, today, ahead=AHEAD)
    except checks.NotPossible as refused:
        last = cases.exclude(state=DRAFT).order_by("-created_at", "-pk").first()
        return _of(last, str(refused)) if last else Standing(why_not=str(refused))
    window = window_of(version.description.get("intake") or {}, today)
    return Standing(ahead=window is not None and not window.is_open(today))


def _of(case: Application, why_not: str = "") -> Standing:
    url = reverse("cases:mine_one", args=[case.reference])
    label = _("继续填写") if case.state in AT_APPLICANT else _("查看我的申报")
    return Standing(case.reference, url, str(case.stage.public), label, not case.stage.final, why_not)
