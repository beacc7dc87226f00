"""Addresses of this room: drafts of the rules, their approval, what to watch."""

from django.urls import path

from district.authoring import acts, views_lab
from district.authoring import views as drafts
from district.authoring import views_files as files
from district.authoring import views_watch as watch
from district.authoring.acts_files import SAVE
from district.ground.acts.views import act_view

app_name = "authoring"
urlpatterns = [
    path(
        "desk/lab/<slug:slug>/", act_view(acts.TRY, page=views_lab.draft, get=True, find=views_lab.lab_of), name="draft"
    ),
    path("desk/programmes/", drafts.programmes, name="drafts"),
    path("desk/programmes/start/", act_view(acts.START), name="draft_start"),
    path("desk/programmes/catalogue.zip", drafts.export, name="catalogue_export"),
    path("desk/programmes/drafts/<str:reference>/", drafts.one, name="draft_one"),
    path(
        "desk/programmes/drafts/<str:reference>/edit/",
        act_view(SAVE, page=files.edit, get=True, find=files.file_of, denies=False),
        name="draft_edit",
    ),
    path("desk/programmes/drafts/<str:reference>/check/", files.check, name="draft_check"),
    path("desk/programmes/drafts/<str:reference>/add/", act_view(acts.ADD, denies=False), name="draft_add"),
    path("desk/programmes/drafts/<str:reference>/undo/", act_view(acts.UNDO, denies=False), name="draft_undo"),
    path("desk/programmes/drafts/<str:reference>/english/", act_view(acts.ENGLISH, denies=False), name="draft_english"),
    path("desk/programmes/drafts/<str:reference>/propose/", act_view(acts.PROPOSE, denies=False), name="draft_propose"),
    path("desk/programmes/drafts/<str:reference>/return/", act_view(acts.SEND_BACK, denies=False), name="draft_return"),
    path("desk/programmes/drafts/<str:reference>/approve/", act_view(acts.APPROVE, denies=False), name="draft_approve"),
    path("desk/programmes/drafts/<str:reference>/publish/", act_view(acts.PUBLISH, denies=False), name="draft_publish"),
    path("desk/programmes/drafts/<str:reference>/rebase/", act_view(acts.REBASE, denies=False), name="draft_rebase"),
    path("desk/programmes/drafts/<str:reference>/drop/", act_view(acts.DROP, denies=False), name="draft_drop"),
    path("desk/programmes/drafts/<str:reference>/catalogue.zip", drafts.export_draft, name="draft_export"),
    path("desk/watch/", watch.watch, name="watch"),
]
