from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "district.services.community.contests"
    label = "contests"
    verbose_name = "创业大赛"
    default_auto_field = "django.db.models.BigAutoField"
