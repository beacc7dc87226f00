from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "district.ground.organisations"
    label = "organisations"
    verbose_name = "机构"
    default_auto_field = "django.db.models.BigAutoField"
