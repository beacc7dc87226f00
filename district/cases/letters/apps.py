from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "district.cases.letters"
    label = "letters"
    verbose_name = "文书"
    default_auto_field = "django.db.models.BigAutoField"
