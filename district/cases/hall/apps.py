from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "district.cases.hall"
    label = "hall"
    verbose_name = "企业的申报"
    default_auto_field = "django.db.models.BigAutoField"
