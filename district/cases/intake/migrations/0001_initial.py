import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('enterprises', '0001_initial'),
        ('files', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Attached',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attached', to='cases.application')),
                    ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attached', to='cases.submission')),
                    ('name', models.CharField(help_text='材料名', max_length=120)),
                    ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.evidence')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ],
                options={
                    'ordering': ('submission', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('submission', 'name', 'paper'), name='a_paper_is_attached_once')],
                },
            ),
            migrations.CreateModel(
                name='PaperCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_checks', to='cases.application')),
                    ('name', models.CharField(max_length=120)),
                    ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.evidence')),
                    ('fine', models.BooleanField()),
                    ('note', models.CharField(blank=True, max_length=300)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('fine', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='a_bad_paper_has_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cases.application')),
                    ('kind', models.CharField(choices=[('window', '窗口开放时自动提交'), ('automatic', '免申即享一键确认')], max_length=10)),
                    ('text', models.TextField(help_text='同意时看到的原话')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('opens_on', models.DateField(help_text='计划哪天提交')),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('used_at', models.DateTimeField(null=True)),
                    ('outcome', models.CharField(blank=True, choices=[('submitted', '已自动提交'), ('failed', '没有提交成功'), ('moot', '已不需要')], max_length=10)),
                    ('why', models.TextField(blank=True, help_text='没有提交成功的原因')),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'indexes': [models.Index(fields=['used_at', 'opens_on'], name='consent_by_day')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('used_at', None), ('withdrawn_at', None)), fields=('application',), name='one_live_consent'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('used_at', None), _connector='OR'), name='a_used_consent_is_not_taken_back'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('used_at', None)), models.Q(('used_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='a_used_consent_has_an_outcome'), models.CheckConstraint(condition=models.Q(('kind__in', ['window', 'automatic'])), name='consent_kind_is_known')],
                },
            ),
        ]),
    ]
