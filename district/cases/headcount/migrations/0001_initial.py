import district.ground.record.sealed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('aftercare', '0001_initial'),
        ('cases', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='ListedWorker',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workers', to='cases.submission')),
                    ('row', models.PositiveIntegerField()),
                    ('group', models.CharField(max_length=60)),
                    ('worker', models.CharField(max_length=64)),
                    ('masked', models.CharField(max_length=20)),
                    ('first', models.DateField()),
                    ('last', models.DateField()),
                    ('key_mark', models.CharField(max_length=8)),
                ],
                options={
                    'ordering': ('submission', 'row'),
                    'indexes': [models.Index(fields=['group', 'worker'], name='listed_workers')],
                    'constraints': [models.UniqueConstraint(fields=('submission', 'row'), name='one_listed_worker_a_row'), models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='listed_months_in_order')],
                },
            ),
            migrations.CreateModel(
                name='WorkerClaim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workers', to='cases.application')),
                    ('group', models.CharField(help_text='互斥的一组项目', max_length=60)),
                    ('worker', models.CharField(max_length=64)),
                    ('masked', models.CharField(help_text='只留姓，其余以 * 代替', max_length=20, verbose_name='姓名')),
                    ('first', models.DateField(help_text='起始月的第一天')),
                    ('last', models.DateField(help_text='终止月的第一天')),
                    ('live', models.BooleanField(default=True)),
                    ('key_mark', models.CharField(help_text='密钥的指纹：密钥换了就比不出来', max_length=8)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('application', 'pk'),
                    'indexes': [models.Index(fields=['worker'], name='worker_claims')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='worker_months_in_order'), models.UniqueConstraint(condition=models.Q(('live', True)), fields=('application', 'worker', 'first', 'last'), name='one_live_line_per_worker_and_months')],
                },
            ),
            migrations.CreateModel(
                name='ListRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='list_rows', to='cases.application')),
                    ('key', models.CharField(help_text='页面给这一行的键：晚到的旧页面只认得自己见过的行', max_length=32)),
                    ('position', models.PositiveIntegerField()),
                    ('typed', district.ground.record.sealed.SealedField(help_text='加密的 JSON：列名 → 填写的文字', about='application_id', purpose='list')),
                ],
                options={
                    'ordering': ('position', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('application', 'position'), name='one_list_row_a_position'), models.UniqueConstraint(fields=('application', 'key'), name='one_list_row_a_key')],
                },
            ),
            migrations.CreateModel(
                name='FrozenList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='list', to='cases.submission')),
                    ('columns', models.JSONField()),
                    ('count', models.PositiveIntegerField()),
                    ('given', models.JSONField(default=dict, help_text='名单给出的事实：事实名 → 数')),
                    ('digest', models.CharField(help_text='内容的带密钥摘要，写进留痕，用来证明没有改动', max_length=64)),
                    ('shown', models.JSONField(help_text='每行一个列表，个人信息已遮盖')),
                    ('secret', district.ground.record.sealed.SealedField(help_text='加密的 JSON', about='submission_id', purpose='list')),
                ],
            ),
            migrations.CreateModel(
                name='WorkerMonth',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='months', to='headcount.workerclaim')),
                    ('group', models.CharField(max_length=60)),
                    ('worker', models.CharField(max_length=64)),
                    ('month', models.DateField()),
                    ('live', models.BooleanField(default=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('live', True)), fields=('group', 'worker', 'month'), name='one_worker_one_month_one_group'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='worker_month_is_a_first_day')],
                },
            ),
            migrations.CreateModel(
                name='Collision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collisions', to='cases.application')),
                    ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collisions', to='headcount.workerclaim')),
                    ('group', models.CharField(max_length=60)),
                    ('worker', models.CharField(max_length=64)),
                    ('masked', models.CharField(max_length=20)),
                    ('months', models.JSONField(help_text='重复的月份，2022-03 这样')),
                    ('state', models.CharField(choices=[('open', '待处理'), ('settled', '已处理'), ('struck', '已从名单中删去')], default='open', max_length=8)),
                    ('note', models.TextField(blank=True)),
                    ('finding', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='aftercare.finding')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(fields=('application', 'worker', 'holder'), name='one_collision_per_claim'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'settled', 'struck'])), name='collision_state_is_known')],
                },
            ),
        ]),
    ]
