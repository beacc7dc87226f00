"""What a report says, as data: chapters of entries by the keys of figures, which rooms bring."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """A figure by its key, told apart by up to two of its dimensions."""

    figure: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chapter:
    key: str
    words: str | Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Report:
    """`says`: one sentence of what it speaks of."""

    key: str
    words: str | Promise
    says: str | Promise
    chapters: tuple[Chapter, ...] = field(default_factory=tuple)


MONEY = Chapter(
    "money", _("申报和给付"),
    (Entry("cases.decided", ("bureau",)), Entry("cases.granted", ("programme",)),
     Entry("cases.granted_yuan", ("bureau",)), Entry("cases.firms")),
)  # fmt: skip
ADVICE = Chapter(
    "advice", _("一师一团：咨询和指导"),
    (Entry("advice.person_times", ("topic", "mode")), Entry("advice.asked", ("topic",)),
     Entry("advice.in_term_share"), Entry("advice.satisfied_share"), Entry("advice.solved", ("topic",))),
)  # fmt: skip
CLINIC = Chapter(
    "clinic", _("云坐诊和会诊"),
    (Entry("clinic.served", ("topic",)), Entry("clinic.called_soon_share"), Entry("clinic.no_show_rate"),
     Entry("panels.held", ("topic", "kind")), Entry("panels.sealed_soon_share")),
)  # fmt: skip
TRAINING = Chapter(
    "training", _("培训：学员和学时"),
    (Entry("hours.learners"), Entry("hours.minutes_a"), Entry("hours.minutes_b"),
     Entry("hours.minutes_c"), Entry("courses.enrolled", ("course",)),
     Entry("courses.certified", ("course",)),
     Entry("employers.filings", ("street",)), Entry("employers.learners"), Entry("employers.paid")),
)  # fmt: skip
CAMP = Chapter(
    "camp", _("大学生创业能力训练营"),
    (Entry("camp.sign_ups", ("cohort",)), Entry("camp.learners", ("cohort",)), Entry("camp.posts_given"),
     Entry("camp.interns"), Entry("camp.hired")),
)  # fmt: skip
COMMUNITY = Chapter(
    "community", _("创客杨浦和创联公社"),
    (Entry("community.activities", ("kind", "mark")), Entry("community.signed_up"), Entry("community.attended"),
     Entry("community.published", ("kind",)), Entry("alliance.members", ("tier",)), Entry("alliance.lent", ("kind",))),
)  # fmt: skip
CONTESTS = Chapter(
    "contests", _("创业大赛"),
    (Entry("contests.entered", ("contest",)), Entry("contests.teams", ("contest",)),
     Entry("contests.awarded", ("contest", "level"))),
)  # fmt: skip
REPORTS = {
    report.key: report
    for report in (
        Report("year", _("一年办成了什么"), _("答复里写的每一件事，一年里做了多少。每个数点开是口径和背后的行。"),
               (ADVICE, CLINIC, TRAINING, CAMP, COMMUNITY, CONTESTS, MONEY)),
    )
}  # fmt: skip
