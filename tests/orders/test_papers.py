"""What stands on a bill and on a credit note, and that it is drawn."""

import json
import unicodedata

import pytest
import time_machine
import typst
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from orders import queries
from orders.credit_rules import Wanted
from orders.models import Line, Order
from orders.papers import pdf
from orders.papers.page import bill_page, breakable, credit_note_page
from orders.papers.words import in_words
from orders.services.crediting import credit
from orders.services.invoicing import invoice_for
from tests.factories import ADDRESS
from tests.orders.bills import a_line, a_sold_order

NOW = "2026-11-23T06:00:00Z"


def page_of(*lines: Line, **given: object) -> dict[str, object]:
    """The page of a new bill."""
    order = billed(*lines, **given)
    assert order.invoice is not None
    return bill_page(order, order.invoice)


def billed(*lines: Line, **given: object) -> Order:
    with time_machine.travel(NOW, tick=False):
        order = a_sold_order(*lines, **given)
        invoice_for(order.order_id)
    return queries.order(order.order_id)


def test_a_bill_has_every_field_of_rule_46() -> None:
    page = page_of()
    assert (page["title"], page["number"]) == ("Tax invoice", "TB/2627/000001")
    assert (page["date"], page["copy"]) == ("23 November 2026", "Original for recipient")
    assert page["seller"] == {
        "shop": "Third Ball",
        "name": "Third Ball Sports Retail (tests)",
        "address": "1 Court Road, Shivajinagar, Pune 411005, Maharashtra",
        "gstin": "27AAAAA0000A1Z2",
        "contact": "020 4123 4567, help@thirdball.example",
    }
    buyer = ["Ananya Rao", "22, 3rd Cross, 4th Block", "Kothrud", "Pune 411038", "Maharashtra (27)"]
    assert (page["buyer_title"], page["buyer"]) == ("Billed and delivered to", buyer)
    assert ["Place of supply", "Maharashtra (27)"] in page["facts"]  # type: ignore[operator]
    assert ["Reverse charge", "No"] in page["facts"]  # type: ignore[operator]
    assert page["columns"] == [
        *("#", "Goods", "HSN", "Quantity", "Taxable ₹", "CGST ₹", "SGST ₹", "Total ₹")
    ]
    assert page["rows"] == [
        ["1", "Butterfly Sheet", "95064000", "2 NOS", "952.38", *["23.81\n2.5 %"] * 2, "1,000.00"]
    ]
    assert page["by_rate"] == [["5 %", "952.38", "23.81", "23.81"]]
    assert page["sums"] == [["Taxable value", "952.38"], ["CGST", "23.81"], ["SGST", "23.81"]]
    assert (page["total"], page["words"]) == ("₹1,000.00", "Rupees one thousand only")
    assert "without a signature" in str(page["closing"])


def test_to_another_state_it_bears_igst() -> None:
    page = page_of(shipping_address={"city": "Chennai", "state": "Tamil Nadu", "pincode": "600001"})
    assert page["rows"] == [
        ["1", "Butterfly Sheet", "95064000", "2 NOS", "952.38", "47.62\n5 %", "1,000.00"]
    ]
    assert page["sums"] == [["Taxable value", "952.38"], ["IGST", "47.62"]]


@pytest.mark.parametrize(
    ("gstin", "there"),
    [
        (
            "27AAPFU0939F1ZV",
            ["22, 3rd Cross, 4th Block", "Kothrud", "Pune 411038", "Maharashtra (27)"],
        ),
        ("29AAGCB7383J1Z4", ["Karnataka (29)"]),
    ],
)
def test_a_business_is_named_with_its_gstin_beside_who_receives_it(
    gstin: str, there: list[str]
) -> None:
    page = page_of(buyer_gstin=gstin, buyer_company="Baseline Academy")
    assert page["buyer"] == ["Baseline Academy", f"GSTIN {gstin}", *there]
    assert page["delivery"][0] == "Ananya Rao"  # type: ignore[index]


@pytest.mark.parametrize(
    ("given", "paid"),
    [
        ({"payment_method": "cod"}, "In cash to the courier"),
        ({"razorpay_payment_id": "pay_X"}, "Online, pay_X"),
    ],
)
def test_it_says_how_it_was_paid(given: dict[str, str], paid: str) -> None:
    assert ["Paid", paid] in page_of(**given)["facts"]  # type: ignore[operator]


