"""Sample audits of employers' training: the list sealed, the seed recorded, drawn, heard, ruled on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Person, Role
from district.ground.record.moves import State
from district.services.training.employers.models.filings import KEEPERS, seen_by
from district.services.training.employers.models.learners import Trainee
from district.services.training.employers.states import AUDIT_STATES, ITEM_STATES, RULED, TELLS

PERSON = settings.AUTH_USER_MODEL


class AuditRows(models.QuerySet["Audit"]):
    def visible_to(self, person: Person) -> AuditRows:
        """Those of one's bureaus; all to auditors."""
        if person.has_role(Role.AUDITOR):
            return self
        return self.filter(office__in=person.bureau_ids(*KEEPERS))


class ItemRows(models.QuerySet["AuditItem"]):
    def visible_to(self, person: Person) -> ItemRows:
        """Whoever sees the filing; the enterprise once it was told."""
        rows = self.filter(seen_by(person, "learner__filing__"))
        return rows if person.is_official else rows.filter(state__in=TELLS)


class Audit(models.Model):
    """A sample of learners whose hours are looked at. `population`: sealed first; `seed`: recorded before the draw."""

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    title = models.CharField(_("名称"), max_length=120)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    since = models.DateField(_("结班自"))
    until = models.DateField(_("结班至"))
    size = models.PositiveIntegerField(_("抽几人"))
    population = models.JSONField()
    digest = models.CharField(max_length=64)
    seed = models.CharField(_("种子"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=[(key, each.staff) for key, each in AUDIT_STATES.items()])
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_key = models.UUIDField(unique=True)

    objects = AuditRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("培训抽查")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(AUDIT_STATES)), name="audit_state_is_known"),
            models.CheckConstraint(condition=Q(state="sealed") | ~Q(seed=""), name="audit_drawn_from_a_seed"),
            models.CheckConstraint(condition=Q(size__gte=1), name="audit_draws_somebody"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown(self) -> State:
        return AUDIT_STATES[self.state]


class AuditItem(models.Model):
    """One learner drawn. A doubt is told, heard, then ruled on; where money was decided it goes on as a finding."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="items")
    learner = models.ForeignKey(Trainee, models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(key, each.staff) for key, each in ITEM_STATES.items()])
    doubt = models.CharField(_("疑点"), max_length=500, blank=True)
    hear_until = models.DateField(_("陈述到"), null=True)
    heard = models.CharField(_("企业的陈述"), max_length=1000, blank=True)
    ruling = models.CharField(_("结论和理由"), max_length=500, blank=True)
    finding = models.CharField(_("线索编号"), max_length=24, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    objects: Any = ItemRows.as_manager()

    class Meta:
        ordering = ("audit", "place")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("audit", "learner"), name="one_item_a_learner_and_audit"),
            models.CheckConstraint(condition=Q(state__in=sorted(ITEM_STATES)), name="audit_item_state_is_known"),
            models.CheckConstraint(condition=~Q(state__in=sorted(TELLS)) | ~Q(doubt=""), name="audit_doubt_says_what"),
            models.CheckConstraint(condition=~Q(state__in=sorted(RULED)) | ~Q(ruling=""), name="audit_ruling_says_why"),
        ]

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return f"{self.audit.reference}/{self.place}"

    @property
    def shown(self) -> State:
        return ITEM_STATES[self.state]
