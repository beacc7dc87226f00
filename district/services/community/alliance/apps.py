from django.apps import AppConfig


class AllianceConfig(AppConfig):
    name = "district.services.community.alliance"
    label = "alliance"
    verbose_name = "创联公社"
    default_auto_field = "django.db.models.BigAutoField"
