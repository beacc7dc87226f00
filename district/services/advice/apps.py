from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "district.services.advice"
    label = "advice"
    verbose_name = "一师一团"
    default_auto_field = "django.db.models.BigAutoField"
