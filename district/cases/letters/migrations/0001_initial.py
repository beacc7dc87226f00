import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('files', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='IssuedLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='cases.application')),
                    ('kind', models.CharField(choices=[('decision', '决定书'), ('accepted', '受理通知书'), ('returned', '补正通知书'), ('ended', '终止办理通知书'), ('told', '陈述意见告知书'), ('recovery', '追缴决定书'), ('top_up', '补发决定书'), ('review', '复核决定书'), ('declined', '不予受理决定书'), ('receipt', '提交回执')], max_length=10)),
                    ('cause', models.CharField(max_length=60)),
                    ('decision', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='cases.decision')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('number', models.CharField(max_length=40, unique=True)),
                    ('code', models.CharField(max_length=20, unique=True)),
                    ('content', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('kind', 'cause'), name='one_letter_a_cause'), models.CheckConstraint(condition=models.Q(('kind__in', ['decision', 'accepted', 'returned', 'ended', 'told', 'recovery', 'top_up', 'review', 'declined', 'receipt'])), name='letter_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('kind__in', ['decision', 'declined'])), models.Q(models.Q(('kind__in', ['decision', 'declined']), _negated=True), ('decision', None)), _connector='OR'), name='letter_of_a_decision_names_it')],
                },
            ),
            migrations.CreateModel(
                name='FiledLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='filed', to='letters.issuedletter')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                    ('digest', models.CharField(help_text='文件的 SHA-256', max_length=64)),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Served',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='served', to='letters.issuedletter')),
                    ('how', models.CharField(choices=[('read', '网上阅收'), ('post', '邮寄'), ('hand', '直接送达')], max_length=6)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('on', models.DateField(help_text='送达的日子')),
                    ('note', models.CharField(blank=True, help_text='邮件号、签收人', max_length=200)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('how', 'read')), fields=('letter', 'by'), name='letter_read_once_by_a_person'), models.CheckConstraint(condition=models.Q(('how__in', ['read', 'post', 'hand'])), name='letter_served_one_way'), models.CheckConstraint(condition=models.Q(('how', 'read'), models.Q(('note', ''), _negated=True), _connector='OR'), name='letter_sent_says_how')],
                },
            ),
        ]),
    ]
