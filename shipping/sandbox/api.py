"""How the Shiprocket stand-in is called: login, token, and refusals in its own shapes."""

from collections.abc import Callable
from functools import wraps
from secrets import token_urlsafe
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from shipping.sandbox.ledger import LEDGER, Record
from shipping.sandbox.wire import NotJson, body_of, india_now, india_text

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponse]
EXPIRED = {"message": "Token has expired", "status_code": 401}


class Refusal(ValueError):
    """Shiprocket says no, with this body and HTTP status."""

    def __init__(self, body: Record, status: int) -> None:
        super().__init__(str(body))
        self.body, self.status = body, status


def missing(*fields: str, words: str = "Required field missing") -> Refusal:
    """422 for fields that must be given."""
    errors = {name: [f"The {name.replace('_', ' ')} field is required."] for name in fields}
    return Refusal({"message": words, "errors": errors, "status_code": 422}, 422)


def said(message: str, status: int = 400, **more: Any) -> Refusal:
    """A refusal in one sentence."""
    return Refusal({"message": message, "status_code": status} | more, status)


def call(**methods: Callable[Concatenate[HttpRequest, _P], Record | HttpResponse]) -> _View[_P]:
    """A view for one address: checks the token, chooses by method, answers JSON."""

    def view(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        answer = methods.get(str(request.method))
        if not _token_is_known(request):
            return JsonResponse(EXPIRED, status=401)
        if answer is None:
            return JsonResponse({"message": "Method not allowed", "status_code": 405}, status=405)
        try:
            reply = answer(request, *args, **kwargs)
        except NotJson:
            return JsonResponse({"message": "Invalid JSON", "status_code": 400}, status=400)
        except Refusal as refusal:
            return JsonResponse(refusal.body, status=refusal.status)
        return reply if isinstance(reply, HttpResponse) else JsonResponse(reply)

    return wraps(next(iter(methods.values())))(view)


def login(request: HttpRequest) -> HttpResponse:
    """A token for the API user of the shop's settings."""
    asked = body_of(request)
    wanted = (settings.SHIPROCKET_EMAIL, settings.SHIPROCKET_PASSWORD)
    if (asked.get("email"), asked.get("password")) != wanted:
        words = "Invalid email and password combination"
        return JsonResponse({"message": words, "status_code": 400}, status=400)
    token = token_urlsafe(48)
    LEDGER.put("tokens", token, {"token": token})
    user = {"id": 1001, "first_name": "API", "last_name": "User", "company_id": 25149}
    seen = {"email": asked["email"], "created_at": india_text(india_now()), "token": token}
    return JsonResponse(user | seen)


def one_of(asked: Record, name: str) -> int:
    """The single id in a list of ids; most calls of Shiprocket take them one at a time."""
    return all_of(asked, name)[0]


def all_of(asked: Record, name: str) -> list[int]:
    """The ids in a list of ids; what is none of ours is -1."""
    ids = asked.get(name)
    if ids in (None, [], ""):
        raise missing(name)
    if not isinstance(ids, list):
        errors = {name: [f"The {name.replace('_', ' ')} must be an array."]}
        body = {"message": "Oops! Invalid Data.", "errors": errors, "status_code": 422}
        raise Refusal(body, 422)
    return [int(each) if str(each).isdigit() else -1 for each in ids]


def _token_is_known(request: HttpRequest) -> bool:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return kind == "Bearer" and LEDGER.get("tokens", token) is not None
