from django.apps import AppConfig


class GivingConfig(AppConfig):
    name = "district.cases.giving"
    label = "giving"
    verbose_name = "给付"
    default_auto_field = "django.db.models.BigAutoField"
