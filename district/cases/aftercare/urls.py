"""Addresses of what comes after a decision; part of this room's."""

from django.urls import path

from district.cases.aftercare import acts
from district.cases.aftercare import acts_campaigns as sampling
from district.cases.aftercare import views_campaigns as campaigns
from district.cases.aftercare import views_desk as desk
from district.cases.aftercare import views_hall as hall
from district.cases.aftercare import views_opening as opening
from district.cases.aftercare import views_workers as workers
from district.ground.acts.views import act_view, one_of

urlpatterns = [
    path("my/obligations/", hall.obligations, name="my_obligations"),
    path("my/findings/<str:reference>/", act_view(acts.STATE, page=hall.finding, get=True), name="my_finding"),
    path(
        "my/staff/<str:reference>/",
        act_view(acts.STAFF, page=hall.staff, get=True, answer=hall.registered),
        name="my_staff",
    ),
    path("my/staff/<str:reference>/remove/", act_view(acts.STAFF_REMOVE), name="my_staff_remove"),
    path("desk/after/", desk.obligations, name="after"),
    path("desk/after/<str:reference>/", desk.obligation, name="after_one"),
    path("desk/after/<str:reference>/release/", act_view(acts.RELEASE), name="after_release"),
    path("desk/findings/", desk.findings, name="findings"),
    path(
        "desk/findings/new/",
        act_view(acts.OPEN, page=opening.new, get=True, find=opening.case_of, denies=False),
        name="finding_new",
    ),
    path("desk/findings/<str:reference>/", desk.finding, name="finding"),
    path("desk/findings/<str:reference>/<slug:verb>/", one_of(acts.FINDING), name="finding_move"),
    path("desk/campaigns/", campaigns.campaigns, name="campaigns"),
    path("desk/campaigns/new/", act_view(sampling.PREPARE, page=campaigns.new, get=True), name="campaign_new"),
    path("desk/campaigns/<str:reference>/", campaigns.campaign, name="campaign"),
    path("desk/campaigns/<str:reference>/draw/", act_view(sampling.DRAW), name="campaign_draw"),
    path("desk/campaigns/<str:reference>/finish/", act_view(sampling.FINISH), name="campaign_finish"),
    path("desk/campaigns/<str:reference>/export/", campaigns.export, name="campaign_export"),
    path(
        "desk/campaigns/<str:reference>/<int:place>/",
        act_view(sampling.RECORD, page=campaigns.item, get=True, find=campaigns.item_of, denies=False),
        name="campaign_item",
    ),
    path("desk/collisions/", workers.collisions, name="collisions"),
    path("desk/collisions/<int:pk>/settle/", act_view(acts.SETTLE), name="collision_settle"),
]
