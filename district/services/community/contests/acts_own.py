"""Acts of who enters and who judges: teams, entries, claims; declarations and marks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Done, Say, to
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person
from district.services.community.contests import entering, forms, judging, publishing, queries
from district.services.community.contests.models import (
    Contest,
    ContestAward,
    ContestEntry,
    ContestJudge,
    ContestTeam,
    EntryPaper,
    MarkSheet,
    TeamSeat,
)
from district.services.community.contests.permissions import (
    may_claim,
    may_lead,
    may_mark,
    may_open,
    may_speak,
)

ENTRY = to("contests:entry", "thing.reference")
SHEET = to("contests:sheet", "thing.pk")
TEAMS = to("contests:teams")


def _join(*, seat: TeamSeat, by: Person, agree: bool) -> TeamSeat:
    return entering.join(seat=seat, by=by)


def _seats(person: Person) -> QuerySet[TeamSeat]:
    teams = ContestTeam.objects.of(person)
    return TeamSeat.objects.filter(team__in=teams.values("pk"), left_at=None).select_related("team__lead")


def _papers(person: Person) -> QuerySet[EntryPaper]:
    entries = ContestEntry.objects.of(person)
    return EntryPaper.objects.filter(entry__in=entries.values("pk")).select_related("entry__contest", "file")


def _drop_paper(*, paper: EntryPaper, by: Person) -> None:
    entering.drop_paper(paper=paper, by=by)


def _public(person: Person) -> QuerySet[Contest]:
    return queries.public_contests()


def _entry_of(outcome: Any) -> str:
    return reverse("contests:entry", args=[outcome.thing.entry.reference])


TEAM: Act[Any] = Act(
    "contests.teams", gettext_lazy("组建团队"), entering.make_team, door=is_known, back=TEAMS, asks=forms.TeamForm,
    own_key=True, says=gettext_lazy("团队已建好。下一步：邀请成员，或者直接参赛。"),
)  # fmt: skip
INVITE: Act[ContestTeam] = Act(
    "contests.invite", gettext_lazy("邀请"), entering.invite, door=is_known, back=TEAMS, on=queries.own_teams,
    named="team", may=may_lead, asks=forms.MemberForm, own_key=True,
)  # fmt: skip
JOIN: Act[TeamSeat] = Act(
    "contests.join", gettext_lazy("同意加入"), _join, door=is_known, back=TEAMS, by="pk", named="seat",
    on=_seats, finds=lambda _by, token: queries.seat_asked(token), asks=forms.AgreeForm,
    says=lambda done: _("您已加入%(team)s。") % {"team": done.result.team if done.result else ""},
)  # fmt: skip
LEAVE: Act[TeamSeat] = Act(
    "contests.leave", gettext_lazy("退出"), entering.leave, door=is_known, back=TEAMS, on=_seats, by="pk",
    named="seat", says=gettext_lazy("已不在这个团队里。"),
)  # fmt: skip
START: Act[Contest] = Act(
    "contests.start", gettext_lazy("开始填写"), entering.start, door=is_known,
    back=to("contests:one", "thing.reference"), on=_public, named="contest", asks=forms.StartForm,
    asks_with=lambda by, row: {"contest": row, "by": by}, then=to("contests:entry", "result.reference"),
)  # fmt: skip


def _on(verb: str, label: Any, do: Any, **more: Any) -> Act[ContestEntry]:
    more = {"may": may_speak, **more}
    return Act(f"contests.{verb}", label, do, door=is_known, back=ENTRY, on=queries.own_entries, named="entry", **more)


SAVE = _on("entry", gettext_lazy("保存"), entering.save, asks=forms.EntryForm,
           asks_with=lambda _by, row: {"entry": row}, says=gettext_lazy("已保存，还没有提交。"),
           texts=lambda _by, row: [row.title, *map(str, row.answers.values())])  # fmt: skip
ADD_PAPER = _on("paper_add", gettext_lazy("上传"), entering.add_paper, asks=forms.PaperForm, own_key=True,
                says=gettext_lazy("已上传。"))  # fmt: skip
DROP_PAPER: Act[EntryPaper] = Act(
    "contests.paper_drop", gettext_lazy("删除"), _drop_paper, door=is_known, back=_entry_of, on=_papers, by="pk",
    named="paper", may=lambda by, row: may_speak(by, row.entry), says=gettext_lazy("已删除。"),
)  # fmt: skip
HAND_IN = _on("hand_in", gettext_lazy("提交参赛"), entering.hand_in,
              says=gettext_lazy("已提交。截止以前可以撤回修改；结果在公布日公开。"))  # fmt: skip
TAKE_BACK = _on("take_back", gettext_lazy("撤回修改"), entering.take_back,
                says=gettext_lazy("已撤回，改好后请在截止以前再提交。"))  # fmt: skip
WITHDRAW = _on("withdraw", gettext_lazy("退出比赛"), entering.withdraw, says=gettext_lazy("已退出。"))
CLAIM: Act[ContestAward] = Act(
    "contests.claim", gettext_lazy("领取奖项"), publishing.claim, door=is_known, back=_entry_of, on=queries.own_awards,
    by="number", named="award", may=may_claim, asks=forms.ClaimForm,
    says=lambda done: _("已记在%(name)s名下，可以申报发展金了。") % {
        "name": done.result.subject.name if done.result else ""},
)  # fmt: skip


def _judge(verb: str, label: Any, do: Any, **more: Any) -> Act[MarkSheet]:
    return Act(f"contests.{verb}", label, do, door=is_known, back=SHEET, on=queries.own_sheets, by="pk", named="sheet",
               **more)  # fmt: skip


def _next(done: Done[MarkSheet]) -> str:
    """The next sheet that waits; the list where none does."""
    rows = queries.to_mark(queries.own_sheets(done.by)).order_by("judge__contest", "entry__track__position", "entry")
    following = rows.exclude(pk=done.thing.pk if done.thing else 0).first()
    return reverse("contests:sheet", args=[following.pk]) if following else reverse("contests:sheets")


def _marked(done: Done[MarkSheet]) -> list[Say]:
    said = [Say(_("“%(entry)s”已打分。") % {"entry": done.thing.entry.title if done.thing else ""})]
    return [*said, Say(_("都评完了，请交卷。"), "info")] if done.to == reverse("contests:sheets") else said


DECLARE = _judge("declare", gettext_lazy("申报"), judging.declare, may=may_open, asks=forms.DeclareForm,
                 then=lambda done: _next(done) if done.given.get("conflict") else SHEET(done))  # fmt: skip
MARK = _judge("mark", gettext_lazy("保存评分"), judging.mark, may=may_mark, asks=forms.MarkForm, then=_next,
              says=_marked, asks_with=lambda _by, row: {"sheet": row})  # fmt: skip
AGAIN = _judge("again", gettext_lazy("交复看结果"), judging.look_again, may=may_mark, asks=forms.AgainForm,
               asks_with=lambda _by, row: {"sheet": row}, then=_next,
               says=gettext_lazy("已收到复看的理由。"))  # fmt: skip
MARKS_IN: Act[ContestJudge] = Act(
    "contests.marks_in", gettext_lazy("交卷"), judging.hand_in, door=is_known, back=to("contests:sheets"),
    on=queries.own_juries, by="pk", named="judge", now=judging.waits_of,
    says=gettext_lazy("已交卷，评分不再改。谢谢。"),
    tells=gettext_lazy("交卷以后评分不能再改；组织单位请您复看的除外。"),
)  # fmt: skip
OWN: tuple[Act[Any], ...] = (
    TEAM, INVITE, JOIN, LEAVE, START, SAVE, ADD_PAPER, DROP_PAPER, HAND_IN, TAKE_BACK, WITHDRAW, CLAIM,
    DECLARE, MARK, AGAIN, MARKS_IN,
)  # fmt: skip
