from django.apps import AppConfig


class AskingConfig(AppConfig):
    name = "district.ground.asking"
    label = "asking"
    verbose_name = "问答"
    default_auto_field = "django.db.models.BigAutoField"
