"""The papers of an order for its customer: the bill and the credit notes, as PDF. They name people
and streets, so the tracking link alone does not open them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from config.shopper import shopper_of, sign_in_address
from orders import queries
from orders.errors import OrderNotFound
from orders.links import order_id_in, placed_here
from orders.models import Order
from orders.papers import pdf
from orders.papers.naming import bill_of, credit_note_of, file_name

Draw = Callable[[Order], HttpResponse]


@require_safe
def invoice(request: HttpRequest, order_id: str) -> HttpResponse:
    """The bill, for the customer and for the browser that placed the order."""
    return _to_its_owner(request, order_id, bill_answer)


@require_safe
def invoice_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The bill from the tracking page: whoever holds its link says first who they are."""
    return _to_its_owner(request, order_id_in(token), bill_answer)


@require_safe
def credit_note(request: HttpRequest, order_id: str, number: str) -> HttpResponse:
    """A credit note, for the same people. Its number has `-` in the address where it has `/`."""
    return _to_its_owner(request, order_id, lambda order: credit_note_answer(order, number))


def bill_answer(order: Order) -> HttpResponse:
    """The bill of an order as a PDF. Raises NoBill."""
    paper = bill_of(order)
    return _answer(pdf.bill(order, paper), file_name(paper.number))


def credit_note_answer(order: Order, number: str) -> HttpResponse:
    """A credit note of an order as a PDF. Raises NoBill."""
    note = credit_note_of(order, number)
    return _answer(pdf.credit_note(order, note), file_name(note.number))


def _to_its_owner(request: HttpRequest, order_id: str, draw: Draw) -> HttpResponse:
    shopper = shopper_of(request)
    if shopper is None and order_id not in placed_here(request):
        response: HttpResponse = redirect(sign_in_address(request))
    else:
        order = queries.order(order_id)
        is_own = shopper is not None and order.customer_id == shopper.customer_id
        if not is_own and order_id not in placed_here(request):
            raise OrderNotFound
        response = draw(order)
    response["Cache-Control"] = "no-store"
    return response


def _answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
