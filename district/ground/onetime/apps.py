from django.apps import AppConfig


class OnetimeConfig(AppConfig):
    name = "district.ground.onetime"
    label = "onetime"
    verbose_name = "一次性链接"
    default_auto_field = "django.db.models.BigAutoField"
