from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "district.ground.tables"
    label = "tables"
    verbose_name = "清单"
    default_auto_field = "django.db.models.BigAutoField"
