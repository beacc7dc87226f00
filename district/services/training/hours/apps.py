from django.apps import AppConfig


class HoursConfig(AppConfig):
    name = "district.services.training.hours"
    label = "hours"
    verbose_name = "学时"
    default_auto_field = "django.db.models.BigAutoField"
