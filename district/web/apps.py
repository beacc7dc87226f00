from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "district.web"
    label = "web"
    verbose_name = "站点"
    default_auto_field = "django.db.models.BigAutoField"
