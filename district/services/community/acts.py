"""Acts on what is published: by who writes, by who looks at it, by readers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, open_to_all, to
from district.ground.people.permissions import Answer, holds, is_known
from district.ground.people.queries import Person, Role
from district.ground.record.moves import not_from
from district.services.community import posting, queries, speaking, states
from district.services.community.forms import (
    AnswerForm,
    ChangeForm,
    PictureForm,
    ReportForm,
    WhoForm,
    WhyForm,
    WriteForm,
)
from district.services.community.models import Appearance, Picture, Post, Report
from district.services.community.permissions import (
    keeps,
    may_answer_report,
    may_change_picture,
    may_edit,
    may_moderate,
    may_publish,
    may_take_back,
    may_unsay,
    may_withdraw,
)

moderating = holds(Role.OFFICER, Role.LEADER)
MINE = to("community:mine_one", "thing.reference")


def where(post: Post, by: Person) -> str:
    """The page on which somebody works on a post: the desk's for who looks at others'."""
    desk = keeps(by, post.office_id) and post.author_id != by.pk
    return reverse("community:desk_post" if desk else "community:mine_one", args=[post.reference])


def _back(outcome: Any) -> str:
    return where(outcome.thing, outcome.by)


def _is_there(verb: str) -> Callable[[Any, Post, Any], bool]:
    may = may_unsay if verb == "take_back" else may_withdraw
    return lambda by, post, _data: post.state == states.MOVES[verb].target and bool(may(by, post))


def _moves(key: str, verb: str, do: Callable[..., Any], may: Any, says: Any, **more: Any) -> Act[Post]:
    move = states.MOVES[verb]
    return Act(
        f"community.{key}", move.label, do, door=more.pop("door", is_known), back=_back, on=queries.posts_seen,
        named="post", may=may, now=not_from(states.MOVES, verb), already=_is_there(verb), says=says,
        tells=move.tells, **more,
    )  # fmt: skip


WRITE: Act[Any] = Act(
    "community.write", gettext_lazy("写一篇"), posting.write, door=is_known, back=to("community:mine"), asks=WriteForm,
    asks_with=lambda by, _thing: {"person": by}, own_key=True, then=to("community:mine_one", "result.reference"),
    says=gettext_lazy("已存为草稿。可以加照片，好了再提交审核。"),
)  # fmt: skip
CHANGE: Act[Post] = Act(
    "community.change", gettext_lazy("保存"), posting.change, door=is_known, back=MINE, on=queries.posts_seen,
    named="post", may=may_edit, asks=ChangeForm, asks_with=lambda _by, post: {"post": post},
    says=gettext_lazy("已保存。"), texts=lambda _by, post: (post.title, post.lead, post.text),
)  # fmt: skip
ADD_PICTURE: Act[Post] = Act(
    "community.add_picture", gettext_lazy("加照片"), posting.add_picture, door=is_known, back=MINE,
    on=queries.posts_seen, named="post", may=may_edit, asks=PictureForm, own_key=True,
    says=gettext_lazy("照片已加上。请把链接交给画面里的人，他们可以随时撤回同意。"),
)  # fmt: skip
NAME_PEOPLE: Act[Post] = Act(
    "community.name_people", gettext_lazy("记下文中写到的人"), posting.name_people, door=is_known, back=MINE,
    on=queries.posts_seen, named="post", may=may_edit, asks=WhoForm, says=gettext_lazy("已记下。"),
)  # fmt: skip


def pictures_seen(person: Person) -> QuerySet[Picture]:
    return Picture.objects.visible_to(person).there().select_related("post__enterprise", "post__office", "file")


REMOVE_PICTURE: Act[Picture] = Act(
    "community.remove_picture", gettext_lazy("删除照片"), posting.remove_picture, door=is_known, on=pictures_seen,
    by="key", named="picture", may=may_change_picture, back=to("community:mine_one", "thing.post.reference"),
    address=lambda picture: reverse("community:remove_picture", args=[picture.key]), says=gettext_lazy("照片已删除。"),
)  # fmt: skip
SUBMIT = _moves("submit", "submit", posting.submit, may_edit, gettext_lazy("已提交，审核结果会通知您。"))
TAKE_BACK = _moves("take_back", "take_back", posting.take_back, may_unsay, gettext_lazy("已撤回，可以再改。"))
DROP = _moves("drop", "drop", posting.drop, may_edit, gettext_lazy("已放弃。"), then=to("community:mine"))
PUBLISH = _moves("publish", "publish", posting.publish, may_publish, gettext_lazy("已发布。"), door=moderating)
SEND_BACK = _moves("send_back", "return", posting.send_back, may_moderate, gettext_lazy("已退回，作者收到原因。"),
                   door=moderating, asks=WhyForm)  # fmt: skip
WITHDRAW = _moves(
    "withdraw", "withdraw", posting.withdraw, may_withdraw, gettext_lazy("已下线，不再公开。"), asks=WhyForm
)


# Readers


def _consents(person: Person | None) -> QuerySet[Appearance]:
    rows = Appearance.objects.visible_to(person) if person is not None else Appearance.objects.none()
    return rows.select_related("post__enterprise", "post__office", "picture")


def consent_by(token: str) -> Appearance | None:
    """The consent whose link this is."""
    return (
        Appearance.objects.select_related("post__enterprise", "picture").filter(token=token).first() if token else None
    )


def _take_consent_back(*, consent: Appearance, by: Person | None) -> Appearance:
    return speaking.withdraw_consent(consent=consent, by=by, token=consent.token)  # it was found by its token


def _may_take_back(by: Person | None, consent: Appearance) -> Answer:
    return may_take_back(by, consent, consent.token)


WITHDRAW_CONSENT: Act[Appearance] = Act(
    "community.withdraw_consent", gettext_lazy("撤回同意"), _take_consent_back, door=open_to_all, on=_consents,
    by="token", finds=lambda _by, token: consent_by(token), named="consent", may=_may_take_back,
    already=lambda _by, consent, _data: consent.withdrawn_at is not None,
    back=to("community:consent", "thing.token"), says=gettext_lazy("已撤回。照片删除了；写到您的文章已下线。"),
)  # fmt: skip


def published(person: Person | None) -> QuerySet[Post]:
    return queries.posts_seen(person).filter(state=states.PUBLISHED)


REPORT: Act[Post] = Act(
    "community.report", gettext_lazy("举报"), speaking.report, door=open_to_all, on=published, named="post",
    asks=ReportForm, back=to("community:post", "thing.reference"),
    says=gettext_lazy("已收到，主办部门会核实处理。"),
)  # fmt: skip


def _answers(key: str, label: Any, upheld: bool, says: Any) -> Act[Report]:
    wanted = Report.State.UPHELD if upheld else Report.State.DISMISSED
    return Act(
        f"community.{key}", label, partial(_answer, upheld=upheld), door=moderating, on=queries.kept_reports,
        named="report", may=may_answer_report, asks=AnswerForm, back=to("community:desk_report", "thing.reference"),
        already=lambda by, report, _data: report.state == wanted and bool(may_answer_report(by, report)),
        now=lambda report: "" if report.state == Report.State.OPEN else _("这个举报已经处理。"), says=says,
    )  # fmt: skip


def _answer(*, report: Report, by: Person, answer: str, upheld: bool) -> Report:
    return speaking.answer_report(report=report, by=by, upheld=upheld, answer=answer)


UPHOLD = _answers("uphold", gettext_lazy("成立，下线"), True, gettext_lazy("已下线，作者和举报人收到理由。"))
DISMISS = _answers("dismiss", gettext_lazy("不成立"), False, gettext_lazy("已处理，举报人收到理由。"))
OF_POSTS: tuple[Act[Any], ...] = (
    WRITE, CHANGE, ADD_PICTURE, NAME_PEOPLE, REMOVE_PICTURE, SUBMIT, TAKE_BACK, DROP, PUBLISH, SEND_BACK, WITHDRAW,
    WITHDRAW_CONSENT, REPORT, UPHOLD, DISMISS,
)  # fmt: skip
