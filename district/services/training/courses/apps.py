from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "district.services.training.courses"
    label = "courses"
    verbose_name = "创业云课堂"
    default_auto_field = "django.db.models.BigAutoField"
