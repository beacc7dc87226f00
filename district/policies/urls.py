"""Addresses of this room: the public library, and runs over the register for officials."""

from django.urls import path

from district.ground.acts.views import act_view, from_where
from district.policies import acts_runs as acts
from district.policies import views, views_ladders, views_runs
from district.policies import views_feeds as feeds
from district.policies.asking import acts as questions
from district.policies.asking import views as asking
from district.policies.embedding import views as embedding
from district.policies.fitting import acts as taking
from district.policies.fitting import views as fitting
from district.policies.page import views as page
from district.policies.searching import views as searching
from district.policies.subscribing import acts as telling
from district.policies.subscribing import views as subscribing

app_name = "policies"
urlpatterns = [
    path("policies/", views.library, name="library"),
    path("policies/packages/<slug:slug>/", views.package, name="package"),
    path("policies/ladders/<slug:slug>/", views_ladders.ladder, name="ladder"),
    path("policies/feed/", feeds.policies_feed, name="feed"),
    path("policies/calendar/", feeds.windows, name="calendar"),
    path("answers/feed/", feeds.answers_feed, name="answers_feed"),
    path("policies/<slug:slug>/", page.programme, name="programme"),
    path("policies/<slug:slug>/subscribe/", act_view(telling.SUBSCRIBE), name="subscribe"),
    path("documents/<slug:slug>/", page.document, name="document"),
    path("my/subscriptions/", subscribing.subscriptions, name="subscriptions"),
    path("my/subscriptions/follow/", act_view(telling.FOLLOW, find=subscribing.firm_named), name="follow"),
    path("my/subscriptions/<int:pk>/stop/", act_view(telling.STOP), name="subscription_stop"),
    path(
        "subscriptions/<str:key>/",
        act_view(telling.UNSUBSCRIBE, page=subscribing.unsubscribe, get=True),
        name="unsubscribe",
    ),
    path("answers/<slug:slug>/", views.answer, name="answer"),
    path(
        "answers/<slug:slug>/vote/",
        act_view(questions.VOTE, find=asking.page_named, also=from_where),
        name="answer_vote",
    ),
    path(
        "answers/<slug:slug>/ask/",
        act_view(questions.ASK, page=asking.ask, get=True, find=asking.page_named, also=from_where),
        name="answer_ask",
    ),
    path(
        "questions/ask/", act_view(questions.ASK_ANEW, page=asking.ask_anew, get=True, also=from_where), name="ask_anew"
    ),
    path("questions/<str:reference>/<str:key>/", asking.question, name="question"),
    path("desk/questions/", asking.desk_questions, name="desk_questions"),
    path(
        "desk/questions/<str:reference>/",
        act_view(questions.REPLY, page=asking.desk_question, get=True),
        name="desk_question",
    ),
    path("search", searching.find, name="search"),
    path("search/suggest", searching.suggest, name="search_suggest"),
    path("desk/runs/", act_view(acts.LISTS, page=views_runs.runs, get=True), name="runs"),
    path("desk/runs/<str:reference>/", views_runs.run, name="run"),
    path("desk/runs/<str:reference>/progress/", views_runs.run_progress, name="run_progress"),
    path("desk/runs/<str:reference>/cancel/", act_view(acts.CANCEL), name="run_cancel"),
    path("desk/runs/<str:reference>/resume/", act_view(acts.RESUME), name="run_resume"),
    path("desk/runs/<str:reference>/repeat/", act_view(acts.REPEAT), name="run_repeat"),
    path("desk/runs/<str:reference>/files/<path:name>.csv", views_runs.run_file, name="run_file"),
    path("fits/", fitting.fits, name="fits"),
    path("fits/check/", fitting.check, name="fits_check"),
    path("fits/results/", fitting.results, name="fits_results"),
    path("fits/who", fitting.who, name="fits_who"),
    path("fits/answer", fitting.answer, name="fits_answer"),
    path("fits/forget", fitting.forget, name="fits_forget"),
    path("fits/code", fitting.by_code, name="fits_code"),
    path("fits/trades", fitting.suggest, name="fits_trades"),
    path("fits/shared/<str:token>/", fitting.shared, name="fits_shared"),
    path("fits/shared/<str:token>/go-on", fitting.go_on, name="fits_go_on"),
    path(
        "fits/take/<str:uscc>/",
        act_view(
            taking.TAKE, page=fitting.take, get=True, redraws=False, also=taking.said_before, answer=taking.forget_taken
        ),
        name="fits_take",
    ),
    path("embed/check/", embedding.check, name="embed_check"),
    path("embed/check/whole/", embedding.whole, name="embed_whole"),
]
