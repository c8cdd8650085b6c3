from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.models import User
from stories.models import Story
from stories.services import take_back_vote, vote_helpful


@require_POST
def helped(request: HttpRequest, pk: int) -> HttpResponse:
    """“This helped me”, or taking that back; who is not signed in comes back to the story to say it."""
    if not isinstance(request.user, User):
        return redirect_to_login(_address(get_object_or_404(Story.objects.visible(), pk=pk)))
    story = get_object_or_404(Story.objects.visible_to(request.user).select_related("author"), pk=pk)
    change = take_back_vote if request.POST.get("vote") == "back" else vote_helpful
    change(voter=request.user, story=story)
    return redirect(_address(story))


def _address(story: Story) -> str:
    return f"{story.get_absolute_url()}#helped"
