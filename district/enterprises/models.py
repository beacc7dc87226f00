"""The register of enterprises and what is known of each: facts with a source, a date, a grade and two clocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.enterprises.claims.models import Membership, PartInvitation, sees, stands
from district.enterprises.mandates.models import Agency, AgencyPerson, Mandate
from district.enterprises.sources import verifies
from district.ground import clock
from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person, Role
from district.ground.work.queries import Work

OPEN = (
    "企业类型",
    "所属街道",
    "行业门类",
    "行业代码",
    "成立日期",
    "经营状态",
    "企业规模",
    "注册区",
)  # as the register's list
WORKING = (Role.OFFICER, Role.LEADER)


class Size(models.TextChoices):
    """Values are the catalogue's own words (企业规模), so that a rule and a list filter say the same."""

    LARGE = "大型", _("大型")
    MEDIUM = "中型", _("中型")
    SMALL = "小型", _("小型")
    MICRO = "微型", _("微型")


class Subject(models.TextChoices):
    """Whose facts, cases and money a row stands for; values are the catalogue's own words."""

    ENTERPRISE = "enterprise", _("企业")
    PERSON = "person", _("个人")
    BASE = "base", _("基地")


class EnterpriseRows(models.QuerySet["Enterprise"]):
    def visible_to(self, person: Person) -> EnterpriseRows:
        """Officials see the register, of persons only themselves; others what `sight` says. The one rule for lists,
        search, export.
        """
        if not person.is_authenticated:
            return self.none()
        if person.is_official:
            return self.filter(~Q(subject=Subject.PERSON) | Q(account=person))
        return self.filter(sight(person))


class Enterprises(models.Manager.from_queryset(EnterpriseRows)):  # type: ignore[misc]
    """Enterprises alone: a list, a count or a search that does not say otherwise is about no person and no base."""

    def get_queryset(self) -> EnterpriseRows:
        rows: EnterpriseRows = super().get_queryset().filter(subject=Subject.ENTERPRISE)
        return rows


