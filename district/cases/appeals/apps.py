from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "district.cases.appeals"
    label = "appeals"
    verbose_name = "复核"
    default_auto_field = "django.db.models.BigAutoField"
