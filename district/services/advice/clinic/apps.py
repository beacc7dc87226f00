from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "district.services.advice.clinic"
    label = "clinic"
    verbose_name = "云坐诊"
    default_auto_field = "django.db.models.BigAutoField"
