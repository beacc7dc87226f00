from django.apps import AppConfig


class AnchorsConfig(AppConfig):
    name = "district.ground.anchors"
    label = "anchors"
    verbose_name = "留痕锚定"
    default_auto_field = "django.db.models.BigAutoField"
