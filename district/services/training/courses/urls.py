"""Addresses of courses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from district.ground.acts.views import act_view
from district.services.training.courses import acts, acts_desk, views, views_certificates, views_desk
from district.services.training.courses.foreign import views_content, views_scorm, views_xapi
from district.services.training.hours.devices import marks_device

app_name = "courses"
urlpatterns: list[URLPattern | URLResolver] = [
    path("training/courses/", views.catalogue, name="catalogue"),
    path("training/courses/<slug:reference>/", views.course, name="course"),
    path("training/courses/<slug:reference>/enrol/", act_view(acts.ENROL, denies=False), name="enrol"),
    path("training/courses/<slug:reference>/leave/", act_view(acts.LEAVE), name="leave"),
    path("training/lessons/<int:pk>/", views.lesson, name="lesson"),
    path(
        "training/lessons/<int:pk>/start/", marks_device(act_view(acts.START, also=views.by_device, denies=False)),
        name="start",
    ),
    path(
        "training/lessons/<int:pk>/launch/",
        marks_device(act_view(acts.LAUNCH, also=views.by_device, denies=False)), name="launch",
    ),
    path(
        "training/lessons/<int:pk>/hand-in/", act_view(acts.HAND_IN, page=views.quiz, redraws=True, denies=False),
        name="hand_in",
    ),
    path("my/sittings/<str:reference>/beat/", act_view(acts.BEAT, answer=views.counted), name="beat"),
    path("my/sittings/<str:reference>/check/", act_view(acts.CHECK, answer=views.counted), name="check"),
    path("my/courses/", views.mine, name="mine"),
    path(
        "my/courses/<slug:reference>/certificate/", act_view(acts.CERTIFY, page=views.certify, get=True),
        name="certify",
    ),
    path("my/certificates/<str:reference>/withdraw/", act_view(acts.WITHDRAW), name="withdraw"),
    path("certificates/", views_certificates.look_up, name="look_up"),
    path("certificates/<str:reference>/", views_certificates.certificate, name="certificate"),
    path("certificates/<str:reference>/pdf/", views_certificates.paper, name="paper"),
    path("desk/courses/", views_desk.courses, name="desk"),
    path("desk/courses/new/", act_view(acts_desk.ADD, page=views_desk.add, get=True), name="add"),
    path("desk/courses/own/", act_view(acts_desk.OWN), name="own"),
    path("desk/courses/<slug:reference>/", views_desk.one_course, name="desk_course"),
    path("desk/courses/<slug:reference>/change/", act_view(acts_desk.CHANGE, page=views_desk.course, redraws=True),
         name="change"),
    path("desk/courses/<slug:reference>/publish/", act_view(acts_desk.PUBLISH), name="publish"),
    path("desk/courses/<slug:reference>/close/", act_view(acts_desk.CLOSE), name="close"),
    path("desk/courses/<slug:reference>/learners/", views_desk.learners, name="learners"),
    path("desk/courses/<slug:reference>/lessons/new/",
         act_view(acts_desk.ADD_LESSON, page=views_desk.add_lesson, get=True), name="add_lesson"),
    path("desk/lessons/<int:pk>/", act_view(acts_desk.CHANGE_LESSON, page=views_desk.lesson, get=True),
         name="desk_lesson"),
    path("desk/lessons/<int:pk>/up/", act_view(acts_desk.UP), name="lesson_up"),
    path("desk/lessons/<int:pk>/remove/", act_view(acts_desk.REMOVE), name="lesson_remove"),
    path("desk/packages/", views_desk.packages, name="packages"),
    path("desk/certificates/", views_desk.certificates, name="certificates"),
    path("desk/certificates/<str:reference>/revoke/", act_view(acts_desk.REVOKE), name="revoke"),
    path("foreign/content/<str:token>/<path:path>", views_content.content, name="foreign_content"),
    path("foreign/fetch/<str:token>/", views_content.fetch, name="foreign_fetch"),
    path("foreign/scorm/<str:token>/", views_scorm.call, name="foreign_scorm"),
    path("foreign/xapi/", views_xapi.about, name="foreign_xapi"),
    path("foreign/xapi/about", views_xapi.about, name="foreign_about"),
    path("foreign/xapi/statements", views_xapi.statements, name="foreign_statements"),
    path("foreign/xapi/activities/state", views_xapi.state, name="foreign_state"),
    path("foreign/xapi/activities/profile", views_xapi.activity_profile, name="foreign_activity_profile"),
    path("foreign/xapi/agents/profile", views_xapi.agent_profile, name="foreign_agent_profile"),
]  # fmt: skip
