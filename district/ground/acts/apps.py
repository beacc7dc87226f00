from django.apps import AppConfig


class ActsConfig(AppConfig):
    name = "district.ground.acts"
    label = "acts"
    verbose_name = "行动"
    default_auto_field = "django.db.models.BigAutoField"
