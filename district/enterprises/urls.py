"""Addresses of this room: `/my/…` for members, `/desk/…` for officials."""

from django.urls import path

from district.enterprises import views_desk as desk
from district.enterprises import views_hall as hall
from district.enterprises import views_imports as imports
from district.enterprises.bases import views as bases
from district.enterprises.mandates import views as mandates
from district.enterprises.persons import views as persons
from district.enterprises.wallet import views as wallet

app_name = "enterprises"
urlpatterns = [
    path("my/info/", persons.mine, name="myself"),
    path("my/info/renew/", persons.renew, name="myself_renew"),
    path("my/info/take-back/", persons.take_back, name="myself_take_back"),
    path("my/info/copy/", persons.copy, name="myself_copy"),
    path("desk/persons/<str:uscc>/", persons.look, name="person"),
    path("my/bases/new/", bases.new, name="base"),
    path("my/enterprises/", hall.mine, name="mine"),
    path("my/enterprises/claims/<int:pk>/", hall.settle, name="settle_mine"),
    path("my/enterprises/<str:uscc>/facts/", hall.facts, name="facts"),
    path("my/enterprises/<str:uscc>/papers/", wallet.papers, name="papers"),
    path("my/enterprises/<str:uscc>/papers/<uuid:reference>/replace/", wallet.replace, name="paper_replace"),
    path("my/enterprises/<str:uscc>/papers/<uuid:reference>/remove/", wallet.remove, name="paper_remove"),
    path("my/enterprises/<str:uscc>/mandates/", mandates.mandates, name="mandates"),
    path("my/mandates/<str:reference>/end/", mandates.end, name="mandate_end"),
    path("my/agency/", mandates.ask_place, name="ask_place"),
    path("desk/claims/agency/<int:pk>/", mandates.settle_place, name="settle_place"),
    path("desk/enterprises/", desk.register, name="register"),
    path("desk/enterprises/export/", desk.export, name="export"),
    path("desk/enterprises/<str:uscc>/", desk.enterprise, name="enterprise"),
    path("desk/enterprises/<str:uscc>/history/", desk.history, name="history"),
    path("desk/enterprises/<str:uscc>/change/", desk.change, name="change"),
    path("desk/claims/", desk.claims, name="claims"),
    path("desk/claims/<int:pk>/", desk.settle, name="settle"),
    path("desk/contested/", desk.contested, name="contested"),
    path("desk/imports/", imports.imports, name="imports"),
    path("desk/imports/<str:reference>/", imports.run, name="import"),
    path("desk/imports/<str:reference>/confirm/", imports.confirm, name="import_confirm"),
    path("desk/imports/<str:reference>/cancel/", imports.cancel, name="import_cancel"),
    path("desk/imports/<str:reference>/resume/", imports.resume, name="import_resume"),
    path("desk/imports/<str:reference>/progress/", imports.progress, name="import_progress"),
    path("desk/imports/<str:reference>/report/", imports.report, name="import_report"),
]
