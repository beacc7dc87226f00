from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "district.cases.intake"
    label = "intake"
    verbose_name = "提交"
    default_auto_field = "django.db.models.BigAutoField"
