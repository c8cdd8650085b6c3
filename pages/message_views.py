"""A member's waves and conversations, for reading."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from pages.messages import conversation_page, load_conversation, message_list_page
from writing.signing_in import signed_in


@never_cache
@require_safe
@signed_in
def message_list(request: MemberRequest) -> HttpResponse:
    return render(request, "pages/messages.html", {"page": message_list_page(request.user)})


@never_cache
@require_safe
@signed_in
def conversation(request: MemberRequest, pk: int) -> HttpResponse:
    page = conversation_page(
        load_conversation(pk, request.user), viewer=request.user, number=request.GET.get("page", "")
    )
    return render(request, "pages/conversation.html", {"page": page})
