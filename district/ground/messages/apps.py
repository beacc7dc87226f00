from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "district.ground.messages"
    label = "messaging"
    verbose_name = "消息"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.ground.messages import listening  # noqa: F401 - connects its receivers
        from district.ground.messages.hooks import channel  # noqa: F401 - opens its way out
