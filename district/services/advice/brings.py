"""What advice brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.messages.kinds import Kind, kinds
from district.services.advice import telling

kinds.register(
    Kind(telling.TOLD, _("咨询进展")), Kind(telling.OFFERED, _("请专家接单")), Kind(telling.WAKES, _("咨询待协调")),
    Kind(telling.LADDER, _("咨询提醒")), Kind(telling.RATE, _("请评价咨询")),
)  # fmt: skip
