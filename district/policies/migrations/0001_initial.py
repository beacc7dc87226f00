import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enterprises', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
        ('work', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Release',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hash', models.CharField(max_length=64, unique=True)),
                    ('layer', models.CharField(max_length=40)),
                    ('files', models.JSONField()),
                    ('published_at', models.DateTimeField()),
                    ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('-published_at', '-pk'),
                    'get_latest_by': ('published_at', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='Programme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=80, unique=True)),
                    ('name', models.CharField(max_length=120, verbose_name='名称')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='people.bureau', verbose_name='牵头部门')),
                    ('kind', models.CharField(choices=[('subsidy', '补贴'), ('award', '奖励'), ('loan', '贷款'), ('interest', '贴息'), ('fee', '缓减免'), ('rent', '房租'), ('training', '培训'), ('place', '载体'), ('service', '服务'), ('recognition', '认定')], max_length=12, verbose_name='种类')),
                    ('subject', models.CharField(default='enterprise', max_length=20)),
                    ('summary', models.TextField(blank=True)),
                    ('stages', models.JSONField(default=list, help_text='适用对象，读者的话')),
                    ('layer', models.CharField(max_length=40)),
                    ('withdrawn', models.BooleanField(default=False)),
                ],
                options={
                    'verbose_name': '政策项目',
                    'ordering': ('name',),
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['subsidy', 'award', 'loan', 'interest', 'fee', 'rent', 'training', 'place', 'service', 'recognition'])), name='programme_kind_is_known')],
                },
            ),
            migrations.CreateModel(
                name='ProgrammeVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='policies.programme')),
                    ('in_force_from', models.DateField()),
                    ('in_force_until', models.DateField(null=True)),
                    ('hash', models.CharField(max_length=64)),
                    ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='policies.release')),
                    ('description', models.JSONField(help_text='条件、依据、金额、期限等，供页面显示')),
                    ('published_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('programme', '-in_force_from', '-published_at', '-pk'),
                    'constraints': [models.UniqueConstraint(fields=('programme', 'hash'), name='one_version_per_hash'), models.CheckConstraint(condition=models.Q(('in_force_until', None), ('in_force_until__gte', models.F('in_force_from')), _connector='OR'), name='version_dates_in_order')],
                },
            ),
            migrations.CreateModel(
                name='Subscription',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to=settings.AUTH_USER_MODEL)),
                    ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='policies.programme')),
                    ('enterprise', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('key', models.CharField(max_length=43, unique=True)),
                    ('created_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-created_at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('enterprise__isnull', False), ('programme', None)), models.Q(('enterprise', None), ('programme__isnull', False)), _connector='OR'), name='subscription_is_about_one_thing'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('created_at')), _connector='OR'), name='subscription_ends_later'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'programme'), name='one_subscription_a_programme'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'enterprise'), name='one_subscription_an_enterprise')],
                },
            ),
            migrations.CreateModel(
                name='Publication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='policies.release')),
                    ('way', models.CharField(choices=[('run', '启动时自动发布'), ('hand', '命令行发布'), ('site', '站内发布')], max_length=4)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('-pk',),
                    'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['run', 'hand', 'site'])), name='publication_way_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Run',
                fields=[
                    ('work_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='work.work')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='policies.programmeversion')),
                    ('as_of', models.DateField()),
                    ('draft', models.TextField(blank=True)),
                    ('draft_of', models.CharField(blank=True, help_text='试算的是哪份草案；空白是直接改的规则', max_length=24)),
                    ('draft_title', models.CharField(blank=True, max_length=120)),
                    ('draft_from', models.DateField(help_text='草案的规则从哪天起施行', null=True)),
                    ('vary', models.TextField(blank=True)),
                    ('budget', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                    ('repeats', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeated', to='policies.run')),
                    ('digests', models.JSONField(default=dict)),
                    ('summary', models.JSONField(default=dict)),
                ],
                bases=('work.work',),
            ),
            migrations.CreateModel(
                name='Told',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programme')),
                    ('occasion', models.CharField(max_length=80)),
                    ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told', to='policies.subscription')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(fields=('person', 'programme', 'occasion'), name='told_once_an_occasion')],
                },
            ),
            migrations.CreateModel(
                name='Standing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='policies.publication')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='policies.programmeversion')),
                    ('until', models.DateField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('publication', 'version'), name='one_standing_per_version')],
                },
            ),
        ]),
        migrations.AddField(
            model_name='publication',
            name='versions',
            field=models.ManyToManyField(related_name='publications', through='policies.Standing', to='policies.programmeversion'),
        ),
    ]
