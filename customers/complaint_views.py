"""The contact page with its complaint form, and the page of one complaint by its link."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from config.errors import TooMany
from config.network import network_of
from config.shopper import shopper_of
from customers import complaint_queries
from customers.complaint_forms import ComplaintForm, new_ticket
from customers.complaint_links import ticket_in, token_at_once, was_mailed
from customers.complaint_models import Complaint
from customers.complaint_rules import HEADINGS, SETTLE_WITHIN
from customers.errors import ComplaintNotFound, TicketTaken
from customers.services.complaining import prove, raise_complaint
from customers.services.throttling import hit

MOST, WINDOW = 6, timedelta(hours=1)  # complaints from one network


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the shop, and how to complain. What was sent leads to the complaint's page."""
    if request.method != "POST":
        return _page(request, ComplaintForm(initial=_known(request)))
    form = ComplaintForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    got, shopper = form.cleaned_data, shopper_of(request)
    try:
        hit(f"complaint/{network_of(request)}", MOST, WINDOW)
        raised = raise_complaint(
            ticket=got["ticket"],
            person=got["email"],
            name=got["name"],
            order_id=got["order_id"],
            about=got["about"],
            words=got["words"],
            is_proved=shopper is not None and shopper.customer_id == got["email"],
        )
    except (TooMany, TicketTaken) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, 429 if isinstance(refusal, TooMany) else 409)
    messages.success(request, f"Your complaint has the number {raised.ticket}.")
    return redirect("complaint", token_at_once(raised.ticket))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, token: str) -> HttpResponse:
    """How far a complaint is, for whoever holds its link; a wrong link is a 404 like any other.
    What we answered is for its person alone, who says by a press that they wrote it: programs that
    look mails through open links, and press nothing."""
    found = complaint_queries.complaint(ticket_in(token))
    is_theirs = was_mailed(token) or _is_signed_in(request, found)
    if request.method == "POST":
        return _prove(request, found, token, is_theirs=is_theirs)
    context = {
        "complaint": found,
        "is_theirs": is_theirs,
        "heading": HEADINGS[found.state],
        "settled_by": found.raised_at + SETTLE_WITHIN,
    }
    response = render(request, "customers/complaint.html", context)
    response["Referrer-Policy"] = "same-origin"  # the address itself is the key
    return response


def _is_signed_in(request: HttpRequest, found: Complaint) -> bool:
    shopper = shopper_of(request)
    return shopper is not None and shopper.customer_id == found.person


def _prove(request: HttpRequest, found: Complaint, token: str, *, is_theirs: bool) -> HttpResponse:
    if not is_theirs:
        raise ComplaintNotFound
    prove(found)
    messages.success(request, "Thank you. Now we know that you wrote this.")
    return redirect("complaint", token)


def _known(request: HttpRequest) -> dict[str, str]:
    shopper = shopper_of(request)
    who = {"name": shopper.name, "email": shopper.customer_id} if shopper else {}
    return {"ticket": new_ticket(), "order_id": request.GET.get("order", "")[:60], **who}


def _page(request: HttpRequest, form: ComplaintForm, status: int = 200) -> HttpResponse:
    return render(request, "pages/contact.html", {"form": form}, status=status)
