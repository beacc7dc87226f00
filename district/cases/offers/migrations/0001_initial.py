import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('enterprises', '0001_initial'),
        ('people', '0001_initial'),
        ('policies', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='OfferRound',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.run')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programme')),
                    ('state', models.CharField(choices=[('making', '正在生成'), ('made', '已发出'), ('releasing', '正在办理直接给付'), ('released', '直接给付已办完'), ('stopped', '直接给付已停'), ('replaced', '已被新的名单取代')], default='making', max_length=10)),
                    ('way', models.CharField(blank=True, choices=[('', '全部足额'), ('wait', '全部等候'), ('more', '请财政部门追加'), ('share', '按比例'), ('order', '按次序')], default='', max_length=6)),
                    ('order', models.CharField(blank=True, choices=[('', '—'), ('rank', '项目规定的排序'), ('founded', '成立日期早的在先'), ('smallest', '金额小的在先'), ('lot', '抽签')], default='', max_length=8)),
                    ('seed', models.CharField(blank=True, help_text='抽签的种子，事先公布', max_length=64)),
                    ('said', models.CharField(blank=True, help_text='名单停下的原因', max_length=200)),
                    ('as_of', models.DateField(help_text='名单按哪一天的信息算出', verbose_name='核算日')),
                    ('year', models.PositiveSmallIntegerField(help_text='哪一年的名单')),
                    ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='offers.offerround')),
                    ('expires_on', models.DateField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField()),
                    ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('checked_said', models.CharField(blank=True, help_text='复核时的家数和总额', max_length=60)),
                    ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('released_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-created_at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['making', 'made', 'releasing', 'released', 'stopped', 'replaced'])), name='offer_round_state_is_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['making', 'made', 'releasing', 'stopped'])), fields=('programme',), name='one_list_of_a_programme_to_release'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'order'), models.Q(('order', ''), _negated=True)), models.Q(('order', ''), ('way__in', ['', 'wait', 'more', 'share'])), _connector='OR'), name='offer_round_in_a_stated_order'), models.CheckConstraint(condition=models.Q(models.Q(('order', 'lot'), _negated=True), models.Q(('seed', ''), _negated=True), _connector='OR'), name='offer_lots_have_a_seed'), models.CheckConstraint(condition=models.Q(('released_by', None), models.Q(('released_by', models.F('by')), _negated=True), _connector='OR'), name='pay_list_released_by_another'), models.CheckConstraint(condition=models.Q(('checked_by', None), models.Q(models.Q(('checked_by', models.F('by')), _negated=True), models.Q(('released_by', None), models.Q(('released_by', models.F('checked_by')), _negated=True), _connector='OR')), _connector='OR'), name='pay_list_checked_by_another'), models.CheckConstraint(condition=models.Q(('state__in', ['making', 'made', 'replaced']), ('released_by__isnull', False), _connector='OR'), name='released_says_by_whom')],
                },
            ),
            migrations.CreateModel(
                name='Offer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='offers.offerround')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programme')),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='enterprises.enterprise')),
                    ('kind', models.CharField(choices=[('pay', '直接给付'), ('click', '一键确认'), ('missing', '只差一项信息')], max_length=8)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='金额（元）')),
                    ('given', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='拟给付（元）')),
                    ('place', models.PositiveIntegerField(help_text='按次序给付时的次序', null=True)),
                    ('say', models.CharField(max_length=500)),
                    ('state', models.CharField(choices=[('open', '待确认'), ('waiting', '等候预算'), ('applied', '已成件'), ('declined', '企业放弃'), ('refused', '未能办理')], default='open', max_length=10)),
                    ('why', models.CharField(blank=True, max_length=500)),
                    ('application', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.application')),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answered_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('round', 'enterprise'), name='one_offer_a_round'), models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'waiting'])), fields=('programme', 'enterprise'), name='one_open_offer_a_programme'), models.CheckConstraint(condition=models.Q(('kind__in', ['pay', 'click', 'missing'])), name='offer_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('application__isnull', False), ('state', 'applied')), models.Q(('application', None), ('state__in', ['open', 'waiting', 'declined', 'refused'])), _connector='OR'), name='offer_applied_has_its_case'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='offer_refused_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='offer_waiting_says_why'), models.CheckConstraint(condition=models.Q(('given', None), models.Q(('given__gt', 0), ('given__lte', models.F('amount'))), _connector='OR'), name='offer_gives_no_more_than_listed'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('kind', 'pay'), _connector='OR'), name='only_the_pay_list_waits_for_money')],
                },
            ),
        ]),
    ]
