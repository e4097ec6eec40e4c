"""A customer asks us, by telephone or mail, for a copy of their data or to be forgotten: the same
verbs as on their own page, done for them. Here because this room sees all that is kept."""

from datetime import timedelta
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from config import clock
from config.staff import StaffRequest, staff_only
from customers import queries
from customers.digests import digest_of_person
from customers.errors import CustomerNotFound, ErasureHasBegun, NotAnEmail, WorksHere
from customers.models import Customer
from customers.privacy_models import Erasure
from customers.rules import customer_id_of
from customers.services import erasing
from customers.services.throttling import hit
from payments.services import privacy
from payments.services.data_copy import copy_of
from payments.staff.customer_data_forms import EraseCustomerForm
from payments.staff.erasure_steps import steps_of

MOST_COPIES, COPIES_IN = 20, timedelta(hours=1)  # by one of us: nobody carries the list away
ROOM = "staff:customers:customers"
PAGE = "staff:customers:customers:customer"


@staff_only("customers.data", asks_password=True)
@require_POST
def copy(request: StaffRequest, customer_id: str) -> HttpResponse:
    """Everything that we hold about the customer, in one file, to be sent to them."""
    person = _customer(customer_id).customer_id
    hit(f"staff-copy/{digest_of_person(request.staff.customer_id)}", MOST_COPIES, COPIES_IN)
    name = f"customer-data-{clock.now():%Y-%m-%d}.zip"
    sent = FileResponse(copy_of(person), as_attachment=True, filename=name)
    return cast("HttpResponse", sent)  # it has no `content`, and nobody asks for it


@staff_only("customers.data", asks_password=True)
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: StaffRequest, customer_id: str) -> HttpResponse:
    """What goes, what stays and why; then, with the address typed, the customer's wish itself, and
    how far it is: also once nothing else is left of them."""
    begun = _begun(customer_id)
    if begun is not None:
        return _stands(request, begun, customer_id)
    customer = _customer(customer_id)
    form = EraseCustomerForm(request.POST or None, customer_id=customer.customer_id)
    if request.method != "POST" or not form.is_valid():
        return _page(request, customer, form)
    if privacy.ask(customer.customer_id):
        messages.success(request, "The wish is written down. It is done once all is over.")
        return redirect(PAGE, customer.customer_id)
    return redirect("staff:payments:customer-erasure", customer.customer_id)


@staff_only("customers.data", asks_password=True)
@require_POST
def kept(request: StaffRequest, customer_id: str) -> HttpResponse:
    """The customer takes the wish back."""
    person = _customer(customer_id).customer_id
    try:
        erasing.withdraw(person)
    except ErasureHasBegun as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The customer's data stay. Nothing was erased.")
    return redirect(PAGE, person)


def _customer(customer_id: str) -> Customer:
    """Raises CustomerNotFound, and WorksHere for a colleague."""
    try:
        customer = queries.customer(customer_id_of(customer_id))
    except NotAnEmail:
        raise CustomerNotFound from None
    if customer.role:
        raise WorksHere
    return customer


def _begun(customer_id: str) -> Erasure | None:
    """The erasure that runs; or of somebody who is gone, the one that is over."""
    try:
        person = customer_id_of(customer_id)
    except NotAnEmail:
        return None
    wish = erasing.latest_of(person)
    if wish is None or wish.begun_at is None:
        return None
    if wish.done_at is None:
        return wish
    return None if list(Customer.batch_get([(person, person)])) else wish


def _stands(request: StaffRequest, wish: Erasure, person: str) -> HttpResponse:
    steps = steps_of(wish)
    context = {
        "wish": wish,
        "person": person,
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        "lit_room": ROOM,
    }
    return render(request, "payments/staff/erasing.html", context)


def _page(request: StaffRequest, customer: Customer, form: EraseCustomerForm) -> HttpResponse:
    wish = erasing.erasure_of(customer.customer_id)
    context = {
        "customer": customer,
        "form": form,
        "wish": wish,
        "holds": privacy.what_holds(customer.customer_id),
        "lit_room": ROOM,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "payments/staff/erase.html", context, status=status)
