from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "district.cases.decisions"
    label = "decisions"
    verbose_name = "决定"
    default_auto_field = "django.db.models.BigAutoField"
