"""What hours bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.messages.kinds import Kind, kinds

kinds.register(Kind("hours", _("学时核实")))
