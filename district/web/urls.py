"""Every address of the site. A view says who may come in (district.ground.people.doors); otherwise it is closed."""

from django.urls import include, path
from django.views.i18n import set_language

from district.api.site import urls as api_urls
from district.ground.acts.views import act_view
from district.ground.people.acts import AGREE, CLOSE, RENAME
from district.ground.people.doors import open_to_all
from district.web import views, views_about, views_account, views_operations, views_todo

urlpatterns = [
    path("", views.home, name="home"),
    path("me", views.me, name="me"),
    path("my/", views.my, name="my"),
    path("desk/", views.desk, name="desk"),
    path("menu/", views.menu, name="menu"),
    path("todo/", views_todo.todo, name="todo"),
    path("api/v1/", include(api_urls())),
    path("desk/operations/", views_operations.operations, name="operations"),
    path("me/account/", act_view(RENAME, page=views_account.account, get=True), name="account"),
    path("me/account/agree/", act_view(AGREE), name="account_agree"),
    path("me/account/data/", views_account.data, name="account_data"),
    path(
        "me/account/close/",
        act_view(CLOSE, page=views_account.close, get=True, denies=False, answer=views_account.closed),
        name="account_close",
    ),
    path("about/privacy/", views_about.privacy, name="privacy"),
    path("about/accessibility/", views_about.accessibility, name="accessibility"),
    path("about/contact/", views_about.contact, name="contact"),
    path("about/sitemap/", views_about.sitemap, name="sitemap"),
    path("gallery", views.gallery, name="gallery"),
    path("language", open_to_all(set_language), name="set_language"),
    path("", include("district.ground.people.urls")),
    path("", include("district.ground.onetime.urls")),
    path("", include("district.ground.organisations.urls")),
    path("", include("district.ground.tokens.urls")),
    path("", include("district.ground.unsent.urls")),
    path("", include("district.authoring.urls")),
    path("", include("district.policies.urls")),
    path("", include("district.funds.urls")),
    path("", include("district.enterprises.urls")),
    path("", include("district.cases.urls")),
    path("", include("district.services.advice.clinic.urls")),
    path("", include("district.services.advice.panels.urls")),
    path("", include("district.services.advice.urls")),
    path("", include("district.services.training.courses.urls")),
    path("", include("district.services.training.camp.urls")),
    path("", include("district.services.training.employers.urls")),
    path("", include("district.services.training.hours.urls")),
    path("", include("district.services.community.alliance.urls")),
    path("", include("district.services.community.contests.urls")),
    path("", include("district.services.community.urls")),
    path("", include("district.insight.urls")),
    path("", include("district.ground.messages.urls")),
    path("", include("district.ground.files.urls")),
    path("", include("district.ground.figures.urls")),
    path("", include("district.ground.record.urls")),
    path("", include("district.ground.anchors.urls")),
    path("", include("district.ground.traces.urls")),
    path("", include("district.ground.work.urls")),
    path("", include("district.ground.slots.urls")),
    path("", include("district.ground.surveys.urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "district.web.errors.bad_request"
handler403 = "district.web.errors.forbidden"
handler404 = "district.web.errors.not_found"
handler500 = "district.web.errors.server_error"
