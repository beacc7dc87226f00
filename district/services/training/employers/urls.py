"""Addresses of employers' training."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, path

from district.ground.acts.views import act_view
from district.services.training.employers import acts, acts_desk, views_desk, views_hall, views_open

HALL: dict[str, Any] = {"page": views_hall.filing_page}
DESK: dict[str, Any] = {"page": views_desk.filing_page, "redraws": True}
AUDIT: dict[str, Any] = {"page": views_desk.audit_page, "redraws": True}
BASE: dict[str, Any] = {"page": views_open.base_page, "redraws": True}

app_name = "employers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("training/shared/", views_open.shared, name="shared"),
    path("training/shared/<str:reference>/", views_open.course, name="course"),
    path("training/shared/<str:reference>/close/", act_view(acts.CLOSE), name="close"),
    path("training/bases/", views_open.bases, name="bases"),
    path("training/bases/sessions/<str:reference>/cancel/", act_view(acts.CANCEL), name="cancel_session"),
    path("training/bases/<int:pk>/", views_open.base, name="base"),
    path("training/bases/<int:pk>/calendar.ics", views_open.base_calendar, name="base_calendar"),
    path("training/bases/<int:pk>/rooms/", act_view(acts.ROOM, **BASE), name="room"),
    path("training/bases/<int:pk>/sessions/", act_view(acts.SESSION, **BASE), name="session"),
    path("my/training/", views_hall.mine, name="mine"),
    path("my/training/new/", act_view(acts.FILE, page=views_hall.new, get=True), name="new"),
    path("my/training/courses/new/", act_view(acts.OFFER, page=views_hall.offer, get=True), name="offer"),
    path("my/training/templates/<slug:kind>/", views_hall.template, name="template"),
    path("my/training/hearings/<int:pk>/", act_view(acts.HEAR), name="hear"),
    path("my/training/learners/<int:pk>/leave-out/", act_view(acts.LEAVE_OUT), name="leave_out"),
    path("my/training/claims/<int:pk>/refill/", act_view(acts.REFILL), name="refill"),
    path("my/training/<str:reference>/", views_hall.one, name="mine_one"),
    path("my/training/<str:reference>/change/", act_view(acts.CHANGE, page=views_hall.change, get=True), name="change"),
    path("my/training/<str:reference>/answer/", act_view(acts.ANSWER, **HALL), name="answer"),
    path("my/training/<str:reference>/finish/", act_view(acts.FINISH), name="finish"),
    path("my/training/<str:reference>/withdraw/", act_view(acts.WITHDRAW), name="withdraw"),
    path("my/training/<str:reference>/learners/", act_view(acts.LEARNERS, **HALL), name="learners"),
    path("my/training/<str:reference>/add/", act_view(acts.ADD, **HALL, redraws=True), name="add_learner"),
    path("my/training/<str:reference>/records/", act_view(acts.RECORDS, **HALL), name="records"),
    path("my/training/<str:reference>/roll/", act_view(acts.ROLL, **HALL, redraws=True), name="roll"),
    path("my/training/<str:reference>/claim/", act_view(acts.CLAIM), name="claim"),
    path("desk/training/", views_desk.filings, name="filings"),
    path("desk/training-courses/", views_desk.courses, name="desk_courses"),
    path("desk/training-courses/<str:reference>/publish/", act_view(acts_desk.PUBLISH), name="course_publish"),
    path("desk/training-courses/<str:reference>/decline/", act_view(acts_desk.DECLINE), name="course_decline"),
    path("desk/training-audits/", views_desk.audits, name="audits"),
    path("desk/training-audits/seal/", act_view(acts_desk.SEAL, page=views_desk.audits_page, redraws=True),
         name="seal"),
    path("desk/training-audits/<str:reference>/", views_desk.audit, name="audit"),
    path("desk/training-audits/<str:reference>/seed/", act_view(acts_desk.SEED, **AUDIT), name="audit_seed"),
    path("desk/training-audits/<str:reference>/draw/", act_view(acts_desk.DRAW), name="audit_draw"),
    path("desk/training-audits/<str:reference>/end/", act_view(acts_desk.END), name="audit_end"),
    *(path(f"desk/training-audits/items/<int:pk>/{verb}/", act_view(each), name=f"item_{verb}")
      for verb, each in acts_desk.ITEMS.items()),
    path("desk/training/touches/<int:pk>/", act_view(acts_desk.TOUCHED), name="touched"),
    path("desk/training/<str:reference>/", views_desk.filing, name="filing"),
    path("desk/training/<str:reference>/acknowledge/", act_view(acts_desk.ACKNOWLEDGE, **DESK), name="acknowledge"),
    path("desk/training/<str:reference>/ask/", act_view(acts_desk.ASK, **DESK), name="ask"),
    path("desk/training/<str:reference>/assign/", act_view(acts_desk.ASSIGN, **DESK), name="assign"),
    path("desk/training/<str:reference>/touch/", act_view(acts_desk.TOUCH, **DESK), name="touch"),
]  # fmt: skip
