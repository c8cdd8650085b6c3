import questions.months
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("questions", "0003_fill_states_and_records"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('limit_months', 36), models.Q(('due_on__isnull', True), ('due_on__lte', questions.months.MonthsLater(models.F('reviewed_on'), months=36)), _connector='OR')), models.Q(('limit_months', 24), models.Q(('due_on__isnull', True), ('due_on__lte', questions.months.MonthsLater(models.F('reviewed_on'), months=24)), _connector='OR')), _connector='OR'), name='review_due_in_time', violation_error_message='The next review is due within 36 months, and within 24 for treatment and outlook.'),
        ),
        migrations.AddConstraint(
            model_name='summary',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('question',), name='summary_one_published', violation_error_message='Another version of this answer is published.'),
        ),
        migrations.AddConstraint(
            model_name='summary',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('based_on',), name='summary_one_draft_of_each', violation_error_message='There is a draft of the next version already.'),
        ),
        migrations.AddConstraint(
            model_name='summary',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('state__in', ('published', 'superseded', 'retired'))), models.Q(models.Q(('state__in', ('published', 'superseded', 'retired')), _negated=True), ('published_at__isnull', True)), _connector='OR'), name='summary_published_at_when_seen', violation_error_message='A version that readers saw has a date of publishing, others have none.'),
        ),
    ]
