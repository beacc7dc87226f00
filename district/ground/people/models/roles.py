"""What somebody is in an organisation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Duties in a bureau or street: they open the desk."""

    OFFICER = "officer", _("经办人")
    LEADER = "leader", _("负责人")
    AUDITOR = "auditor", _("审计")
    EXPERT = "expert", _("评审专家")
    ADMINISTRATOR = "administrator", _("系统管理员")


class Part(models.TextChoices):
    """Parts in any organisation: a steward keeps its members, staff and members take part."""

    STEWARD = "steward", _("机构管理员")
    STAFF = "staff", _("工作人员")
    MEMBER = "member", _("成员")


# A substitute works cases and decides; an auditor's, an expert's and an administrator's duty is nobody else's.
PASSED_ON = (Role.OFFICER, Role.LEADER)
