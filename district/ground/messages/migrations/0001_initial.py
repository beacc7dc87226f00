import district.ground.record.sealed
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
                name='Choice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice_choice', to=settings.AUTH_USER_MODEL)),
                    ('email', models.BooleanField(default=True)),
                    ('sms', models.BooleanField(default=False)),
                    ('webhook', models.BooleanField(default=False)),
                    ('bundle', models.CharField(choices=[('none', '每条单独发送'), ('plain', '需要我办理的单独发送，其余每天合为一封'), ('all', '全部每天合为一封')], default='plain', max_length=8)),
                    ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], default='zh-hans', max_length=8)),
                    ('phone', district.ground.record.sealed.SealedField(blank=True, help_text='SM4 加密', about='person_id', purpose='phone')),
                    ('phone_confirmed_at', models.DateTimeField(null=True)),
                    ('code', models.CharField(blank=True, help_text='验证码的密钥散列', max_length=64)),
                    ('code_until', models.DateTimeField(null=True)),
                    ('code_tries', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('bundle__in', ['none', 'plain', 'all'])), name='notice_bundle_is_known'), models.CheckConstraint(condition=models.Q(('language__in', ['zh-hans', 'en'])), name='notice_language_is_known'), models.CheckConstraint(condition=models.Q(('sms', False), models.Q(('phone_confirmed_at__isnull', False), models.Q(('phone', ''), _negated=True)), _connector='OR'), name='sms_needs_a_confirmed_phone'), models.CheckConstraint(condition=models.Q(models.Q(('code', ''), ('code_until', None)), models.Q(models.Q(('code', ''), _negated=True), ('code_until__isnull', False)), _connector='OR'), name='phone_code_has_a_term')],
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('title', models.CharField(max_length=200)),
                    ('body', models.TextField(blank=True)),
                    ('link', models.CharField(blank=True, max_length=300)),
                    ('room', models.CharField(max_length=40)),
                    ('subject', models.CharField(blank=True, max_length=64)),
                    ('needs_action', models.BooleanField(default=False)),
                    ('read_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'indexes': [models.Index(fields=['to', 'read_at'], name='message_unread')],
                },
            ),
            migrations.CreateModel(
                name='Hook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=16, unique=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hooks', to=settings.AUTH_USER_MODEL)),
                    ('address', models.URLField(max_length=300, verbose_name='地址')),
                    ('kinds', models.JSONField(help_text='消息类别；* 是全部')),
                    ('secret', district.ground.record.sealed.SealedField(help_text='SM4 加密', about='reference', purpose='hook')),
                    ('faults', models.PositiveIntegerField(default=0, help_text='连续没有送到的次数')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('close_reason', models.CharField(blank=True, max_length=200)),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'ordering': ('-made_at', '-pk'),
                    'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['person'], name='live_hooks')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('close_reason', ''), ('closed_at', None)), models.Q(('closed_at__isnull', False), models.Q(('close_reason', ''), _negated=True)), _connector='OR'), name='closed_hook_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='messaging.message')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('channel', models.CharField(choices=[('email', '邮件'), ('sms', '短信'), ('webhook', '政务消息平台'), ('hook', '推送到程序')], max_length=8)),
                    ('hook', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='messaging.hook')),
                    ('kind', models.CharField(max_length=20)),
                    ('pace', models.CharField(choices=[('urgent', '立即'), ('single', '单独发送'), ('digest', '每日汇总')], max_length=8)),
                    ('address', district.ground.record.sealed.SealedField(help_text='SM4 加密', about='key', purpose='address')),
                    ('subject', models.CharField(max_length=200)),
                    ('body', models.TextField(blank=True)),
                    ('link', models.CharField(blank=True, max_length=300)),
                    ('state', models.CharField(choices=[('waiting', '待发'), ('held', '待审'), ('sent', '已发'), ('bundled', '已并入汇总'), ('failed', '未发成'), ('dropped', '已撤下')], default='waiting', max_length=8)),
                    ('held_for', models.CharField(blank=True, help_text='kind 按类别，bulk 因为人数多', max_length=8)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('next_try', models.DateTimeField()),
                    ('claim', models.UUIDField(null=True)),
                    ('claimed_until', models.DateTimeField(null=True)),
                    ('error', models.TextField(blank=True)),
                    ('provider', models.CharField(blank=True, help_text='对方给的编号', max_length=200)),
                    ('bundle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='messaging.delivery')),
                    ('at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try'], name='delivery_due'), models.Index(fields=['office', 'state', 'at'], name='delivery_by_office'), models.Index(condition=models.Q(('claim__isnull', False)), fields=['claim'], name='delivery_claim')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'sms', 'webhook', 'hook'])), name='delivery_channel_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'held', 'sent', 'bundled', 'failed', 'dropped'])), name='delivery_state_is_known'), models.CheckConstraint(condition=models.Q(('pace__in', ['urgent', 'single', 'digest'])), name='delivery_pace_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='sent_delivery_has_its_time'), models.CheckConstraint(condition=models.Q(('error', ''), ('state__in', ['failed', 'dropped']), _negated=True), name='unsent_delivery_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('bundle__isnull', False), ('state', 'bundled')), models.Q(models.Q(('state', 'bundled'), _negated=True), ('bundle', None)), _connector='OR'), name='bundled_delivery_names_its_bundle'), models.CheckConstraint(condition=models.Q(models.Q(('claim', None), ('claimed_until', None)), models.Q(('claim__isnull', False), ('claimed_until__isnull', False), ('state', 'waiting')), _connector='OR'), name='only_waiting_deliveries_are_claimed'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'hook'), ('hook__isnull', False)), models.Q(models.Q(('channel', 'hook'), _negated=True), ('hook', None)), _connector='OR'), name='posted_delivery_names_its_hook'), models.UniqueConstraint(condition=models.Q(('hook', None)), fields=('message', 'channel'), name='one_delivery_per_message_channel'), models.UniqueConstraint(fields=('message', 'hook'), name='one_delivery_per_message_hook')],
                },
            ),
        ]),
    ]
