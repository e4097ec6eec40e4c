"""A product's page as a browser sends it, and pictures as people have them."""

import io
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from catalog.models import Product
from catalog.staff.edit_form import EditForm
from tests.staff import a_browser


def address(row: Product, noun: str = "") -> str:
    return f"/staff/products/{row.product_id}/{noun}"


def now_of(row: Product) -> Product:
    return Product.get(row.product_id, row.seller_id, consistent_read=True)


def raw(row: Product) -> dict[str, Any]:
    """The item as DynamoDB has it."""
    table = Product._get_connection()
    found: dict[str, Any] = table.get_item(row.product_id, row.seller_id)["Item"]
    return found


def save(row: Product, **typed: Any) -> Any:
    """A manager opens the page, types, and saves."""
    return a_browser().post(address(row, "facts/"), page_of(row, **typed))


def page_of(row: Product, **typed: Any) -> dict[str, Any]:
    """What the browser of somebody who opened the page now sends: every field as it was drawn,
    but for what was typed. None takes a tick off."""
    form = EditForm(row)
    drawn: dict[str, Any] = {"seen": form.seen}
    for each in form.forms:
        for field in each:
            is_tick = isinstance(field.field, forms.BooleanField)
            value = ("on" if field.value() else None) if is_tick else field.value()
            drawn[field.html_name] = "" if value is None and not is_tick else value
    return {name: value for name, value in (drawn | typed).items() if value is not None}


def a_picture(
    colour: str = "red", *, size: tuple[int, int] = (900, 600), kind: str = "PNG"
) -> bytes:
    """A picture of one colour; the same colour is the same picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def a_file(body: bytes, name: str = "x.png", kind: str = "image/png") -> SimpleUploadedFile:
    """A file as a form brings it."""
    return SimpleUploadedFile(name, body, kind)


def begin(browser: Client, like: str = "", **typed: str) -> dict[str, Any]:
    """What the browser of somebody who opened "New product" sends, with what was typed."""
    page = browser.get(f"/staff/products/new/?like={like}").context["form"]
    return {field.html_name: field.value() or "" for field in page} | typed
