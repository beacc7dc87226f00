"""Addresses of this room: answering, signed in or by link; the desk's side."""

from django.urls import path

from district.ground.surveys import views_answer as answer
from district.ground.surveys import views_desk as desk
from district.ground.surveys import views_sketch as sketch

app_name = "surveys"
urlpatterns = [
    path("surveys/", answer.mine, name="mine"),
    path("surveys/link/<str:token>/", answer.link, name="link"),
    path("surveys/link/<str:token>/start/", answer.link_start, name="link_start"),
    path("surveys/link/<str:token>/<int:number>/", answer.link_page, name="link_page"),
    path("surveys/link/<str:token>/settle/", answer.link_settle, name="link_settle"),
    path("surveys/link/<str:token>/check/", answer.link_check, name="link_check"),
    path("surveys/link/<str:token>/done/", answer.link_done, name="link_done"),
    path("surveys/link/<str:token>/give-up/", answer.link_give_up, name="link_give_up"),
    path("surveys/link/<str:token>/take-back/", answer.link_take_back, name="link_take_back"),
    path("surveys/<slug:key>/", answer.intro, name="intro"),
    path("surveys/<slug:key>/start/", answer.start, name="start"),
    path("surveys/<slug:key>/<int:number>/", answer.page, name="page"),
    path("surveys/<slug:key>/settle/", answer.settle, name="settle"),
    path("surveys/<slug:key>/check/", answer.check, name="check"),
    path("surveys/<slug:key>/done/", answer.done, name="done"),
    path("surveys/<slug:key>/give-up/", answer.give_up, name="give_up"),
    path("surveys/<slug:key>/take-back/", answer.take_back, name="take_back"),
    path("desk/surveys/", desk.questionnaires, name="questionnaires"),
    path("desk/surveys/new/", desk.new, name="new"),
    path("desk/surveys/template/", sketch.template, name="template"),
    path("desk/surveys/<slug:key>/", desk.one, name="one"),
    path("desk/surveys/<slug:key>/settings/", desk.settings, name="settings"),
    path("desk/surveys/<slug:key>/upload/", sketch.upload, name="upload"),
    path("desk/surveys/<slug:key>/add/", sketch.add, name="add"),
    path("desk/surveys/<slug:key>/drop/", sketch.drop, name="drop"),
    path("desk/surveys/<slug:key>/leave-out/", sketch.leave_out, name="leave_out"),
    path("desk/surveys/<slug:key>/preview/", sketch.preview, name="preview"),
    path("desk/surveys/<slug:key>/publish/", desk.publish, name="publish"),
    path("desk/surveys/<slug:key>/invite/", desk.invite, name="invite"),
    path("desk/surveys/<slug:key>/invitations/", desk.invitations, name="invitations"),
    path("desk/surveys/<slug:key>/cancel/", desk.cancel, name="cancel"),
    path("desk/surveys/<slug:key>/responses/", desk.responses, name="responses"),
    path("desk/surveys/<slug:key>/responses/<str:reference>/", desk.response, name="response"),
    path("desk/surveys/<slug:key>/xlsform/", sketch.xlsform, name="xlsform"),
    path("desk/surveys/<slug:key>/printed/", desk.printed, name="printed"),
]
