import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('record', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Unsent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=32, unique=True)),
                    ('sealed', models.TextField()),
                    ('kept_at', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('kept_at'))), name='unsent_ends_later')],
                    'indexes': [models.Index(fields=['person', 'kept_at'], name='unsent_of_person'), models.Index(fields=['until'], name='unsent_until')],
                },
            ),
        ]),
    ]
