"""Pictures for articles: dropped into the editor, or sent by a plain form."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from questions.admin.frame import for_editors, page, refuse
from questions.forms import PictureForm
from questions.permissions import can_write_summary
from questions.pictures import store_picture


@for_editors
def upload(request: HttpRequest) -> HttpResponse:
    """A picture dropped into the editor: the Markdown that shows it, or the sentence that says why not."""
    file = request.FILES.get("image")
    if not can_write_summary(request.user) or file is None:
        return JsonResponse({"image_code": _("(no picture)")}, status=403 if file else 400)
    try:
        return JsonResponse({"image_code": f"![{_('What it shows')}]({store_picture(file)})"})
    except ValidationError as error:
        return JsonResponse({"image_code": f"({error.messages[0]})"})


@for_editors
def add_picture(request: HttpRequest) -> HttpResponse:
    """The same without JavaScript: a form, then the line to copy into the text."""
    form = PictureForm(request.POST or None, request.FILES or None)
    code = ""
    if request.method == "POST" and form.is_valid() and can_write_summary(request.user):
        try:
            description = " ".join(form.cleaned_data["description"].translate(_PLAIN).split())
            code = f"![{description}]({store_picture(form.cleaned_data['picture'])})"
        except ValidationError as error:
            refuse(form, ValidationError({"picture": error.messages}))
    return page(request, "admin/questions/picture.html", _("Add a picture"), form=form, code=code)


_PLAIN = str.maketrans("", "", "[]()\\`*_<>")
