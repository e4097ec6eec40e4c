"""The address of an uploaded picture."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog import photos, uploads
from config.picture_storage import FOR_EVER

_DIGEST = re.compile(r"[0-9a-f]{32}", re.ASCII)


@require_safe
def photo(request: HttpRequest, digest: str, size: int, kind: str) -> HttpResponse:
    """One file of an uploaded picture, as a picture and nothing else; 404 for what there is not.
    The name in the storage is made here, of three parts that cannot lead anywhere else."""
    is_ours = _DIGEST.fullmatch(digest) and size in photos.SIZES and kind in photos.KINDS
    picture = uploads.read(photos.file_name(digest, size, kind)) if is_ours else None
    if picture is None:
        raise Http404
    response = HttpResponse(picture, content_type=photos.KINDS[kind])
    response["Cache-Control"] = FOR_EVER
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Content-Disposition"] = "inline"
    return response
