import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='System',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='系统名称')),
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='system', to=settings.AUTH_USER_MODEL)),
                    ('bureau', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau', verbose_name='责任部门')),
                    ('keeper', models.CharField(max_length=120, verbose_name='使用单位和联系人')),
                    ('purpose', models.CharField(max_length=200, verbose_name='用途')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('close_reason', models.CharField(blank=True, max_length=200)),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'ordering': ('name',),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('close_reason', ''), ('closed_at', None)), models.Q(('closed_at__isnull', False), models.Q(('close_reason', ''), _negated=True)), _connector='OR'), name='closed_system_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Token',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=16, unique=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=60, verbose_name='名称')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('scopes', models.JSONField(help_text='范围：部分:read 或 部分:act；* 是全部')),
                    ('per_minute', models.PositiveIntegerField(verbose_name='每分钟最多')),
                    ('per_day', models.PositiveIntegerField(verbose_name='每天最多')),
                    ('expires_at', models.DateTimeField(verbose_name='有效期到')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('two_factors', models.BooleanField(default=True, help_text='建立时用了两步验证')),
                    ('last_used_at', models.DateTimeField(null=True)),
                    ('minute', models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))),
                    ('in_minute', models.PositiveIntegerField(default=0)),
                    ('day', models.DateField(default=datetime.date(2000, 1, 1))),
                    ('in_day', models.PositiveIntegerField(default=0)),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revoke_reason', models.CharField(blank=True, max_length=200)),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'ordering': ('-made_at', '-pk'),
                    'indexes': [models.Index(fields=['person', 'revoked_at'], name='tokens_of_person')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('revoke_reason', ''), ('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False), models.Q(('revoke_reason', ''), _negated=True)), _connector='OR'), name='revoked_token_says_by_whom_and_why'), models.CheckConstraint(condition=models.Q(('per_day__gte', 1), ('per_minute__gte', 1)), name='token_quota_is_positive'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='token_expires_later')],
                },
            ),
        ]),
    ]
