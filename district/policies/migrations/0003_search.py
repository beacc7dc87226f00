from django.db import migrations, models


def create(apps, schema_editor):
    """SQLite: an FTS5 table beside the entries; PostgreSQL: an index over the same tokens."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE policies_search USING fts5(title, body,"
            " tokenize='unicode61')",
            params=None,
        )
    else:
        schema_editor.execute(
            "CREATE INDEX policies_entry_words ON policies_searchentry USING gin "
            "((setweight(to_tsvector('simple', title_words), 'A') || to_tsvector('simple', body_words)))",
            params=None,
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE policies_search", params=None)


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("slug", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("title_words", models.TextField()),
                ("body_words", models.TextField()),
            ],
        ),
        migrations.RunPython(create, remove),
    ]
