from django.apps import AppConfig


class NightlyConfig(AppConfig):
    name = "district.ground.nightly"
    label = "nightly"
    verbose_name = "夜间工作"
    default_auto_field = "django.db.models.BigAutoField"
