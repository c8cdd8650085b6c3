from django.db import migrations

from questions.ranking import rank


def fill(apps, _schema_editor):
    Question = apps.get_model("questions", "Question")
    Answer = apps.get_model("questions", "Answer")
    HelpfulVote = apps.get_model("questions", "HelpfulVote")
    voted = HelpfulVote.objects.order_by().values_list("answer__question", flat=True).distinct()
    for question in Question.objects.filter(pk__in=voted).iterator():
        moments = sorted(HelpfulVote.objects.filter(answer__question=question).values_list("voted_at", flat=True))
        question.vote_count = len(moments)
        question.save(update_fields=["vote_count"])
        for answer in Answer.objects.filter(question=question):
            answer.votes_before = sum(moment <= answer.posted_at for moment in moments)
            if answer.helpful_count:
                answer.helpful_rank = rank(answer.helpful_count, question.vote_count - answer.votes_before)
            answer.save(update_fields=["votes_before", "helpful_rank"])


class Migration(migrations.Migration):
    dependencies = [("questions", "0012_add_ranks_facets_and_versions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
