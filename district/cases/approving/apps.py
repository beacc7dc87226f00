from django.apps import AppConfig


class ApprovingConfig(AppConfig):
    name = "district.cases.approving"
    label = "approving"
    verbose_name = "审批"
    default_auto_field = "django.db.models.BigAutoField"
