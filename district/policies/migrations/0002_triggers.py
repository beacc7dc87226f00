from typing import Any

from django.db import migrations

from district.policies.authoring.triggers import ApprovedByAnother
from district.record.append_only import AppendOnly


def create(apps: Any, schema_editor: Any) -> None:
    """SQLite: an FTS5 table beside the entries; PostgreSQL: an index over the same tokens."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE policies_search USING fts5(title, body, tokenize='unicode61')", params=None
        )
    else:
        schema_editor.execute(
            "CREATE INDEX policies_entry_words ON policies_searchentry USING gin "
            "((setweight(to_tsvector('simple', title_words), 'A') || to_tsvector('simple', body_words)))",
            params=None,
        )


def remove(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE policies_search", params=None)


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [
        AppendOnly("policies_release"),
        AppendOnly("policies_programmeversion"),
        AppendOnly("policies_publication"),
        AppendOnly("policies_standing"),
        AppendOnly("policies_drafthand"),
        AppendOnly("policies_told"),
        ApprovedByAnother(),
        migrations.RunPython(create, remove),
    ]