class Enterprise(models.Model):
    """A subject: a registered business (企业), sole traders included; a person; a base (docs/decisions/0032).

    `uscc` is by what the row is addressed and logged: of an enterprise its code, of others a number that is none
    (`P-…`, `B-…`). The columns after `account` project an enterprise's register facts.
    """

    subject = models.CharField(max_length=10, choices=Subject.choices, default=Subject.ENTERPRISE)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="own_subject",
        help_text=_("个人：他自己的账号"),
    )  # fmt: skip
    operator = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text=_("基地：举办的企业"))
    organisation = models.OneToOneField(
        "people.Organisation", models.PROTECT, null=True, related_name="+", help_text=_("基地：机构里的同一家")
    )
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    name = models.CharField(_("名称"), max_length=200)
    named_on = models.DateField(null=True, help_text=_("现用名称从哪天起为登记所知"))
    kind = models.CharField(_("企业类型"), max_length=40, blank=True)
    street = models.CharField(_("所属街道"), max_length=40, blank=True)
    section = models.CharField(_("行业门类"), max_length=40, blank=True)
    industry = models.CharField(_("行业代码"), max_length=8, blank=True)
    founded = models.DateField(_("成立日期"), null=True)
    status = models.CharField(_("经营状态"), max_length=20, blank=True)
    size = models.CharField(_("企业规模"), max_length=2, choices=Size.choices, blank=True)
    size_as_of = models.DateField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Enterprise]] = Enterprises()
    subjects: ClassVar[models.Manager[Enterprise]] = EnterpriseRows.as_manager()

    class Meta:
        ordering = ("uscc",)
        verbose_name = _("企业")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    subject="person", account__isnull=False, operator=None, organisation=None, uscc__startswith="P-"
                )
                | Q(subject="base", account=None, uscc__startswith="B-")
                | Q(subject="enterprise", account=None, operator=None, organisation=None)
                & ~Q(uscc__startswith="P-")
                & ~Q(uscc__startswith="B-"),
                name="subject_is_one_of_its_kind",
            ),
            models.CheckConstraint(condition=Q(size__in=["", *Size.values]), name="enterprise_size_is_known_word"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("street", "size"), name="enterprise_street_size"),
            models.Index(fields=("section", "size"), name="enterprise_section_size"),
            models.Index(fields=("name",), name="enterprise_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return self.subject == Subject.PERSON

    @property
    def labelled(self) -> str:
        """The name, with the mark of a person: on desks, where enterprises stand beside them."""
        return gettext("%(name)s（个人）") % {"name": self.name} if self.is_person else self.name

    @property
    def account_names(self) -> tuple[str, ...]:
        """In whose name its bank account may be: its own; of a base also of who runs it, for few are legal persons."""
        return (self.name, self.operator.name) if self.operator is not None else (self.name,)

    @property
    def public_name(self) -> str:
        return self.in_public(self.name)

    def in_public(self, name: str) -> str:
        """A name it has or had, as anybody may read it: of a person the surname."""
        return name[:1] + "＊" * (len(name) - 1) if self.is_person else name

    @property
    def code(self) -> str:
        """The 统一社会信用代码, as pages and papers show it; only an enterprise has one."""
        return self.uscc if self.subject == Subject.ENTERPRISE else ""


def sight(person: Person, field: str = "pk") -> Q:
    """What belongs to enterprises the person may see: their own, closed ones included, and clients by a mandate in
    force today. The one rule of every room; `field` is the path to the enterprise.
    """
    own = Membership.objects.filter(sees(), person=person).values("enterprise")
    clients = Mandate.objects.in_force(clock.today()).held_by(person).values("client")
    return Q(**{f"{field}__in": own}) | Q(**{f"{field}__in": clients})


def ties(person: Person, field: str = "enterprise") -> Q:
    """What belongs to enterprises on whose cases an official does not work: their own, also asked for only, and clients
    of an agency where they work.
    """
    over = (Membership.State.REFUSED, Membership.State.LEFT)
    own = Membership.objects.filter(person=person).exclude(state__in=over).values("enterprise")
    clients = Mandate.objects.filter(ended_at=None, until__gte=clock.today()).held_by(person).values("client")
    return Q(**{f"{field}__in": own}) | Q(**{f"{field}__in": clients})


class FactKind(models.Model):
    """One entry of the catalogue's vocabulary, as the site needs it; written when a catalogue is published."""

    class Type(models.TextChoices):
        STRING = "string", _("文字")
        NUMBER = "number", _("数字")
        BOOLEAN = "boolean", _("是否")
        DATE = "date", _("日期")

    name = models.CharField(max_length=60, primary_key=True)
    subject = models.CharField(max_length=10, choices=Subject.choices, default=Subject.ENTERPRISE)
    type = models.CharField(max_length=10, choices=Type.choices)
    unit = models.CharField(max_length=20, blank=True)
    places = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=60, blank=True)
    vouched_by = models.JSONField(default=list, blank=True, help_text=_("作数的来历；空白表示都作数"))
    fresh = models.CharField(max_length=20, blank=True, help_text=_("ISO 8601 时长，例如 P3M；空白表示不过期"))
    personal = models.BooleanField(default=False)
    ask = models.CharField(max_length=200, blank=True)
    choices = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    group = models.CharField(max_length=40, blank=True, help_text=_("页面上归在哪一组"))
    group_english = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name

    def counts(self, grade: str) -> bool:
        """Whether a value of this grade is proof."""
        return not self.vouched_by or grade in self.vouched_by

    @property
    def asked(self) -> bool:
        """Whether an enterprise's own word is proof; where not, a bureau verifies it and nobody asks the enterprise."""
        return self.counts("declared")

    @property
    def supposed(self) -> bool:
        """Whether somebody who only wants to know may suppose it: it stands on a paper an enterprise may hold."""
        return self.asked or self.counts("certificate")

    @property
    def not_asked(self) -> str:
        """What an enterprise reads instead of a question."""
        return str(_("由%(by)s核验，不需要您提供") % {"by": self.source or _("主管部门")})


# Rooms add which enterprises' facts an official needs: those of open cases on their desk, those they said what for.
needed: Registry[Callable[[Person], models.QuerySet[Any, Any]]] = Registry("enterprises whose facts are needed")


class FactRows(models.QuerySet["Fact"]):
    def current(self) -> FactRows:
        """What is known now: no later value has replaced it."""
        return self.filter(known_until=None)

    def visible_to(self, person: Person) -> FactRows:
        """By need: auditors all; of one's own enterprises all; officials what every list of the register shows (OPEN),
        what their own bureau is the source of or brought, and all of enterprises they have an open case of or said
        today what for. The one rule for pages, lists, counts, exports and the API.
        """
        if not person.is_authenticated:
            return self.none()
        if person.has_role(Role.AUDITOR):
            return self
        seen = sight(person, "enterprise")
        if person.is_official:
            offices = {each.bureau_id: each.bureau for each in person.duties if each.role in WORKING}
            kinds = FactKind.objects.exclude(source="").values_list("name", "source")
            own = [name for name, source in kinds if any(verifies(each, source) for each in offices.values())]
            seen |= Q(kind__in=[*OPEN, *own]) & ~Q(enterprise__subject=Subject.PERSON)
            seen |= Q(run__office__in=offices) | Q(by=person)
            for need in needed:
                whose = need(person)
                behind = Enterprise.subjects.filter(pk__in=whose, operator__isnull=False).values("operator")
                seen |= Q(enterprise__in=whose) | Q(enterprise__in=behind)
        return self.filter(seen)


