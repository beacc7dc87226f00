"""That somebody agreed to their account being kept, until when, and that it is going to end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.ground.people.models.persons import Person


class AccountConsent(models.Model):
    """What somebody agreed to when they opened or renewed their account: the words as they stood, in which version,
    from which day to which last day. Rows only grow (triggers stand in `record/`)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    text = models.TextField(_("同意的内容"))
    version = models.CharField(_("版本"), max_length=20)
    given_at = models.DateTimeField(_("何时同意"))
    since = models.DateField(_("从"))
    until = models.DateField(_("到"))

    class Meta:
        ordering = ("-since", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(version=""), name="account_consent_says_to_what"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="account_consent_ends_after_it_begins"),
            models.UniqueConstraint(fields=("person", "since"), name="one_account_consent_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.since}–{self.until}"


class AccountEnding(models.Model):
    """Somebody was told that their account ends. `due`: the last day of its term, or of the time without a sign-in;
    `day`: the last day as it was said, which leaves whoever is told late their full time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="endings")
    due = models.DateField()
    day = models.DateField()
    told_on = models.DateField()
    again_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("person", "due"), name="one_account_ending_per_due_day"),
            models.CheckConstraint(condition=Q(day__gte=F("due")), name="account_never_ends_before_it_is_due"),
            models.CheckConstraint(
                condition=Q(day__gt=F("told_on")) & (Q(again_on=None) | Q(day__gt=F("again_on"))),
                name="account_ends_after_the_person_was_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.day}"
