from django.apps import AppConfig


class SlotsConfig(AppConfig):
    name = "district.ground.slots"
    label = "slots"
    verbose_name = "时间和席位"
    default_auto_field = "django.db.models.BigAutoField"
