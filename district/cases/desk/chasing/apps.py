from django.apps import AppConfig


class ChasingConfig(AppConfig):
    name = "district.cases.desk.chasing"
    label = "chasing"
    verbose_name = "催办"
    default_auto_field = "django.db.models.BigAutoField"
