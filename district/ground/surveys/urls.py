"""Addresses of this room: answering, signed in or by link; the desk's side."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path

from district.ground.acts.acts import Act
from district.ground.acts.views import act_view
from district.ground.surveys import acts_answer, acts_desk
from district.ground.surveys import views_answer as answer
from district.ground.surveys import views_desk as desk
from district.ground.surveys import views_sketch as sketch
from district.ground.surveys.entrances import at_door, entered, found, private


def _doing(act: Act[Any], **more: Any) -> Any:
    return private(act_view(act, find=found, **more))


def _answering(below: str, prefix: str, pages: dict[str, Any], acts: dict[str, Act[Any]]) -> Iterator[URLPattern]:
    """What is behind one door: `pages` and `acts` by the names of their addresses."""
    page = {"page": at_door(answer.page), "get": True, "redraws": False, "answer": answer.saved}
    check = {"page": at_door(answer.check), "get": True}
    yield path(below, pages["intro"], name=prefix.rstrip("_") or "intro")
    yield path(f"{below}start/", _doing(acts["start"]), name=f"{prefix}start")
    yield path(f"{below}<int:number>/", _doing(acts["save"], **page), name=f"{prefix}page")
    yield path(f"{below}settle/", _doing(acts["settle"]), name=f"{prefix}settle")
    yield path(f"{below}check/", _doing(acts["hand_in"], **check), name=f"{prefix}check")
    yield path(f"{below}done/", pages["done"], name=f"{prefix}done")
    yield path(f"{below}give-up/", _doing(acts["give_up"]), name=f"{prefix}give_up")
    yield path(f"{below}take-back/", _doing(acts["take_back"]), name=f"{prefix}take_back")


def _acts(prefix: str) -> dict[str, Act[Any]]:
    named = {each.key: each for each in acts_answer.ANSWERING}
    verbs = ("start", "save", "settle", "hand_in", "give_up", "take_back")
    return {verb: named[f"surveys.{prefix}{verb}"] for verb in verbs}


intro, link_intro = entered(answer.intro)
done, link_done = entered(answer.done)

app_name = "surveys"
urlpatterns = [
    path("surveys/", answer.mine, name="mine"),
    *_answering("surveys/link/<str:token>/", "link_", {"intro": link_intro, "done": link_done}, _acts("link_")),
    *_answering("surveys/<slug:key>/", "", {"intro": intro, "done": done}, _acts("")),
    path("desk/surveys/", desk.questionnaires, name="questionnaires"),
    path("desk/surveys/new/", act_view(acts_desk.NEW, page=desk.new, get=True), name="new"),
    path("desk/surveys/template/", sketch.template, name="template"),
    path("desk/surveys/invitations/<uuid:reference>/cancel/", act_view(acts_desk.CANCEL), name="cancel"),
    path("desk/surveys/<slug:key>/", desk.one, name="one"),
    path(
        "desk/surveys/<slug:key>/settings/",
        act_view(acts_desk.SETTINGS, page=desk.settings, get=True),
        name="settings",
    ),
    path("desk/surveys/<slug:key>/upload/", act_view(acts_desk.UPLOAD, page=desk.page, redraws=True), name="upload"),
    path("desk/surveys/<slug:key>/add/", act_view(acts_desk.ADD, page=desk.page, redraws=True), name="add"),
    path("desk/surveys/<slug:key>/drop/", act_view(acts_desk.DROP), name="drop"),
    path("desk/surveys/<slug:key>/leave-out/", act_view(acts_desk.LEAVE_OUT), name="leave_out"),
    path("desk/surveys/<slug:key>/preview/", sketch.preview, name="preview"),
    path("desk/surveys/<slug:key>/publish/", act_view(acts_desk.PUBLISH), name="publish"),
    path("desk/surveys/<slug:key>/invite/", act_view(acts_desk.INVITE, page=desk.page, redraws=True), name="invite"),
    path("desk/surveys/<slug:key>/invitations/", desk.invitations, name="invitations"),
    path("desk/surveys/<slug:key>/links/", desk.links, name="links"),
    path("desk/surveys/<slug:key>/responses/", desk.responses, name="responses"),
    path("desk/surveys/<slug:key>/responses/<str:reference>/", desk.response, name="response"),
    path("desk/surveys/<slug:key>/answers/", desk.answers, name="answers"),
    path("desk/surveys/<slug:key>/xlsform/", sketch.xlsform, name="xlsform"),
    path("desk/surveys/<slug:key>/printed/", desk.printed, name="printed"),
]
