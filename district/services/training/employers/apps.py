from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "district.services.training.employers"
    label = "employers"
    verbose_name = "以学时代工时"
    default_auto_field = "django.db.models.BigAutoField"
