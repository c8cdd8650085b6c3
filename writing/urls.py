from django.urls import path

from writing import policy_reports, views

urlpatterns = [
    path("csp-reports/", policy_reports.csp_reports, name="csp-reports"),
    path("drafts/<int:pk>/discard/", views.discard_draft, name="draft-discard"),
]
