"""Acts on activities: planned, changed, cancelled, signed up for, checked in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.slots import states as seats
from district.ground.slots.permissions import may_join
from district.ground.slots.queries import place_in_line
from district.ground.slots.times import minutes
from district.services.community import door, meeting, queries
from district.services.community.door import Came
from district.services.community.forms import WhyForm
from district.services.community.forms_activity import (
    ActivityForm,
    CheckInForm,
    NewActivityForm,
    SeriesForm,
    SignUpForm,
)
from district.services.community.models import Activity, Series, SignUp
from district.services.community.models.posts import KEEPERS
from district.services.community.permissions import may_run

planning = holds(Role.OFFICER, Role.LEADER)
DESK, PUBLIC = to("community:desk_activity", "thing.reference"), to("community:activity", "thing.reference")


def _plan(*, by: Person, **said: Any) -> Activity:
    return meeting.plan(by=by, office=bureau_of(by, *KEEPERS), **said)


def _add_series(*, by: Person, **said: Any) -> Series:
    office = bureau_of(by, *KEEPERS)
    if office is None:
        raise NotPossible(_("只有本部门的经办人和负责人可以安排活动。"))
    return meeting.add_series(by=by, office=office, **said)


def _cancelled(activity: Activity) -> str:
    return "" if activity.session.is_planned else _("这场活动已经取消。")


PLAN: Act[Any] = Act(
    "community.plan", gettext_lazy("安排活动"), _plan, door=planning, back=to("community:plan"), asks=NewActivityForm,
    own_key=True, says=gettext_lazy("已安排，可以报名了。"), then=to("community:desk_activity", "result.reference"),
)  # fmt: skip
ADD_SERIES: Act[Any] = Act(
    "community.add_series", gettext_lazy("新建系列"), _add_series, door=planning, back=to("community:add_series"),
    asks=SeriesForm, says=gettext_lazy("已建系列。"), then=to("community:desk_activities"),
)  # fmt: skip
CHANGE: Act[Activity] = Act(
    "community.change_activity", gettext_lazy("改活动"), meeting.change, door=planning, on=queries.kept_activities,
    named="activity", may=may_run, now=_cancelled, asks=ActivityForm, back=DESK,
    asks_with=lambda _by, activity: {"activity": activity},
    says=gettext_lazy("已改，报名的人会收到时间或地点变化的通知。"),
)  # fmt: skip
CANCEL: Act[Activity] = Act(
    "community.cancel_activity", gettext_lazy("取消活动并通知所有人"), meeting.cancel, door=planning,
    on=queries.kept_activities, named="activity", may=may_run, asks=WhyForm, back=DESK,
    already=lambda by, activity, _data: not activity.session.is_planned and bool(may_run(by, activity)),
    says=gettext_lazy("已取消，所有报名和候补的人都收到通知。"),
)  # fmt: skip


def _signed_up(done: Done[Activity]) -> str:
    row: SignUp = done.result
    if row.seat.state != seats.WAITING:
        return _("已报名。到场时出示签到码。")
    return _("席位已满，您在候补第 %(n)d 位；有席位会通知您。") % {"n": place_in_line(row.seat)}


SIGN_UP: Act[Activity] = Act(
    "community.sign_up", gettext_lazy("报名"), meeting.sign_up, door=is_known, on=queries.activities_seen,
    named="activity", may=lambda by, activity: may_join(by, activity.session), now=_cancelled, asks=SignUpForm,
    asks_with=lambda by, activity: {"person": by, "activity": activity}, back=PUBLIC, own_key=True,
    then=to("community:ticket", "result.seat.token"), says=_signed_up,
)  # fmt: skip


def too_early(activity: Activity) -> str:
    opens = activity.session.starts - minutes(60)
    return _cancelled(activity) or (_("开始前一小时起才能签到。") if clock.now() < opens else "")


def _check_in(*, activity: Activity, by: Person, scans: Sequence[door.Scan]) -> dict[Any, Came]:
    return door.check_in(activity=activity, by=by, scans=scans)


def _checked_in(done: Done[Activity]) -> list[Say]:
    found = door.counts(done.result.values())
    words = (
        (Came.NOW, "success", _("签到 %(n)d 人。")),
        (Came.BEFORE, "info", _("%(n)d 人已经签过，只计一次。")),
        (Came.NO_SEAT, "warning", _("%(n)d 人没有席位（候补或者已取消），没有计入。")),
        (Came.UNKNOWN, "error", _("%(n)d 个码不是这场活动的。")),
    )
    return [Say(text % {"n": found[came]}, level) for came, level, text in words if found.get(came)]


CHECK_IN: Act[Activity] = Act(
    "community.check_in", gettext_lazy("签到"), _check_in, door=planning, on=queries.kept_activities,
    named="activity", may=may_run, now=too_early, asks=CheckInForm, back=to("community:check_in", "thing.reference"),
    own_key=True, says=_checked_in,
)  # fmt: skip
OF_ACTIVITIES: tuple[Act[Any], ...] = (PLAN, ADD_SERIES, CHANGE, CANCEL, SIGN_UP, CHECK_IN)
