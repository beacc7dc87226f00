import django.db.models.deletion
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Anchor',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(unique=True, verbose_name='日期')),
                    ('number', models.PositiveBigIntegerField(verbose_name='留痕行数')),
                    ('seal', models.CharField(max_length=64, verbose_name='末行印记')),
                    ('statement', models.TextField()),
                    ('signature', models.CharField(max_length=128)),
                    ('key', models.CharField(help_text='公钥的 SM3', max_length=64, verbose_name='签名公钥')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-day',),
                },
            ),
            migrations.CreateModel(
                name='Sending',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('anchor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='anchors.anchor')),
                    ('place', models.CharField(help_text='送往哪里，不含口令', max_length=300)),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('error', models.CharField(blank=True, max_length=300)),
                    ('tries', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('anchor', 'place'), name='an_anchor_goes_to_a_place_once'), models.CheckConstraint(condition=models.Q(models.Q(('error', ''), ('sent_at__isnull', False)), models.Q(('sent_at', None), models.Q(('error', ''), _negated=True)), _connector='OR'), name='anchor_sent_or_says_why_not')],
                },
            ),
        ]),
    ]
