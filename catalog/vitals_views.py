"""Where pages tell how fast they were."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from catalog.services.measuring import note
from catalog.vitals_rules import measured_in

LONGEST = 1024  # bytes
SAME = {"same-origin", ""}  # "": a browser that does not say


@csrf_exempt  # it comes without a cookie, changes nothing of anybody's, and may be a lie
@require_POST
def vitals(request: HttpRequest) -> HttpResponse:
    """Count what a page of ours measured; nothing is answered, and nothing of the visitor kept.
    Whoever asks not to be followed is not counted, whatever their browser sends."""
    if request.headers.get("Sec-Fetch-Site", "") not in SAME:
        return HttpResponse(status=403)
    if int(request.headers.get("Content-Length") or "0") > LONGEST:
        return HttpResponse(status=413)
    if "1" in {request.headers.get("Sec-GPC"), request.headers.get("DNT")}:
        return HttpResponse(status=204)
    try:
        page, measured = measured_in(json.loads(request.body))
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    note(page, measured)
    return HttpResponse(status=204)
