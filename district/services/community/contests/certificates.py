"""The certificate of an award: a view of its row, written anew whenever it is taken, always the same bytes."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.ground.papers.letter import Letter, Part
from district.services.community.contests.models import ContestAward


def letter_of(award: ContestAward, check: str) -> Letter:
    """What the certificate says, in Chinese whatever the page speaks; `check`: where it is verified."""
    with override(settings.LANGUAGE_CODE):
        entry, contest = award.entry, award.entry.contest
        words = {"title": entry.title, "track": entry.track.name, "prize": award.prize.name, "contest": contest.title,
                 "level": award.prize.level}  # fmt: skip
        said = _("你单位的作品“%(title)s”参加%(contest)s（%(track)s），获得%(prize)s（%(level)s）。")
        if entry.team is not None:
            said = _("你团队的作品“%(title)s”参加%(contest)s（%(track)s），获得%(prize)s（%(level)s）。")
        return Letter(
            office=contest.office.full, number=award.number, title=_("获奖证书"), to=entry.whose,
            parts=(Part(said % words), Part(_("特发此证。"))), date=award.on, check=check, check_code=award.code,
        )  # fmt: skip
