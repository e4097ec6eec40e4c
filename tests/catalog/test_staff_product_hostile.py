"""E9 and E16 for products: hostile text in every field, and fields that no form has."""

from django.test import Client

from catalog.models import Product
from tests.catalog.staff_page import address, begin, now_of, raw, save
from tests.factories import a_product
from tests.staff import a_browser

HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{7*7}}{% debug %}${7*7}",
    '{"S":"x"}',
    "$ne' OR 1=1 --",
    "=HYPERLINK(1)",
    "\u202egnp.exe\U0001f3d3\r\nX-Evil: 1",
]


def test_e9_hostile_text_is_kept_as_typed_and_shown_as_text() -> None:
    for text in HOSTILE:
        plain = " ".join(text.split())
        row = a_product(variants={"X1": {"options": {"Colour": "Red"}}})
        named = {"name": plain, "brand": plain, "manufacturer": plain, "description": plain}
        typed = {"s-0-name": plain[:60], "s-0-value": plain, "v-X1-o-Colour": plain}
        assert save(row, **named, **typed).status_code == 302
        written = now_of(row)
        assert (written.name, written.brand, written.description) == (plain, plain, plain)
        assert written.specs == {plain[:60]: plain}
        browser = a_browser()
        for path in (address(row), address(row, "preview/"), "/staff/products/"):
            shown = browser.get(path)
            assert shown.status_code == 200
            assert "X-Evil" not in shown
            assert "<script>alert" not in shown.content.decode()
            assert "<img src=x" not in shown.content.decode()
        for path in (f"/equipment/{row.product_id}", "/equipment", "/"):
            page = Client().get(path).content.decode()
            assert "<script>alert" not in page
            assert "<img src=x" not in page


def test_e16_what_the_page_has_no_field_for_is_never_taken() -> None:
    row = a_product(variants={"R-21": {"stock": 2}}, rating="4.1")
    names = "stock v-R-21-stock productId product_id seller_id sellerId rating review_count by"
    names += " stockHistory imported image images createdAt v-NEW-price is_staff last_edit"
    more = dict.fromkeys(names.split(), "9")
    before = raw(row)
    assert save(row, name="Other", **more).status_code == 302
    after = raw(row)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"name", "version", "updatedAt", "lastEdit"}


def test_e16_a_new_product_takes_no_stock_and_no_activity() -> None:
    browser = a_browser()
    more = {"stock": "99", "is_active": "on", "version": "7", "sellerId": "x"}
    answer = browser.post(
        "/staff/products/new/",
        begin(browser, name="Net", brand="Stag", category="tables", price="999") | more,
    )
    row = Product.get(answer["Location"].split("/")[3], "third-ball")
    assert (row.stock, row.is_active, row.version) == (0, False, 1)
