"""Addresses of this room: drafts of the rules, their approval, what to watch."""

from django.urls import path

from district.authoring import views as drafts
from district.authoring import views_files as files
from district.authoring import views_lab
from district.authoring import views_watch as watch

app_name = "authoring"
urlpatterns = [
    path("desk/lab/<slug:slug>/", views_lab.draft, name="draft"),
    path("desk/programmes/", drafts.programmes, name="drafts"),
    path("desk/programmes/start/", drafts.start, name="draft_start"),
    path("desk/programmes/catalogue.zip", drafts.export, name="catalogue_export"),
    path("desk/programmes/drafts/<str:reference>/", drafts.one, name="draft_one"),
    path("desk/programmes/drafts/<str:reference>/edit/", files.edit, name="draft_edit"),
    path("desk/programmes/drafts/<str:reference>/check/", files.check, name="draft_check"),
    path("desk/programmes/drafts/<str:reference>/add/", drafts.add_version, name="draft_add"),
    path("desk/programmes/drafts/<str:reference>/undo/", drafts.undo, name="draft_undo"),
    path("desk/programmes/drafts/<str:reference>/english/", drafts.rule_english, name="draft_english"),
    path("desk/programmes/drafts/<str:reference>/propose/", drafts.propose, name="draft_propose"),
    path("desk/programmes/drafts/<str:reference>/return/", drafts.send_back, name="draft_return"),
    path("desk/programmes/drafts/<str:reference>/approve/", drafts.approve, name="draft_approve"),
    path("desk/programmes/drafts/<str:reference>/publish/", drafts.publish, name="draft_publish"),
    path("desk/programmes/drafts/<str:reference>/rebase/", drafts.rebase, name="draft_rebase"),
    path("desk/programmes/drafts/<str:reference>/drop/", drafts.drop, name="draft_drop"),
    path("desk/programmes/drafts/<str:reference>/catalogue.zip", drafts.export_draft, name="draft_export"),
    path("desk/watch/", watch.watch, name="watch"),
]
