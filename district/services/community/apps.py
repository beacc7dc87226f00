from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "district.services.community"
    label = "community"
    verbose_name = "创客杨浦"
    default_auto_field = "django.db.models.BigAutoField"
