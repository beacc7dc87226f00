from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "district.insight"
    label = "insight"
    verbose_name = "年报"
    default_auto_field = "django.db.models.BigAutoField"
