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
                name='Nudge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(choices=[('accept', '受理'), ('decide', '作出决定'), ('correct', '补正'), ('sheets', '评分表'), ('opinion', '会办意见'), ('suspended', '会办停表'), ('appeal', '答复复核申请'), ('soon', '补正快到期'), ('hurry', '企业催办')], max_length=10)),
                    ('about', models.CharField(max_length=64)),
                    ('since', models.DateField()),
                    ('rung', models.PositiveSmallIntegerField()),
                    ('people', models.PositiveSmallIntegerField(help_text='告诉了几个人')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('pk',),
                    'indexes': [models.Index(fields=['since'], name='nudges_since')],
                    'constraints': [models.UniqueConstraint(fields=('about', 'what', 'since', 'rung'), name='a_rung_is_told_once')],
                },
            ),
        ]),
    ]