def test_a_shop_without_gstin_writes_a_bill_of_supply(settings: Settings) -> None:
    settings.SHOP_GSTIN = ""
    page = page_of()
    assert page["title"] == "Bill of supply"
    assert page["columns"] == ["#", "Goods", "HSN", "Quantity", "Total ₹"]
    assert (page["by_rate"], page["sums"]) == ([], [])
    assert "not registered for GST" in str(page["notes"])


def test_a_credit_note_names_its_bill() -> None:
    order = billed()
    note = credit(order.order_id, key="r1", wanted=Wanted(pieces={0: 1}))
    assert note is not None
    assert order.invoice is not None
    page = credit_note_page(order, note, order.invoice)
    assert page["title"] == "Credit note"
    assert page["facts"][:2] == [["On bill", "TB/2627/000001"], ["Of", "23 November 2026"]]
    assert page["rows"] == [
        ["1", "Butterfly Sheet", "95064000", "1 NOS", "476.20", *["11.90\n2.5 %"] * 2, "500.00"]
    ]
    assert page["total"] == "₹500.00"


def pages_of(page: dict[str, object]) -> list[bytes]:
    """The pages as pictures."""
    drawn = typst.compile(
        pdf.TEMPLATE,
        root=pdf.TEMPLATE.parent,
        font_paths=pdf._fonts(),
        sys_inputs={"data": json.dumps(page)},
        format="png",
        ppi=20,
    )
    return drawn if isinstance(drawn, list) else [drawn]


def test_forty_long_lines_go_on_to_a_second_page() -> None:
    long = "A sheet whose name goes on and on, as names in old catalogues do, for two lines"
    assert len(pages_of(page_of())) == 1
    assert len(pages_of(page_of(*[a_line(name=long) for _ in range(40)]))) == 2


@pytest.mark.parametrize(
    "name",
    [
        "श्री अर्जुन क्षत्रिय ₹ 5",
        '#1 *x* $5 @a [b] _c_ <d> // e /* f */ \\ "g" #set page(width: 1cm)',
        "\n\nA\n",
        "",
        "Z" * 300,
    ],
)
def test_a_name_stays_text_whatever_it_says(name: str) -> None:
    page = page_of(a_line(name=name), customer_name=name)
    assert pdf.drawn(page).startswith(b"%PDF-")
    assert len(pages_of(page)) == 1


@pytest.mark.parametrize("word", ["Z" * 100, "-" * 100, "कि" * 50, "क्षि" * 25, "help@" + "z" * 95])
def test_a_very_long_word_may_end_its_line_every_dozen_signs(word: str) -> None:
    parts = breakable(f"A {word} word").split("\u200b")
    assert "".join(parts) == f"A {word} word"
    assert max(map(len, parts)) < 24 + len("A ")
    assert not any(unicodedata.category(part[0]).startswith("M") for part in parts)
    assert not any(part.endswith("्") for part in parts)


@pytest.mark.parametrize("word", ["TB/2627/000123", "27AAAAA0000A1Z2", "pay_QXrY8s3Nf4Kp1Z"])
def test_numbers_stay_in_one_piece(word: str) -> None:
    assert breakable(word) == word


def test_every_text_that_people_write_may_end_its_line() -> None:
    word = "Z" * 100
    there = ADDRESS | dict.fromkeys(("addressLine1", "addressLine2", "city"), word)
    for company in (None, word):
        page = page_of(
            a_line(name=word),
            customer_name=word,
            buyer_company=company,
            shipping_address=there,
        )
        assert word not in json.dumps(page)
        assert len(pages_of(page)) == 1


@pytest.mark.parametrize(
    ("paise", "words"),
    [
        (0, "Rupees zero only"),
        (1, "Rupees zero and one paise only"),
        (21_00, "Rupees twenty-one only"),
        (1_100_50, "Rupees one thousand one hundred and fifty paise only"),
        (12_34_567_00, "Rupees twelve lakh thirty-four thousand five hundred sixty-seven only"),
        (10_00_00_000_00, "Rupees ten crore only"),
        (1_00_00_00_000_00, "Rupees one hundred crore only"),
    ],
)
def test_amounts_are_said_in_lakh_and_crore(paise: int, words: str) -> None:
    assert in_words(paise) == words


@given(st.integers(0, 10**13))
def test_two_amounts_are_never_said_alike(paise: int) -> None:
    assert in_words(paise) != in_words(paise + 1)
