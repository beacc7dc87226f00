from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "district.cases.core"
    label = "cases"
    verbose_name = "申报"
    default_auto_field = "django.db.models.BigAutoField"
