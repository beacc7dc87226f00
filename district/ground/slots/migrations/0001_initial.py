import district.ground.slots.models.held
import django.db.models.deletion
import uuid
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
                name='Resource',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=80, unique=True)),
                    ('kind', models.CharField(choices=[('expert', '专家'), ('person', '人员'), ('room', '场地'), ('device', '设备')], max_length=8, verbose_name='类别')),
                    ('name', models.CharField(max_length=80, verbose_name='名称')),
                    ('owner', models.CharField(blank=True, max_length=80, verbose_name='归谁')),
                    ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('place', models.CharField(blank=True, max_length=80, verbose_name='常在地点')),
                    ('before', models.PositiveSmallIntegerField(default=0, verbose_name='之前留出')),
                    ('after', models.PositiveSmallIntegerField(default=0, verbose_name='之后留出')),
                    ('per_day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='每天最多')),
                    ('per_week', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='每周最多')),
                    ('open_at_once', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='同时最多')),
                    ('bookable', models.BooleanField(default=False, verbose_name='任何人都可以预约')),
                    ('closed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('kind', 'name', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['expert', 'person', 'room', 'device'])), name='resource_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='resource_has_key_and_name'), models.CheckConstraint(condition=models.Q(('after__lte', 240), ('before__lte', 240)), name='rest_is_four_hours_at_most')],
                },
            ),
            migrations.CreateModel(
                name='Travel',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('one', models.CharField(max_length=80)),
                    ('other', models.CharField(max_length=80)),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('source', models.CharField(blank=True, max_length=80)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='one_way_between_two_places'), models.CheckConstraint(condition=models.Q(('minutes__lte', 480), ('one__lt', models.F('other'))), name='way_is_said_once')],
                },
            ),
            migrations.CreateModel(
                name='Opening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='slots.resource')),
                    ('series', models.UUIDField(db_index=True, default=uuid.uuid4)),
                    ('title', models.CharField(blank=True, max_length=80, verbose_name='说明')),
                    ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                    ('first', models.DateField(verbose_name='第一天')),
                    ('begins', models.TimeField(verbose_name='开始')),
                    ('minutes', models.PositiveSmallIntegerField(verbose_name='开放多久')),
                    ('rule', models.CharField(blank=True, max_length=200, verbose_name='重复')),
                    ('holidays', models.CharField(choices=[('keep', '节假日照常'), ('off', '法定节假日停开'), ('workdays', '只在工作日，调休上班日也开')], default='off', max_length=8, verbose_name='节假日')),
                    ('length', models.PositiveSmallIntegerField(default=30, verbose_name='每段多久')),
                    ('capacity', models.PositiveSmallIntegerField(default=1, verbose_name='每段几人')),
                    ('notice_open', models.PositiveIntegerField(default=1440, verbose_name='至少提前多久预约')),
                    ('notice_join', models.PositiveIntegerField(default=60, verbose_name='至少提前多久加入')),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('request_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ],
                options={
                    'ordering': ('first', 'begins', 'pk'),
                    'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['resource'], name='opening_in_force')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('length__gte', 5), ('minutes__gte', models.F('length')), ('minutes__lte', 1440)), name='opening_holds_a_slot'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='opening_takes_somebody'), models.CheckConstraint(condition=models.Q(('holidays__in', ['keep', 'off', 'workdays'])), name='opening_holidays_are_known'), models.CheckConstraint(condition=models.Q(('notice_join__lte', models.F('notice_open'))), name='joining_needs_no_longer_notice_than_opening')],
                },
            ),
            migrations.CreateModel(
                name='CalendarLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('resource', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='slots.resource')),
                    ('revision', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person', None), ('resource__isnull', False)), models.Q(('person__isnull', False), ('resource', None)), _connector='OR'), name='calendar_link_is_of_one')],
                },
            ),
            migrations.CreateModel(
                name='Change',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('opening', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='slots.opening')),
                    ('day', models.DateField(help_text='原来的那一天')),
                    ('on', models.DateField(null=True)),
                    ('begins', models.TimeField(null=True)),
                    ('minutes', models.PositiveSmallIntegerField(null=True)),
                    ('why', models.CharField(blank=True, max_length=100)),
                ],
                options={
                    'ordering': ('day',),
                    'constraints': [models.UniqueConstraint(fields=('opening', 'day'), name='one_change_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('begins', None), ('minutes', None), ('on', None)), models.Q(('begins__isnull', False), ('minutes__gte', 5), ('minutes__lte', 1440), ('on__isnull', False)), _connector='OR'), name='change_is_away_or_has_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Session',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('uid', models.UUIDField(default=uuid.uuid4, unique=True)),
                    ('calendar', models.CharField(default='sessions', max_length=20)),
                    ('title', models.CharField(max_length=80, verbose_name='名称')),
                    ('text', models.TextField(blank=True, verbose_name='说明')),
                    ('place', models.CharField(max_length=80, verbose_name='地点')),
                    ('starts', models.DateTimeField(verbose_name='开始')),
                    ('ends', models.DateTimeField(verbose_name='结束')),
                    ('capacity', models.PositiveIntegerField(verbose_name='席位')),
                    ('taken', models.PositiveIntegerField(default=0)),
                    ('joined', models.PositiveIntegerField(default=0)),
                    ('public', models.BooleanField(default=True, verbose_name='公开')),
                    ('waits', models.BooleanField(default=True, verbose_name='满了可以候补')),
                    ('notice_join', models.PositiveIntegerField(default=60, verbose_name='开始前多久截止报名')),
                    ('offer_hours', models.PositiveSmallIntegerField(default=24, verbose_name='递补后多久内确认')),
                    ('state', models.CharField(choices=[('planned', '如期'), ('cancelled', '已取消')], default='planned', max_length=10)),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('opening', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='slots.opening')),
                    ('room', models.CharField(blank=True, max_length=40)),
                    ('subject', models.CharField(blank=True, max_length=64)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('request_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ],
                options={
                    'ordering': ('starts', 'pk'),
                    'indexes': [models.Index(fields=['starts'], name='session_by_time')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('taken__lte', models.F('capacity'))), name='never_more_seats_than_the_capacity'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='session_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'cancelled'])), name='session_state_is_known'), models.CheckConstraint(condition=models.Q(('state', 'cancelled'), ('why', ''), _negated=True), name='cancelled_session_says_why'), models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('opening', 'starts'), name='one_session_a_slot')],
                },
            ),
            migrations.CreateModel(
                name='Hold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('group', models.UUIDField(db_index=True)),
                    ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='slots.resource')),
                    ('kind', models.CharField(choices=[('appointment', '预约'), ('session', '场次'), ('travel', '路上'), ('buffer', '间隔'), ('absence', '不在')], max_length=12)),
                    ('starts', models.DateTimeField(verbose_name='开始')),
                    ('ends', models.DateTimeField(verbose_name='结束')),
                    ('state', models.CharField(choices=[('stands', '有效'), ('wanted', '有冲突待处理'), ('ended', '已结束'), ('cancelled', '已取消')], default='stands', max_length=10)),
                    ('title', models.CharField(blank=True, max_length=80)),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('whom', models.CharField(blank=True, help_text='没有账号的人，或者所代表的企业', max_length=80)),
                    ('place', models.CharField(blank=True, max_length=80)),
                    ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='slots.session')),
                    ('opening', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='slots.opening')),
                    ('room', models.CharField(blank=True, max_length=40)),
                    ('subject', models.CharField(blank=True, max_length=64)),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('request_key', models.UUIDField(null=True)),
                ],
                options={
                    'ordering': ('starts', 'pk'),
                    'indexes': [models.Index(fields=['resource', 'ends'], name='hold_by_resource')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='hold_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('kind__in', ['appointment', 'session', 'travel', 'buffer', 'absence'])), name='hold_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['stands', 'wanted', 'ended', 'cancelled'])), name='hold_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'wanted'), _negated=True), ('kind', 'absence'), _connector='OR'), name='only_an_absence_is_wanted'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'session'), ('session__isnull', False)), models.Q(('kind', 'session'), _negated=True), _connector='OR'), name='hold_of_a_session_names_it'), models.UniqueConstraint(fields=('request_key', 'resource', 'kind'), name='one_hold_a_request')],
                },
            ),
            migrations.CreateModel(
                name='Seat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='slots.session')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=60, verbose_name='姓名')),
                    ('state', models.CharField(choices=[('waiting', '候补'), ('offered', '已递补，等本人确认'), ('taken', '已报名'), ('attended', '到场'), ('absent', '未到'), ('declined', '放弃递补'), ('lapsed', '递补过期'), ('left', '退出候补'), ('cancelled', '已取消'), ('dropped', '活动取消')], max_length=10)),
                    ('order', models.PositiveIntegerField()),
                    ('token', models.CharField(default=district.ground.slots.models.held.new_token, max_length=40, unique=True)),
                    ('offer_until', models.DateTimeField(null=True)),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('joined_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('request_key', models.UUIDField(null=True, unique=True)),
                ],
                options={
                    'ordering': ('session', 'order'),
                    'indexes': [models.Index(condition=models.Q(('state', 'offered')), fields=['offer_until'], name='offer_by_end')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'offered', 'taken', 'attended', 'absent', 'declined', 'lapsed', 'left', 'cancelled', 'dropped'])), name='seat_state_is_known'), models.UniqueConstraint(fields=('session', 'order'), name='one_seat_at_a_place_of_the_line'), models.UniqueConstraint(condition=models.Q(('state__in', ['absent', 'attended', 'offered', 'taken', 'waiting'])), fields=('session', 'person'), name='one_seat_a_person_and_session'), models.CheckConstraint(condition=models.Q(models.Q(('offer_until__isnull', False), ('state', 'offered')), models.Q(('state', 'offered'), _negated=True), _connector='OR'), name='offer_has_an_end'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='seat_names_somebody')],
                },
            ),
        ]),
    ]
