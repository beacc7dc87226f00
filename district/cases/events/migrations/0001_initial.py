import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('enterprises', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='CaseEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='register_events', to='cases.application')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.registerevent')),
                    ('holds', models.BooleanField()),
                    ('at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('pk',),
                    'indexes': [models.Index(fields=['application', 'settled_at'], name='case_event_open')],
                    'constraints': [models.UniqueConstraint(fields=('application', 'event'), name='event_once_on_a_case'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), ('settled_at__isnull', False), _connector='OR'), name='case_event_settled_on_a_day')],
                },
            ),
        ]),
    ]
