from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "district.ground.work"
    label = "work"
    verbose_name = "长任务"
    default_auto_field = "django.db.models.BigAutoField"
