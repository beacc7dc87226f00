"""Acts of the desk: a contest made, called, its jury seated, decided, published; awards taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, to
from district.ground.onetime.actions import Issued
from district.ground.people.permissions import holds
from district.ground.people.queries import Bureau, Person, Role, bureaus_of
from district.services.community.contests import (
    actions,
    deciding,
    forms,
    judging,
    linking,
    publishing,
    queries,
    seating,
)
from district.services.community.contests.models import Contest, ContestAward, ContestJudge
from district.services.community.contests.permissions import may_chair, may_make, may_run
from district.services.community.contests.standing import standing_of

officials = holds(Role.OFFICER, Role.LEADER, Role.AUDITOR)
CRITERIA = "创新性 30\n可行性 30\n带动就业 20\n展示 20"  # to begin with
PRIZES = "一等奖 1 区级\n二等奖 2 区级\n三等奖 3 区级"
ONE = to("contests:desk_one", "thing.reference")


def _new(by: Person, _thing: Any) -> dict[str, Any]:
    today = clock.today()
    initial = {
        "request_key": uuid.uuid4(), "opens_on": today, "closes_on": today + dt.timedelta(days=30),
        "marks_due_on": today + dt.timedelta(days=45), "results_on": today + dt.timedelta(days=60),
        "outlier": 20, "shared": 2, "office": bureaus_of(by, Role.OFFICER).first(), "criteria": CRITERIA,
        "prizes": PRIZES,
    }  # fmt: skip
    return {"offices": bureaus_of(by, Role.OFFICER), "initial": initial}


def _set(by: Person, contest: Contest) -> dict[str, Any]:
    initial = forms.said_of(contest) | {"request_key": contest.request_key}
    return {"offices": bureaus_of(by, Role.OFFICER).filter(pk=contest.office_id), "initial": initial}


def _change(
    *, contest: Contest, by: Person, settings: Mapping[str, Any], tracks: Sequence[str],
    prizes: Sequence[tuple[str, int, str]], office: Bureau, request_key: uuid.UUID,
) -> Contest:  # fmt: skip
    """A contest stays its office's; the key is that by which it was made."""
    return actions.change(contest=contest, by=by, settings=settings, tracks=tracks, prizes=prizes)


def _ask_again(*, contest: Contest, by: Person) -> int:
    return judging.ask_again(contest=contest, by=by, sheets=standing_of(contest).outliers)


def _issue(*, judge: ContestJudge, by: Person) -> list[Issued]:
    return linking.issue_for(judge=judge, by=by)


def _on(verb: str, label: Any, do: Any, **more: Any) -> Act[Contest]:
    more = {"may": may_run, **more}
    return Act(
        f"contests.{verb}", label, do, door=officials, back=ONE, on=queries.desk_contests, named="contest", **more
    )


def _on_judge(verb: str, label: Any, do: Any, **more: Any) -> Act[ContestJudge]:
    return Act(
        f"contests.{verb}", label, do, door=officials, back=to("contests:desk_one", "thing.contest.reference"),
        on=queries.desk_juries, by="pk", named="judge", may=lambda by, row: may_run(by, row.contest), **more,
    )  # fmt: skip


NEW: Act[Any] = Act(
    "contests.new", gettext_lazy("建立"), actions.make, door=officials, back=to("contests:desk"), own_key=True,
    may=lambda by, _thing: may_make(by), asks=forms.ContestForm, asks_with=_new,
    then=to("contests:desk_one", "result.reference"), says=gettext_lazy("草稿已建好。下一步：请评委，发布征集。"),
)  # fmt: skip
SETTINGS = _on("settings", gettext_lazy("保存"), _change, asks=forms.ContestForm, asks_with=_set, own_key=True,
               says=gettext_lazy("已保存。"))  # fmt: skip
CALL = _on("call", gettext_lazy("发布征集"), actions.call, says=gettext_lazy("征集已公开，规则从此不再改。"),
           tells=gettext_lazy("征集页面公开，规则、奖项和日期从此不再改。"))  # fmt: skip
CANCEL = _on("cancel", gettext_lazy("取消大赛"), actions.cancel, asks=forms.ReasonForm,
             says=gettext_lazy("已取消，参赛者收到原因。"))  # fmt: skip
ADD_JUDGE = _on("judge_add", gettext_lazy("请这位专家"), actions.add_judge, asks=forms.JudgeForm,
                asks_with=lambda _by, row: {"contest": row}, says=gettext_lazy("已请。"))  # fmt: skip
DROP_JUDGE = _on_judge("judge_drop", gettext_lazy("去掉"), actions.drop_judge, says=gettext_lazy("已去掉。"))
SEAT = _on("seat", gettext_lazy("按这个方案分派"), seating.seat, says=gettext_lazy("已分派，评委收到要评的作品。"),
           tells=gettext_lazy("评委收到要评的作品，先申报有无利益关系。"))  # fmt: skip
FILL = _on("fill", gettext_lazy("补上评委"), seating.fill,
           says=lambda done: _("补了 %(n)d 张评分表，评委已收到。") % {"n": done.result})  # fmt: skip
ASK_AGAIN = _on("ask_again", gettext_lazy("请评委复看"), _ask_again,
                says=lambda done: _("已请评委复看 %(n)d 张。") % {"n": done.result})  # fmt: skip
TIE = _on("tie", gettext_lazy("定先后"), deciding.decide_tie, may=may_chair, asks=forms.TieForm,
          says=gettext_lazy("先后已定，理由随结果公布。"))  # fmt: skip
DECIDE = _on("decide", gettext_lazy("按规则定名次"), deciding.decide, says=gettext_lazy("名次已定，公布日以前不公开。"),
             tells=gettext_lazy("按公布的规则算出名次；公布日之前谁也看不到。"))  # fmt: skip
PUBLISH = _on("publish", gettext_lazy("公布结果"), publishing.publish, fresh=True,
              says=gettext_lazy("结果已公布，获奖已记入，参赛者收到通知。"),
              tells=gettext_lazy("名单公开，获奖记入企业信息，参赛者收到通知。"))  # fmt: skip
# Without a key: each click takes back what the one before gave out, so the page that is seen holds what works.
LINKS = _on_judge("links", gettext_lazy("生成链接"), _issue, own_key=True)
REVOKE: Act[ContestAward] = Act(
    "contests.revoke", gettext_lazy("撤销奖项"), publishing.revoke, door=officials,
    back=to("contests:desk_one", "thing.entry.contest.reference"), on=queries.desk_awards, by="number", named="award",
    may=lambda by, row: may_run(by, row.entry.contest), asks=forms.ReasonForm,
    says=gettext_lazy("已撤销：证书核验页写明撤销，事实随之结束。"),
)  # fmt: skip
DESK: tuple[Act[Any], ...] = (
    NEW, SETTINGS, CALL, CANCEL, ADD_JUDGE, DROP_JUDGE, SEAT, FILL, ASK_AGAIN, TIE, DECIDE, PUBLISH, LINKS, REVOKE,
)  # fmt: skip
