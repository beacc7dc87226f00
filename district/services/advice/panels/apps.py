from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "district.services.advice.panels"
    label = "panels"
    verbose_name = "会诊"
    default_auto_field = "django.db.models.BigAutoField"
