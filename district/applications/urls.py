"""Addresses of this room: `/my/…` for enterprises, `/desk/…` for officials."""

from django.urls import path

from district.applications import views_bundles as bundles
from district.applications import views_desk as desk
from district.applications import views_hall as hall

app_name = "applications"
urlpatterns = [
    path("my/applications/", hall.mine, name="mine"),
    path("my/applications/new/<slug:slug>/", hall.new, name="new"),
    path("my/applications/<str:reference>/", hall.mine_one, name="mine_one"),
    path("my/applications/<str:reference>/fill-in/", hall.fill_in, name="fill_in"),
    path("my/applications/<str:reference>/hand-in/", hall.hand_in, name="hand_in"),
    path("my/applications/<str:reference>/withdraw/", hall.withdraw, name="withdraw"),
    path("desk/applications/", desk.worklist, name="worklist"),
    path("desk/applications/next/", desk.take_next, name="take_next"),
    path("desk/applications/<str:reference>/", desk.case, name="case"),
    path("desk/applications/<str:reference>/replay/", desk.replay, name="replay"),
    path("desk/applications/<str:reference>/accept/", desk.accept, name="accept"),
    path("desk/applications/<str:reference>/send-back/", desk.send_back, name="send_back"),
    path("desk/applications/<str:reference>/answer/", desk.answer, name="answer"),
    path("desk/applications/<str:reference>/read-anew/", desk.read_anew, name="read_anew"),
    path("desk/applications/<str:reference>/decide/", desk.decide, name="decide"),
    path("desk/bundles/", bundles.bundles, name="bundles"),
    path("desk/bundles/<slug:slug>/<int:year>/", bundles.download, name="bundle"),
]
