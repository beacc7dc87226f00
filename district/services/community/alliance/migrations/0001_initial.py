import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enterprises', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
        ('slots', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Member',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('state', models.CharField(choices=[('asked', '申请加入'), ('standing', '成员'), ('refused', '未通过'), ('ended', '已结束')], default='asked', max_length=10)),
                    ('tier', models.CharField(choices=[('friend', '公社之友'), ('active', '活跃成员'), ('pillar', '骨干成员')], default='friend', max_length=8, verbose_name='层级')),
                    ('about', models.CharField(max_length=400, verbose_name='想带来什么、需要什么')),
                    ('why', models.CharField(blank=True, max_length=300)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField()),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('since', models.DateField(null=True, verbose_name='从')),
                    ('until', models.DateField(null=True, verbose_name='到')),
                    ('renewal_asked_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('request_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ],
                options={
                    'ordering': ('asked_at', 'pk'),
                    'indexes': [models.Index(condition=models.Q(('state', 'standing')), fields=['until'], name='member_by_end')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'standing', 'refused', 'ended'])), name='member_state_is_known'), models.CheckConstraint(condition=models.Q(('tier__in', ['friend', 'active', 'pillar'])), name='member_tier_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'standing'), _negated=True), models.Q(('decided_by__isnull', False), ('since__isnull', False), ('until__gte', models.F('since'))), _connector='OR'), name='standing_member_has_a_term'), models.CheckConstraint(condition=models.Q(('state', 'refused'), ('why', ''), _negated=True), name='refused_member_is_told_why'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'standing'])), fields=('enterprise',), name='one_membership_an_enterprise')],
                },
            ),
            migrations.CreateModel(
                name='SharedThing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lends', to='alliance.member')),
                    ('resource', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='shared', to='slots.resource')),
                    ('kind', models.CharField(choices=[('room', '场地'), ('instrument', '仪器设备'), ('course', '课程'), ('hours', '专家时间')], max_length=10, verbose_name='类别')),
                    ('title', models.CharField(max_length=60, verbose_name='名称')),
                    ('text', models.CharField(blank=True, max_length=400, verbose_name='说明')),
                    ('place', models.CharField(max_length=80, verbose_name='地点')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('request_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ],
                options={
                    'verbose_name_plural': 'shared',
                    'ordering': ('kind', 'title', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['room', 'instrument', 'course', 'hours'])), name='shared_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('place', ''), _negated=True)), name='shared_has_title_and_place')],
                },
            ),
            migrations.CreateModel(
                name='Lending',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('shared', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lendings', to='alliance.sharedthing')),
                    ('borrower', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='borrowings', to='alliance.member')),
                    ('hold', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='lending', to='slots.hold')),
                    ('purpose', models.CharField(max_length=80, verbose_name='用来做什么')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-hold__starts', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='lending_says_what_for')],
                },
            ),
        ]),
    ]
