from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_POST

from markup import article


@staff_member_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The draft's text exactly as readers would get it, or the sentence that says why it cannot be shown."""
    try:
        return HttpResponse(article.render(request.POST.get("content", "")[:100_000]).html)
    except article.ArticleError as error:
        return HttpResponse(escape(error))
