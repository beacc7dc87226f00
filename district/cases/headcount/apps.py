from django.apps import AppConfig


class HeadcountConfig(AppConfig):
    name = "district.cases.headcount"
    label = "headcount"
    verbose_name = "名册"
    default_auto_field = "django.db.models.BigAutoField"
