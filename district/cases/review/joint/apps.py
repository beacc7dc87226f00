from django.apps import AppConfig


class JointConfig(AppConfig):
    name = "district.cases.review.joint"
    label = "joint"
    verbose_name = "联审"
    default_auto_field = "django.db.models.BigAutoField"
