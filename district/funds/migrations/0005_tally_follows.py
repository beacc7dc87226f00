from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _drop(apps: Any, schema_editor: Any) -> None:
    """On PostgreSQL each of these checks locks a row that every decision on the line shares, up to the commit."""
    if schema_editor.connection.vendor == "sqlite":  # checks cost nothing there, and a table made anew loses triggers
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'funds_tally'::regclass ORDER BY 1"
        )
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        schema_editor.execute(f'ALTER TABLE funds_tally DROP CONSTRAINT "{name}"', params=None)


def _nothing(apps: Any, schema_editor: Any) -> None:
    """Going back leaves the checks away: rows are right without them."""


class Migration(migrations.Migration):
    """Tally rows are written by the posting trigger alone, from a transfer's award and an account's line."""

    dependencies = [("funds", "0004_posts_quicker")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(_drop, _nothing)],
            state_operations=[
                migrations.AlterField(
                    model_name="tally", name="award",
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT,
                                            related_name="tallies", to="funds.award"),
                ),
                migrations.AlterField(
                    model_name="tally", name="line",
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT,
                                            related_name="+", to="funds.line"),
                ),
            ],
        ),
    ]  # fmt: skip
