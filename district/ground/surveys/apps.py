from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "district.ground.surveys"
    label = "surveys"
    verbose_name = "问卷"
    default_auto_field = "django.db.models.BigAutoField"
