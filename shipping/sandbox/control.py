"""The JSON control addresses of the parcels, and the decorator that all of them wear."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from shipping.sandbox.ledger import Record
from shipping.sandbox.wire import body_of

_P = ParamSpec("_P")


def order_of_json(
    act: Callable[Concatenate[Record, _P], object],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
    """A POST whose JSON body is an order to the stand-in; what cannot be done is a 400 in words."""

    @require_POST
    @wraps(act)
    def view(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        try:
            return JsonResponse(act(body_of(request), *args, **kwargs), safe=False)
        except (ValueError, TypeError, KeyError) as error:
            return JsonResponse({"error": str(error)}, status=400)

    return view
