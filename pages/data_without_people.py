"""The columns that hold nothing about a person. Together with the data map they are all columns that there are:
tests/pages/test_leaving.py fails for a new one that stands in neither.
"""

WITHOUT_PEOPLE: dict[str, str] = {
    "questions.Topic": (
        "place slug group title_pattern heading_pattern description_pattern takes_verdict is_about_treatment "
        "is_sensitive is_retired assembly"
    ),
    "questions.Question": (
        "condition topic published_summary current_review answer_count members_answer_count vote_count"
    ),
    "questions.Summary": (
        "question number state verdict short_answer body change_note change_size based_on revision body_html "
        "sources_html source_lines contents source_count reading_minutes"
    ),
    "questions.Source": "key title organisation url published checked_on",
    "questions.Citation": "summary source number",
    "questions.Review": "summary limit_months carried_from",
    "questions.PlainWord": "language word plainer",
    "questions.DailyReads": "condition topic day count",
    "questions.SourceCheck": "source checked_at result status final_url content_hash changed_at failures note",
    "questions.Fact": "condition place label value source",
    "conditions.Condition": (
        "slug name name_in_text short_name definition folded_name initial is_published version created_at updated_at"
    ),
    "conditions.ConditionName": "condition name folded_name initial",
    "conditions.ConditionRedirect": "old_slug condition",
    "conditions.Code": "condition system value relation",
    "conditions.Symptom": "hpo_id name plain_name lineage information is_obsolete",
    "conditions.SymptomName": "symptom name folded_name kind",
    "conditions.SymptomRedirect": "old_hpo_id symptom",
    "conditions.SymptomRelease": "version annotations_version imported_at only",
    "conditions.ConditionSymptom": "condition symptom frequency",
    "audit.Head": "number hash",
    "schedule.JobRun": "name started_at finished_at",
    "django_tasks_database.DBTaskResult": (
        "status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids queue_name "
        "backend_name run_after return_value exception_class_path traceback"
    ),
    "auth.Permission": "name content_type codename",
    "auth.Group": "permissions name",
    "contenttypes.ContentType": "app_label model",
}
