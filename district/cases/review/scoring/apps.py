from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "district.cases.review.scoring"
    label = "scoring"
    verbose_name = "评审"
    default_auto_field = "django.db.models.BigAutoField"
