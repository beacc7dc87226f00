from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "district.enterprises"
    label = "enterprises"
    verbose_name = "企业库"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.enterprises.importing.run import IMPORT
        from district.enterprises.mandates.queries import behalf
        from district.enterprises.wallet.permissions import ROOM, may_read_file
        from district.ground.files.permissions import register_reader
        from district.ground.record.behalf import sources
        from district.ground.work.actions import register

        register(IMPORT)
        register_reader(ROOM, may_read_file)
        if behalf not in sources:
            sources.append(behalf)
