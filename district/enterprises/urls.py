"""Addresses of this room: `/my/…` for members, `/desk/…` for officials."""

from django.urls import path

from district.enterprises import acts
from district.enterprises import views_desk as desk
from district.enterprises import views_hall as hall
from district.enterprises import views_imports as imports
from district.enterprises.bases import acts as bases
from district.enterprises.claims import acts as claiming
from district.enterprises.claims import views as people
from district.enterprises.mandates import acts as mandating
from district.enterprises.mandates import views as mandates
from district.enterprises.persons import acts as personal
from district.enterprises.persons import views as persons
from district.enterprises.wallet import acts as papers
from district.enterprises.wallet import views as wallet
from district.ground.acts.views import act_view, one_of

app_name = "enterprises"
urlpatterns = [
    path(
        "my/info/",
        one_of(
            {"facts": acts.FACTS, "begin": personal.BEGIN},
            which=persons.facts_or_begin,
            find=personal.kept_of_me,
            page=persons.mine,
            get=True,
            answer=persons.saved,
        ),
        name="myself",
    ),
    path("my/info/renew/", act_view(personal.RENEW), name="myself_renew"),
    path("my/info/take-back/", act_view(personal.TAKE_BACK), name="myself_take_back"),
    path("my/info/copy/", persons.copy, name="myself_copy"),
    path("desk/persons/<str:uscc>/", act_view(personal.LOOK, page=persons.look, get=True), name="person"),
    path("my/bases/new/", act_view(bases.NEW, page=hall.with_base, redraws=True), name="base"),
    path("my/enterprises/", act_view(claiming.CLAIM, page=hall.mine, get=True), name="mine"),
    path("my/enterprises/claims/<int:pk>/", act_view(claiming.SETTLE_MINE), name="settle_mine"),
    path(
        "my/enterprises/<str:uscc>/people/",
        act_view(claiming.INVITE, page=people.people, get=True, answer=people.invited),
        name="people",
    ),
    path("my/people/<int:pk>/", act_view(claiming.SET_PART), name="part"),
    path("my/people/<int:pk>/end/", act_view(claiming.END_PART), name="part_end"),
    path("my/invitations/<int:pk>/withdraw/", act_view(claiming.WITHDRAW), name="invitation_withdraw"),
    path("my/invitations/accept/", act_view(claiming.ACCEPT), name="invited"),
    path("my/invitations/<str:token>/", people.invitation, name="invitation"),
    path(
        "my/enterprises/<str:uscc>/facts/",
        act_view(acts.FACTS, page=hall.facts, get=True, answer=hall.not_saved),
        name="facts",
    ),
    path("my/enterprises/<str:uscc>/papers/", act_view(papers.ADD, page=wallet.papers, get=True), name="papers"),
    path(
        "my/enterprises/<str:uscc>/papers/<uuid:reference>/replace/",
        act_view(papers.REPLACE, page=wallet.replace, get=True, find=wallet.paper_of),
        name="paper_replace",
    ),
    path(
        "my/enterprises/<str:uscc>/papers/<uuid:reference>/remove/",
        act_view(papers.REMOVE, also=papers.paper_named),
        name="paper_remove",
    ),
    path(
        "my/enterprises/<str:uscc>/mandates/",
        act_view(mandating.GIVE, page=mandates.mandates, get=True),
        name="mandates",
    ),
    path("my/mandates/<str:reference>/end/", act_view(mandating.END), name="mandate_end"),
    path("my/agency/", act_view(mandating.ASK_PLACE, page=mandates.ask_place, get=True), name="ask_place"),
    path("desk/claims/agency/<int:pk>/", act_view(mandating.SETTLE_PLACE), name="settle_place"),
    path("desk/enterprises/", desk.register, name="register"),
    path("desk/enterprises/export/", desk.export, name="export"),
    path("desk/enterprises/<str:uscc>/", desk.enterprise, name="enterprise"),
    path("desk/enterprises/<str:uscc>/history/", desk.history, name="history"),
    path("desk/enterprises/<str:uscc>/look/", act_view(acts.LOOK), name="look"),
    path("desk/enterprises/<str:uscc>/change/", act_view(acts.CHANGE), name="change"),
    path("desk/claims/", desk.claims, name="claims"),
    path("desk/claims/<int:pk>/", act_view(claiming.SETTLE), name="settle"),
    path("desk/contested/", desk.contested, name="contested"),
    path("desk/imports/", act_view(acts.UPLOAD, page=imports.imports, get=True), name="imports"),
    path("desk/imports/<str:reference>/", imports.run, name="import"),
    path(
        "desk/imports/<str:reference>/confirm/",
        act_view(acts.CONFIRM, page=imports.wrong_columns, redraws=True),
        name="import_confirm",
    ),
    path("desk/imports/<str:reference>/cancel/", act_view(acts.CANCEL), name="import_cancel"),
    path("desk/imports/<str:reference>/resume/", act_view(acts.RESUME), name="import_resume"),
    path("desk/imports/<str:reference>/progress/", imports.progress, name="import_progress"),
    path("desk/imports/<str:reference>/report/", imports.report, name="import_report"),
]
