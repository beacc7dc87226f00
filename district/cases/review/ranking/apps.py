from django.apps import AppConfig


class RankingConfig(AppConfig):
    name = "district.cases.review.ranking"
    label = "ranking"
    verbose_name = "名次"
    default_auto_field = "django.db.models.BigAutoField"
