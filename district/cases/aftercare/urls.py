"""Addresses of what comes after a decision; part of this room's."""

from django.urls import path

from district.cases.aftercare import views_campaigns as campaigns
from district.cases.aftercare import views_desk as desk
from district.cases.aftercare import views_hall as hall
from district.cases.aftercare import views_opening as opening
from district.cases.aftercare import views_workers as workers

urlpatterns = [
    path("my/obligations/", hall.obligations, name="my_obligations"),
    path("my/findings/<str:reference>/", hall.finding, name="my_finding"),
    path("my/staff/<str:reference>/", hall.staff, name="my_staff"),
    path("my/staff/<str:reference>/remove/", hall.staff_remove, name="my_staff_remove"),
    path("desk/after/", desk.obligations, name="after"),
    path("desk/after/<str:reference>/", desk.obligation, name="after_one"),
    path("desk/after/<str:reference>/release/", desk.release, name="after_release"),
    path("desk/findings/", desk.findings, name="findings"),
    path("desk/findings/new/", opening.new, name="finding_new"),
    path("desk/findings/<str:reference>/", desk.finding, name="finding"),
    path("desk/findings/<str:reference>/<slug:verb>/", desk.move, name="finding_move"),
    path("desk/campaigns/", campaigns.campaigns, name="campaigns"),
    path("desk/campaigns/new/", campaigns.new, name="campaign_new"),
    path("desk/campaigns/<str:reference>/", campaigns.campaign, name="campaign"),
    path("desk/campaigns/<str:reference>/draw/", campaigns.draw, name="campaign_draw"),
    path("desk/campaigns/<str:reference>/finish/", campaigns.finish, name="campaign_finish"),
    path("desk/campaigns/<str:reference>/export/", campaigns.export, name="campaign_export"),
    path("desk/campaigns/<str:reference>/<int:place>/", campaigns.item, name="campaign_item"),
    path("desk/collisions/", workers.collisions, name="collisions"),
    path("desk/collisions/<int:pk>/settle/", workers.settle, name="collision_settle"),
]
