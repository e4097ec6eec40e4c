"""Customers for staff: who ordered lately, and all that is kept of one of them."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config.finding import LONGEST
from config.staff import StaffRequest, staff_only
from customers import queries
from customers.consent_rules import standings
from customers.errors import CustomerNotFound, NotAnEmail, TooManyCustomerNotes
from customers.models import Customer
from customers.rules import customer_id_of
from customers.services.address_book import book_of
from customers.services.customer_notes import add_note, notes_of
from customers.services.erasing import erasure_of
from customers.services.shopper_sessions import devices_of, end_everywhere
from customers.staff.finding import known_of
from customers.staff.note_forms import NoteForm


@staff_only("customers.see")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Who ordered lately; with `q`, whoever has this e-mail address or telephone number."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    found = known_of(words) if words.isprintable() else []
    if len(found) == 1:
        return redirect("staff:customers:customers:customer", found[0].customer_id)
    return _list(request, words, found, HTTPStatus.OK)


@staff_only("customers.see")
@require_safe
def detail(request: StaffRequest, customer_id: str) -> HttpResponse:
    """One customer: orders, notes, addresses, and how they sign in; of whom we do not know, where
    to look."""
    try:
        customer = _customer(customer_id)
    except CustomerNotFound:
        return _list(request, customer_id[:LONGEST], [], HTTPStatus.NOT_FOUND)
    return _page(request, customer, NoteForm(), HTTPStatus.OK)


@staff_only("customers.edit")
@require_POST
def note(request: StaffRequest, customer_id: str) -> HttpResponse:
    """A note for colleagues, with its writer and its time."""
    customer, form = _customer(customer_id), NoteForm(request.POST)
    if form.is_valid():
        try:
            add_note(customer.customer_id, form.cleaned_data["text"], by=request.staff.name)
        except TooManyCustomerNotes as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "Noted.")
            return redirect("staff:customers:customers:customer", customer.customer_id)
    return _page(request, customer, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@staff_only("customers.edit")
@require_POST
def signed_out(request: StaffRequest, customer_id: str) -> HttpResponse:
    """End every sign-in of a shopper, as they ask for when a phone is lost."""
    customer = _customer(customer_id)
    end_everywhere(customer.customer_id)
    messages.success(request, "Signed out on every device. A new code by e-mail signs in again.")
    return redirect("staff:customers:customers:customer", customer.customer_id)


def _list(request: StaffRequest, words: str, found: list[Customer], status: int) -> HttpResponse:
    context = {
        "q": words if words.isprintable() else "",
        "found": found,
        "is_unknown": status == HTTPStatus.NOT_FOUND,
    }
    return render(request, "customers/staff/customers.html", context, status=status)


def _customer(customer_id: str) -> Customer:
    """The customer of this address in the page's address; CustomerNotFound for anything else."""
    try:
        return queries.customer(customer_id_of(customer_id))
    except NotAnEmail:
        raise CustomerNotFound from None


def _page(request: StaffRequest, customer: Customer, form: NoteForm, status: int) -> HttpResponse:
    who = customer.customer_id
    context = {
        "customer": customer,
        "book": book_of(who),
        "notes": notes_of(customer),
        "note": form,
        "devices": devices_of(who, cookie=""),
        "consents": [each.purpose.title for each in standings(customer.consent) if each.is_given],
        "erasure": erasure_of(who),
    }
    return render(request, "customers/staff/customer.html", context, status=status)
