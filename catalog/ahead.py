"""Which pages a browser may fetch before somebody asks for them: those that are the same for
everybody and change nothing. The rules are a file of their own: no page carries a script."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
# Products and lists, named one by one: cart, checkout, account and staff can never be among them.
RULES = {
    "prefetch": [
        {
            "source": "document",
            "where": {
                "and": [
                    {
                        "or": [
                            {"href_matches": "/equipment/:product"},
                            {"href_matches": "/equipment"},
                        ]
                    },
                    {"not": {"href_matches": "/equipment/(compare|seen|suggest)*"}},
                ]
            },
            "eagerness": "moderate",
        }
    ]
}


@require_safe
@cache_control(public=True, max_age=86_400)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules, as browsers read them."""
    return HttpResponse(json.dumps(RULES), content_type="application/speculationrules+json")


def looks_ahead(view: View[P]) -> View[P]:
    """A page from which people go on to products and lists: it names the rules to the browser."""

    @wraps(view)
    def naming(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response["Speculation-Rules"] = f'"{reverse("catalog:ahead")}"'
        return response

    return cast("View[P]", naming)
