"""Posts for internships in start-ups, and who had one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import my_enterprises, sight
from district.ground.people.queries import Kind
from district.ground.record.moves import State
from district.services.training.camp import states
from district.services.training.camp.models.cohorts import KEEPERS, CampSignUp

if TYPE_CHECKING:
    from district.ground.people.queries import Person

PERSON = settings.AUTH_USER_MODEL


def _bases(person: Person) -> list[int]:
    kinds = {Kind.BASE, Kind.INCUBATOR}
    return [each.organisation_id for each in person.memberships if each.organisation.kind in kinds]


def offered_by(person: Person, field: str = "") -> Q:
    """Posts whose firm a person may see, their own and clients', and those of the bases and incubators they are in."""
    return sight(person, f"{field}enterprise") | Q(**{f"{field}base__in": _bases(person)})


def acted_on_by(person: Person, field: str = "") -> Q:
    """Posts a person acts on: confirmed in the firm, or in the base. Seeing is more: no mandate grants posts, and of a
    firm that was left or closed one only sees them.
    """
    firms = my_enterprises(person).order_by().values("pk")
    return Q(**{f"{field}enterprise__in": firms}) | Q(**{f"{field}base__in": _bases(person)})


def acts_on(person: Person, post: InternPost) -> bool:
    """Whether a post is of a firm or a base they act for."""
    return InternPost.objects.filter(acted_on_by(person), pk=post.pk).exists()


def offers(person: Person, post: InternPost) -> bool:
    """Whether a post is of a firm or a base of theirs, whatever they may do there."""
    return InternPost.objects.filter(offered_by(person), pk=post.pk).exists()


class InternPostRows(models.QuerySet["InternPost"]):
    def visible_to(self, person: Person | None) -> InternPostRows:
        """What was approved, to everybody; one's own; those one's bureau looks after; all to auditors."""
        public = Q(given_at__isnull=False)
        if person is None:
            return self.filter(public)
        if person.has_role("auditor"):
            return self
        return self.filter(public | offered_by(person) | Q(office__in=person.bureau_ids(*KEEPERS)))

    def kept_by(self, person: Person) -> InternPostRows:
        return self if person.has_role("auditor") else self.filter(office__in=person.bureau_ids(*KEEPERS))


class InternPost(models.Model):
    """One post (岗位) of a firm or a base, for so many `places`; public once an officer of `office` approved it.
    Of past ones only the name of the firm is known.
    """

    reference = models.CharField(max_length=24, unique=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    base = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    firm = models.CharField(_("单位"), max_length=120)
    title = models.CharField(_("岗位"), max_length=80)
    text = models.TextField(_("做什么、要求什么"), blank=True)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    gives = models.CharField(_("待遇"), max_length=120, blank=True)
    places = models.PositiveSmallIntegerField(_("人数"), default=1)
    begins = models.DateField(_("从"))
    ends = models.DateField(_("到"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=[(k, s.staff) for k, s in states.POSTS.items()],
                             default=states.WAITING)  # fmt: skip
    why = models.CharField(max_length=200, blank=True)
    past = models.BooleanField(default=False)
    given_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = InternPostRows.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(states.POSTS)), name="camp_post_state_is_known"),
            models.CheckConstraint(condition=Q(places__gte=1), name="post_takes_somebody"),
            models.CheckConstraint(condition=Q(enterprise=None) | Q(base=None), name="post_is_of_one"),
            models.CheckConstraint(condition=~Q(state="returned", why=""), name="camp_returned_post_says_why"),
            models.CheckConstraint(condition=~Q(state="given", given_at=None) & ~Q(state="closed", given_at=None),
                                   name="post_given_when"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}，{self.firm}"

    @property
    def shown(self) -> State:
        return states.POSTS[self.state]


class InternshipRows(models.QuerySet["Internship"]):
    def visible_to(self, person: Person) -> InternshipRows:
        """One's own; of one's own posts; those of one's bureaus; all to auditors."""
        if person.has_role("auditor"):
            return self
        kept = Q(post__office__in=person.bureau_ids(*KEEPERS))
        return self.filter(kept | Q(learner__person=person) | offered_by(person, "post__"))


class Internship(models.Model):
    """A learner asks for a post; taken, it ends with an outcome, which is apart from its state."""

    class Outcome(models.TextChoices):
        DONE = "done", _("如期完成")
        HIRED = "hired", _("留用")
        FOUNDED = "founded", _("自己创业")
        EARLY = "early", _("提前离开")
        ABSENT = "absent", _("没有到岗")

    reference = models.CharField(max_length=24, unique=True)
    post = models.ForeignKey(InternPost, models.PROTECT, related_name="internships")
    learner = models.ForeignKey(CampSignUp, models.PROTECT, related_name="internships")
    text = models.CharField(_("自我介绍"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=[(k, s.staff) for k, s in states.INTERNSHIPS.items()])
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    why = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    objects = InternshipRows.as_manager()

    class Meta:
        ordering = ("post", "asked_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(states.INTERNSHIPS)), name="internship_state_is_known"),
            models.UniqueConstraint(fields=("post", "learner"), condition=Q(state__in=sorted(states.RUNNING)),
                                    name="one_internship_a_post_and_learner"),
            models.UniqueConstraint(fields=("learner",), condition=Q(state="taken"), name="one_internship_at_a_time"),
            models.CheckConstraint(
                condition=(Q(state="ended", ended_on__isnull=False) & ~Q(outcome="")) | (~Q(state="ended")
                                                                                       & Q(outcome="")),
                name="ended_internship_has_an_outcome",
            ),
            models.CheckConstraint(condition=~Q(state="declined", why=""), name="declined_internship_says_why"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.learner} · {self.post}"

    @property
    def shown(self) -> State:
        return states.INTERNSHIPS[self.state]
