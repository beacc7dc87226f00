from django.apps import AppConfig


class NoticeConfig(AppConfig):
    name = "district.cases.review.notice"
    label = "notice"
    verbose_name = "公示"
    default_auto_field = "django.db.models.BigAutoField"
