from django.urls import path

from moderation.views import decisions, queue, reports

urlpatterns = [
    path("moderation/", queue.moderation_list, name="moderation-list"),
    path("moderation/spam/", queue.spam, name="moderation-spam"),
    path("moderation/keys/", queue.keys, name="moderation-keys"),
    path("moderation/log/", queue.log, name="moderation-log"),
    path("moderation/cases/<int:pk>/", queue.case_detail, name="case-detail"),
    path("moderation/cases/<int:pk>/claim/", queue.case_claim, name="case-claim"),
    path("moderation/cases/<int:pk>/release/", queue.case_release, name="case-release"),
    path("moderation/cases/<int:pk>/<slug:action>/", queue.case_act, name="case-act"),
    path("moderation/members/<int:pk>/trust-address/", queue.address_trust, name="address-trust"),
    path("moderation/decisions/<int:pk>/", decisions.decision_detail, name="decision-detail"),
    path("moderation/decisions/<int:pk>/undo/", decisions.decision_undo, name="decision-undo"),
    path("appeals/", decisions.appeal_list, name="appeal-list"),
    path("appeals/new/<int:pk>/", decisions.appeal_new, name="appeal-new"),
    path("appeals/<int:pk>/", decisions.appeal_detail, name="appeal-detail"),
    path("report/known/", reports.report_known, name="report-known"),
    path("report/receipts/<str:key>/", reports.report_receipt, name="report-receipt"),
    path("report/<slug:kind>/<int:pk>/", reports.report_new, name="report-new"),
]
