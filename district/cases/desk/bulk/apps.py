from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "district.cases.desk.bulk"
    label = "bulk"
    verbose_name = "批量办理"
    default_auto_field = "django.db.models.BigAutoField"
