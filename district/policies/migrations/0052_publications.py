import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.record.append_only import AppendOnly


def carry_over(apps, schema_editor):
    """Every release so far was one publication; the last one's versions are those that were judged by until now."""
    Release, Publication = apps.get_model("policies", "Release"), apps.get_model("policies", "Publication")
    in_site = set(apps.get_model("policies", "Draft").objects.exclude(release=None).values_list("release", flat=True))
    made = None
    for release in Release.objects.order_by("published_at", "pk"):
        made = Publication.objects.create(
            release=release, way="site" if release.pk in in_site else "hand", at=release.published_at,
            by_id=release.published_by_id,
        )
    if made is None:
        return
    latest = {}
    rows = apps.get_model("policies", "ProgrammeVersion").objects.filter(programme__withdrawn=False)
    for version in rows.order_by("published_at", "pk"):
        latest[version.programme_id, version.in_force_from] = version
    apps.get_model("policies", "Standing").objects.bulk_create(
        apps.get_model("policies", "Standing")(publication=made, version=each, until=last(each, latest))
        for each in latest.values()
    )


def last(version, latest):
    """The eve of the programme's next version, or what the version says, whichever is earlier."""
    later = [since for programme, since in latest if programme == version.programme_id and since > version.in_force_from]
    ends = [each for each in (version.in_force_until, before(min(later)) if later else None) if each is not None]
    return min(ends) if ends else None


def before(day):
    return day.fromordinal(day.toordinal() - 1)


class Migration(migrations.Migration):
    dependencies = [("policies", "0051_asking"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("way", models.CharField(choices=[("run", "启动时自动发布"), ("hand", "命令行发布"), ("site", "站内发布")], max_length=4)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("release", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="policies.release")),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("way__in", ["run", "hand", "site"])), name="publication_way_is_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(null=True)),
                ("publication", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="standings", to="policies.publication")),
                ("version", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="standings", to="policies.programmeversion")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "version"), name="one_standing_per_version"),
                ],
            },
        ),
        migrations.AddField(
            model_name="publication",
            name="versions",
            field=models.ManyToManyField(related_name="publications", through="policies.Standing", to="policies.programmeversion"),
        ),
        migrations.AlterField(
            model_name="draft",
            name="release",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="published_drafts", to="policies.release"),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        AppendOnly("policies_publication"),
        AppendOnly("policies_standing"),
    ]
