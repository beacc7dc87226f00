from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "district.cases.hall"
    label = "hall"
    verbose_name = "企业的申报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.hall.clients.queries import client_of
        from district.enterprises.mandates.queries import subject_clients

        subject_clients.append(client_of)
