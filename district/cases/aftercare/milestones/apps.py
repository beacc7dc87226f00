from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    name = "district.cases.aftercare.milestones"
    label = "milestones"
    verbose_name = "阶段成果"
    default_auto_field = "django.db.models.BigAutoField"
