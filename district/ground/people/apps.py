from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "district.ground.people"
    label = "people"
    verbose_name = "用户"
    default_auto_field = "django.db.models.BigAutoField"
