"""News and showcases, pictures in them, who agreed to be in them, and what readers report."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import my_enterprises
from district.ground.record.moves import State
from district.ground.record.sealed import SealedField
from district.services.community import states

if TYPE_CHECKING:
    from district.ground.people.queries import Person

KEEPERS = ("officer", "leader")  # duties in the office that answers for a post
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_reference(year: int) -> str:
    return f"CK{year}-{''.join(secrets.choice(LETTERS) for _n in range(6))}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


def written_by(person: Person) -> Q:
    """Posts somebody wrote, or colleagues of a firm did."""
    return Q(author=person) | Q(enterprise__in=my_enterprises(person).order_by().values("pk"))


class PostRows(models.QuerySet["Post"]):
    def visible_to(self, person: Person | None) -> PostRows:
        """What is published to everybody; one's own and one's firms'; what was handed in or public once to its office;
        all to auditors.
        """
        public = Q(state=states.PUBLISHED)
        if person is None:
            return self.filter(public)
        if person.has_role("auditor"):
            return self
        kept = Q(office__in=person.bureau_ids(*KEEPERS)) & (~Q(submitted_at=None) | ~Q(published_at=None))
        return self.filter(public | written_by(person) | kept)

    def published(self) -> PostRows:
        return self.filter(state=states.PUBLISHED)


class Post(models.Model):
    """News, or what an enterprise shows of itself: Markdown, by one author, looked at by one office."""

    class Kind(models.TextChoices):
        NEWS = "news", _("动态")
        SHOWCASE = "showcase", _("企业展示")

    reference = models.CharField(max_length=24, unique=True)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("标题"), max_length=80)
    lead = models.CharField(_("一句话"), max_length=160, blank=True)
    text = models.TextField(_("正文"))
    state = models.CharField(max_length=10, choices=states.CHOICES, default=states.DRAFT)
    why = models.CharField(max_length=300, blank=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = PostRows.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(states.STATES)), name="post_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=["news", "showcase"]), name="post_kind_is_known"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="post_says_something"),
            models.CheckConstraint(condition=~Q(kind="showcase") | Q(enterprise__isnull=False),
                                   name="showcase_is_of_an_enterprise"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, published_by__isnull=False),
                name="published_post_says_when_and_by_whom",
            ),
            models.CheckConstraint(condition=~Q(state__in=sorted(states.SAYS_WHY), why=""),
                                   name="returned_article_says_why"),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=("state", "kind", "-published_at"), name="post_by_day"),
            models.Index(fields=("author",), name="post_by_author"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown(self) -> State:
        return states.STATES[self.state]

    @property
    def is_public(self) -> bool:
        return self.state == states.PUBLISHED

    @property
    def is_writable(self) -> bool:
        return self.state in states.WRITABLE


class PictureRows(models.QuerySet["Picture"]):
    def visible_to(self, person: Person | None) -> PictureRows:
        return self.filter(post__in=Post.objects.visible_to(person).order_by().values("pk"))

    def there(self) -> PictureRows:
        return self.filter(gone_at=None)


class Picture(models.Model):
    """A picture of a post. Where people are in it, each has said yes (Appearance); once one takes that back it is gone:
    the row says so, the file is forgotten.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    post = models.ForeignKey(Post, models.PROTECT, related_name="pictures")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    alt = models.CharField(_("画面说明"), max_length=120)
    people = models.BooleanField(_("画面里认得出人"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    objects = PictureRows.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(alt=""), name="picture_is_told_in_words"),
            models.CheckConstraint(
                condition=Q(file=None, gone_at__isnull=False) | Q(file__isnull=False, gone_at=None),
                name="picture_has_a_file_until_it_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.alt


class AppearanceRows(models.QuerySet["Appearance"]):
    def visible_to(self, person: Person) -> AppearanceRows:
        """Whose post it is, and the office that answers for it. Who agreed comes in by the consent's own token."""
        if person.has_role("auditor"):
            return self
        mine = Q(post__in=Post.objects.filter(written_by(person)).order_by().values("pk"))
        return self.filter(mine | Q(post__office__in=person.bureau_ids(*KEEPERS)))

    def standing(self) -> AppearanceRows:
        return self.filter(withdrawn_at=None)


class Appearance(models.Model):
    """Somebody agreed to be in a picture, or to be named in a post (`picture` None): how and when. Its token lets them
    take it back without an account; then the picture goes, a post that names them goes offline.
    """

    token = models.CharField(max_length=40, unique=True, default=new_token)
    post = models.ForeignKey(Post, models.PROTECT, related_name="consents")
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="consents")
    name = SealedField(purpose="consent", about="token")
    how = models.CharField(_("怎样同意的"), max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = AppearanceRows.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(how="") & ~Q(name=""), name="consent_says_who_and_how"),
        ]


class ReportRows(models.QuerySet["Report"]):
    def visible_to(self, person: Person) -> ReportRows:
        """One's own, and those on posts one's office answers for; all to auditors."""
        if person.has_role("auditor"):
            return self
        return self.filter(Q(by=person) | Q(post__office__in=person.bureau_ids(*KEEPERS)))


class Report(models.Model):
    """A reader says that a post should not stand there. The office upholds it (the post goes offline) or not."""

    class Reason(models.TextChoices):
        UNTRUE = "untrue", _("内容不实")
        ADVERT = "advert", _("广告推销")
        PRIVACY = "privacy", _("泄露个人信息或者没有征得同意")
        OFFENSIVE = "offensive", _("违法或者不文明")
        RIGHTS = "rights", _("侵犯著作权、商标等权利")
        OTHER = "other", _("其他")

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        UPHELD = "upheld", _("成立，已下线")
        DISMISSED = "dismissed", _("不成立")

    reference = models.CharField(max_length=24, unique=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="reports")
    reason = models.CharField(_("原因"), max_length=10, choices=Reason.choices)
    text = models.CharField(_("说明"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    visitor = models.CharField(max_length=64, help_text=_("地址的密钥散列，不是地址"))
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ReportRows.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=["open", "upheld", "dismissed"]),
                                   name="report_state_is_known"),
            models.CheckConstraint(
                condition=Q(reason__in=["untrue", "advert", "privacy", "offensive", "rights", "other"]),
                name="report_reason_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | (Q(answered_at__isnull=False) & ~Q(state="open") & ~Q(answer="")),
                name="answered_report_says_when_and_why",
            ),
            models.UniqueConstraint(fields=("post", "visitor"), condition=Q(state="open"),
                                    name="one_open_report_a_reader_and_post"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference
