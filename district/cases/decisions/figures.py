"""What is counted of audit bundles: every decision a rule was judged for, those since replaced included."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases.core.columns import DECISIONS
from district.cases.core.figures import DECIDED
from district.cases.core.models import Decision
from district.cases.core.services import without_services
from district.ground.figures.figure import Dimension, Flow, Source

EVER = Source[Decision](
    "decisions_ever", _("审计包里的决定"), lambda _day: without_services(Decision.objects.by_rule(), "application__"),
    DECISIONS, DECIDED.seen,
    dimensions=(
        *(each for each in DECIDED.dimensions if each.key != "handed_in"),
        Dimension("name", _("项目名称"), "application__programme__name", listed=False),
        Dimension("outcome", _("结果"), "outcome", listed=False),
    ),
    invented=DECIDED.invented, listed=DECIDED.listed, place=95, people=DECIDED.people,
)  # fmt: skip
IN_BUNDLES = Flow(
    key="cases.in_bundles", words=_("审计包里的决定"), unit=pgettext_lazy("unit", "件"),
    source=EVER, time="at", public=True,
    definition=_("作出过的同意和不予同意的决定件数，后来被更正或撤销的原决定也计；不予受理的不计，服务不计。"),
)  # fmt: skip

FIGURES = (IN_BUNDLES,)
