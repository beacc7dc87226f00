from django.apps import AppConfig


class CampConfig(AppConfig):
    name = "district.services.training.camp"
    label = "camp"
    verbose_name = "训练营"
    default_auto_field = "django.db.models.BigAutoField"
