import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conditions', '0001_first'),
        ("questions", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('writer', 'wrote'), ('reviewer', 'reviewed')], max_length=8, verbose_name='part')),
            ],
            options={
                'verbose_name': 'contribution',
                'verbose_name_plural': 'contributions',
            },
        ),
        migrations.CreateModel(
            name='DailyReads',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='reads')),
            ],
            options={
                'verbose_name': 'reads of a day',
                'verbose_name_plural': 'reads of a day',
            },
        ),
        migrations.CreateModel(
            name='ReviewReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_on', models.DateField(verbose_name='sent on')),
            ],
            options={
                'verbose_name': 'reminder of reviews',
                'verbose_name_plural': 'reminders of reviews',
            },
        ),
        migrations.CreateModel(
            name='SourceCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='looked at')),
                ('result', models.CharField(choices=[('ok', 'there'), ('moved', 'moved for good'), ('vanished', 'vanished'), ('retracted', 'retracted'), ('unreachable', 'could not be read')], max_length=12, verbose_name='result')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='status')),
                ('final_url', models.URLField(blank=True, max_length=2000, verbose_name='where the link led')),
                ('content_hash', models.CharField(blank=True, max_length=64, verbose_name='fingerprint of the page')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='page last seen to change')),
                ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='failed in a row')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what was found')),
            ],
            options={
                'verbose_name': 'check of a source',
                'verbose_name_plural': 'checks of sources',
            },
        ),
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('changes-asked', 'changes asked'), ('approved', 'approved'), ('published', 'published'), ('superseded', 'superseded'), ('retired', 'retired')], max_length=14, verbose_name='from')),
                ('to_state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('changes-asked', 'changes asked'), ('approved', 'approved'), ('published', 'published'), ('superseded', 'superseded'), ('retired', 'retired')], max_length=14, verbose_name='to')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('text_hash', models.CharField(max_length=64, verbose_name='fingerprint of the text')),
            ],
            options={
                'verbose_name': 'step of a version',
                'verbose_name_plural': 'steps of versions',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='summary',
            name='summary_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='summary',
            name='summary_published_at_when_published',
        ),
        migrations.AddField(
            model_name='review',
            name='carried_from',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_to', to='questions.review'),
        ),
        migrations.AddField(
            model_name='review',
            name='limit_months',
            field=models.PositiveSmallIntegerField(default=36, editable=False),
        ),
        migrations.AddField(
            model_name='summary',
            name='based_on',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='later_versions', to='questions.summary'),
        ),
        migrations.AddField(
            model_name='summary',
            name='change_size',
            field=models.CharField(choices=[('typo', 'typo: the same words, spelled right'), ('content', 'content: other words, the same advice'), ('clinical', 'clinical: another answer, number or advice')], default='clinical', max_length=8, verbose_name='size of the change'),
        ),
        migrations.AddField(
            model_name='summary',
            name='changed_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last changed'),
        ),
        migrations.AddField(
            model_name='summary',
            name='changed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='summary',
            name='revision',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name='summary',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('changes-asked', 'changes asked'), ('approved', 'approved'), ('published', 'published'), ('superseded', 'superseded'), ('retired', 'retired')], default='draft', max_length=14, verbose_name='state'),
        ),
        migrations.AddIndex(
            model_name='summary',
            index=models.Index(models.F('state'), models.F('changed_at'), condition=models.Q(('state__in', ['draft', 'submitted', 'changes-asked', 'approved'])), name='summary_at_work'),
        ),
        migrations.AddConstraint(
            model_name='summary',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'changes-asked', 'approved', 'published', 'superseded', 'retired'])), name='summary_state_known'),
        ),
        migrations.AddConstraint(
            model_name='summary',
            constraint=models.CheckConstraint(condition=models.Q(('change_size__in', ['typo', 'content', 'clinical'])), name='summary_size_known'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contribution',
            name='summary',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='questions.summary'),
        ),
        migrations.AddField(
            model_name='dailyreads',
            name='condition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='daily_reads', to='conditions.condition'),
        ),
        migrations.AddField(
            model_name='dailyreads',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='daily_reads', to='questions.topic'),
        ),
        migrations.AddField(
            model_name='reviewreminder',
            name='reviewer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sourcecheck',
            name='source',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='check_result', to='questions.source'),
        ),
        migrations.AddField(
            model_name='transition',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transition',
            name='review',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='questions.review'),
        ),
        migrations.AddField(
            model_name='transition',
            name='summary',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='questions.summary'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(fields=('summary', 'person'), name='contribution_one_part', violation_error_message='Nobody writes and reviews the same version.'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['writer', 'reviewer'])), name='contribution_part_known'),
        ),
        migrations.AddConstraint(
            model_name='dailyreads',
            constraint=models.UniqueConstraint(fields=('condition', 'topic', 'day'), name='daily_reads_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewreminder',
            constraint=models.UniqueConstraint(fields=('reviewer', 'sent_on'), name='review_reminder_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='sourcecheck',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['ok', 'moved', 'vanished', 'retracted', 'unreachable'])), name='source_check_result_known'),
        ),
        migrations.AddConstraint(
            model_name='transition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_state', models.F('to_state')), _negated=True), ('review__isnull', False), _connector='OR'), name='transition_goes_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='transition',
            constraint=models.CheckConstraint(condition=models.Q(('from_state__in', ['draft', 'submitted', 'changes-asked', 'approved', 'published', 'superseded', 'retired']), ('to_state__in', ['draft', 'submitted', 'changes-asked', 'approved', 'published', 'superseded', 'retired'])), name='transition_states_known'),
        ),
    ]