class Fact(models.Model):
    """One thing known of one enterprise. Two clocks: true from `valid_from`, known from `known_from`.

    Append-only: a new value closes the old row (`known_until`) and adds one; triggers refuse any other change.
    `value` is text in one canonical form per type: number `12.50` (the kind's places), date ISO, boolean true/false.
    """

    class Grade(models.TextChoices):
        REGISTER = "register", _("登记数据")
        CERTIFICATE = "certificate", _("证书材料")
        DECISION = "decision", _("本系统决定")
        DECLARED = "declared", _("企业申报")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="facts", db_index=False)
    kind = models.ForeignKey(FactKind, models.PROTECT, db_column="kind", db_index=False)
    value = models.TextField()
    grade = models.CharField(max_length=12, choices=Grade.choices)
    source = models.CharField(max_length=120)
    valid_from = models.DateField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)
    run = models.ForeignKey("ImportRun", models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[Fact]] = FactRows.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("enterprise", "kind", "grade"),
                condition=Q(known_until=None),
                name="one_current_fact_per_grade",
            ),
            models.CheckConstraint(
                condition=Q(known_until=None) | Q(known_until__gte=F("known_from")),
                name="fact_known_in_order",
            ),
            models.CheckConstraint(
                condition=Q(grade__in=["register", "certificate", "decision", "declared"]),
                name="fact_grade_is_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("enterprise",), name="facts_of_enterprise")]  # replaced ones too

    def __str__(self) -> str:
        return f"{self.kind_id} = {self.value}"


class ColumnMapping(models.Model):
    """How a bureau's workbook columns were read last time, remembered by the header row's fingerprint."""

    fingerprint = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(help_text=_("列标题 → 事实名、单位，或不导入"))
    used_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")


class ImportRows(models.QuerySet["ImportRun"]):
    def visible_to(self, person: Person) -> ImportRows:
        """An import is its bureau's own: what it uploaded may hold more than another may see. Auditors see all."""
        if person.has_role(Role.AUDITOR):
            return self
        return self.filter(office__in=person.bureau_ids(Role.OFFICER, Role.ADMINISTRATOR))


class ImportRun(Work):
    """One register file on its way in: what was read, what went in, what came back. READY: its columns are to be
    confirmed."""

    file_name = models.CharField(max_length=200)
    file_path = models.CharField(max_length=300)
    file_hash = models.CharField(max_length=64)
    source = models.CharField(max_length=60)
    as_of = models.DateField(help_text=_("数据截止日期"))
    mapping = models.JSONField(default=dict)
    rows_in = models.PositiveIntegerField(default=0, help_text=_("进入企业库的行"))
    rows_created = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_returned = models.PositiveIntegerField(default=0, help_text=_("无法识别、退回的行"))
    cells_reported = models.PositiveIntegerField(default=0, help_text=_("退回行的原因加有疑问的单元格"))
    report_path = models.CharField(max_length=300, blank=True)

    objects = ImportRows.as_manager()  # type: ignore[misc, assignment]

    def __str__(self) -> str:
        return f"{self.reference} {self.file_name}"


# Django finds a room's rows through this module.
from district.enterprises.events.models import RegisterEvent  # noqa: E402
from district.enterprises.persons.models import Identity, Keeping, Reading  # noqa: E402
from district.enterprises.wallet.models import Evidence  # noqa: E402

__all__ = [
    "Agency",
    "AgencyPerson",
    "ColumnMapping",
    "Enterprise",
    "EnterpriseRows",
    "Evidence",
    "Fact",
    "FactKind",
    "FactRows",
    "Identity",
    "ImportRun",
    "Keeping",
    "Mandate",
    "Membership",
    "PartInvitation",
    "Reading",
    "RegisterEvent",
    "Size",
    "Subject",
    "sees",
    "sight",
    "stands",
    "ties",
]  # fmt: skip
