from django.apps import AppConfig


class UnsentConfig(AppConfig):
    name = "district.ground.unsent"
    label = "unsent"
    verbose_name = "没有提交上去的内容"
    default_auto_field = "django.db.models.BigAutoField"
