import district.ground.record.sealed
import district.services.community.models.posts
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enterprises', '0001_initial'),
        ('files', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
        ('slots', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('kind', models.CharField(choices=[('news', '动态'), ('showcase', '企业展示')], max_length=10, verbose_name='类别')),
                    ('title', models.CharField(max_length=80, verbose_name='标题')),
                    ('lead', models.CharField(blank=True, max_length=160, verbose_name='一句话')),
                    ('text', models.TextField(verbose_name='正文')),
                    ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '待审核'), ('returned', '已退回修改'), ('published', '已发布'), ('withdrawn', '已下线'), ('dropped', '已放弃')], default='draft', max_length=10)),
                    ('why', models.CharField(blank=True, max_length=300)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('enterprise', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('submitted_at', models.DateTimeField(null=True)),
                    ('published_at', models.DateTimeField(null=True)),
                    ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('request_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ],
                options={
                    'ordering': ('-published_at', '-pk'),
                    'indexes': [models.Index(fields=['state', 'kind', '-published_at'], name='post_by_day'), models.Index(fields=['author'], name='post_by_author')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'published', 'withdrawn', 'dropped'])), name='post_state_is_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['news', 'showcase'])), name='post_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='post_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'showcase'), _negated=True), ('enterprise__isnull', False), _connector='OR'), name='showcase_is_of_an_enterprise'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='published_post_says_when_and_by_whom'), models.CheckConstraint(condition=models.Q(('state__in', ['returned', 'withdrawn']), ('why', ''), _negated=True), name='returned_article_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Series',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=40, unique=True, verbose_name='网址')),
                    ('name', models.CharField(max_length=60, verbose_name='名称')),
                    ('text', models.TextField(blank=True, verbose_name='说明')),
                    ('programme', models.CharField(blank=True, max_length=60, verbose_name='对应的服务')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('made_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('name', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='series_has_a_name')],
                },
            ),
            migrations.CreateModel(
                name='Picture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='community.post')),
                    ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                    ('alt', models.CharField(max_length=120, verbose_name='画面说明')),
                    ('people', models.BooleanField(default=False, verbose_name='画面里认得出人')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('gone_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.CheckConstraint(condition=models.Q(('alt', ''), _negated=True), name='picture_is_told_in_words'), models.CheckConstraint(condition=models.Q(models.Q(('file', None), ('gone_at__isnull', False)), models.Q(('file__isnull', False), ('gone_at', None)), _connector='OR'), name='picture_has_a_file_until_it_is_gone')],
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='community.post')),
                    ('reason', models.CharField(choices=[('untrue', '内容不实'), ('advert', '广告推销'), ('privacy', '泄露个人信息或者没有征得同意'), ('offensive', '违法或者不文明'), ('rights', '侵犯著作权、商标等权利'), ('other', '其他')], max_length=10, verbose_name='原因')),
                    ('text', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('visitor', models.CharField(help_text='地址的密钥散列，不是地址', max_length=64)),
                    ('at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('open', '待处理'), ('upheld', '成立，已下线'), ('dismissed', '不成立')], default='open', max_length=10)),
                    ('answer', models.CharField(blank=True, max_length=300)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answered_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'upheld', 'dismissed'])), name='report_state_is_known'), models.CheckConstraint(condition=models.Q(('reason__in', ['untrue', 'advert', 'privacy', 'offensive', 'rights', 'other'])), name='report_reason_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'open')), models.Q(('answered_at__isnull', False), models.Q(('state', 'open'), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='answered_report_says_when_and_why'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('post', 'visitor'), name='one_open_report_a_reader_and_post')],
                },
            ),
            migrations.CreateModel(
                name='Activity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('session', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='activity', to='slots.session')),
                    ('series', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='community.series')),
                    ('kind', models.CharField(choices=[('salon', '沙龙'), ('tea', '下午茶'), ('talk', '讲座'), ('forum', '座谈会'), ('visit', '走访参观'), ('other', '其他活动')], max_length=10, verbose_name='形式')),
                    ('mark', models.CharField(blank=True, choices=[('startup', '党建+创业'), ('service', '党建+服务'), ('good', '党建+公益'), ('culture', '党建+文化')], max_length=10, verbose_name='创联公社标记')),
                    ('topics', models.CharField(blank=True, help_text='用顿号隔开', max_length=300, verbose_name='话题')),
                    ('chain', models.BooleanField(default=False, verbose_name='请报名的企业写上下游')),
                    ('text', models.TextField(blank=True, verbose_name='介绍')),
                    ('programme', models.CharField(blank=True, max_length=60, verbose_name='对应的服务')),
                ],
                options={
                    'verbose_name_plural': 'activities',
                    'ordering': ('-session__starts', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['salon', 'tea', 'talk', 'forum', 'visit', 'other'])), name='activity_kind_is_known'), models.CheckConstraint(condition=models.Q(('mark__in', ['', 'startup', 'service', 'good', 'culture'])), name='activity_mark_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Appearance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.CharField(default=district.services.community.models.posts.new_token, max_length=40, unique=True)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='community.post')),
                    ('picture', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='community.picture')),
                    ('name', district.ground.record.sealed.SealedField(about='token', purpose='consent')),
                    ('how', models.CharField(max_length=100, verbose_name='怎样同意的')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('how', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='consent_says_who_and_how')],
                },
            ),
            migrations.CreateModel(
                name='SignUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='community.activity')),
                    ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sign_up', to='slots.seat')),
                    ('enterprise', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('offers', models.CharField(blank=True, max_length=40)),
                    ('offers_code', models.CharField(blank=True, max_length=6)),
                    ('wants', models.CharField(blank=True, max_length=40)),
                    ('wants_code', models.CharField(blank=True, max_length=6)),
                    ('shared', models.BooleanField(default=False)),
                ],
            ),
            migrations.CreateModel(
                name='CheckIn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='community.activity')),
                    ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='check_in', to='slots.seat')),
                    ('scan', models.UUIDField(default=uuid.uuid4, unique=True)),
                    ('how', models.CharField(choices=[('scan', '扫码'), ('hand', '点名')], max_length=6)),
                    ('at', models.DateTimeField()),
                    ('received_at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('how__in', ['scan', 'hand'])), name='check_in_how_is_known')],
                },
            ),
        ]),
    ]
