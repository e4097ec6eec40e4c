"""The accountant's register: every number of the month, and the sums of the papers."""

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from orders import queries, register_reading
from orders.credit_rules import ALL, Wanted
from orders.models import Line, Order
from orders.paper_marks import PaperMark
from orders.paper_parts import TaxRow
from orders.register import Cell, Column, Kind, Table
from orders.register_files import csv_of, workbook_of
from orders.register_months import NoSuchMonth, month_in
from orders.register_reading import register_of
from orders.services.crediting import credit
from orders.services.invoicing import invoice_for
from orders.services.numbering import Series
from tests.calls import counted
from tests.orders.bills import a_line, a_sold_order
from tests.staff import a_browser

NOVEMBER = month_in("2026-11")
CHENNAI = {"city": "Chennai", "state": "Tamil Nadu", "pincode": "600001"}


def billed(*lines: Line, on: str = "2026-11-23T06:00:00Z", **given: Any) -> Order:
    with time_machine.travel(on, tick=False):
        order = a_sold_order(*lines, **given)
        invoice_for(order.order_id)
    return queries.order(order.order_id)


def taken(order: Order, wanted: Wanted, *, on: str = "2026-11-25T06:00:00Z") -> None:
    with time_machine.travel(on, tick=False):
        assert credit(order.order_id, key="r1", wanted=wanted)


def a_month() -> list[Order]:
    """Four sales of every kind, of which one piece and one whole order came back."""
    shoes = a_line(name="Shoes", quantity=1, price=3_000_00, hsn="64041190", gst_rate="18")
    orders = [
        billed(a_line(), shoes, shipping_fee=79_00),
        billed(shipping_address=CHENNAI),
        billed(a_line(), buyer_gstin="29AAGCB7383J1Z4", buyer_company="=Baseline"),
        billed(a_line(), shoes),
    ]
    taken(orders[0], Wanted(pieces={0: 1}))
    taken(orders[3], ALL)
    return [queries.order(order.order_id) for order in orders]


def rows_of(order: Order, *, with_notes: bool) -> list[TaxRow]:
    assert order.invoice is not None
    notes = (order.credit_notes or {}).values() if with_notes else []
    return [*order.invoice.rows, *(row for note in notes for row in note.rows)]


def table(name: str) -> list[dict[str, Any]]:
    """A table of November, each row by its columns."""
    [found] = [each for each in register_of(NOVEMBER).tables if each.name == name]
    titles = [column.title for column in found.columns]
    return [dict(zip(titles, row, strict=True)) for row in found.rows]


def test_the_sums_of_the_register_are_those_of_the_papers() -> None:
    orders = a_month()
    sold = sum(row.gross for order in orders for row in rows_of(order, with_notes=False))
    papers = sum(row.gross for order in orders for row in rows_of(order, with_notes=True))
    back = papers - sold
    assert sum(row["Total"] for row in table("bills")) == sold
    assert sum(row["Total"] for row in table("credit-notes")) == back
    net = sum(row["Total"] for row in [*table("b2c"), *table("b2b")])
    assert net == sum(row["Total"] for row in table("hsn")) == sold - back


@pytest.mark.parametrize("name", ["bills", "credit-notes", "b2c", "b2b", "hsn"])
def test_every_row_of_every_table_adds_up(name: str) -> None:
    a_month()
    assert table(name)
    for row in table(name):
        taxes = row["Taxable"] + row["CGST"] + row["SGST or UTGST"] + row["IGST"]
        assert taxes == row["Total"]
        assert row["CGST"] == row["SGST or UTGST"]


def test_consumers_are_summed_by_state_and_rate_less_what_came_back() -> None:
    a_month()
    assert [
        (row["Place of supply"], row["State code"], row["Rate %"], row["Total"])
        for row in table("b2c")
    ] == [
        ("Maharashtra", "27", "5", 500_00),
        ("Maharashtra", "27", "18", 3_079_00),
        ("Tamil Nadu", "33", "5", 1_000_00),
    ]


def test_a_business_is_listed_bill_by_bill() -> None:
    orders = a_month()
    [row] = table("b2b")
    assert (row["GSTIN"], row["Number"]) == ("29AAGCB7383J1Z4", orders[2].invoice_number)
    assert (row["IGST"], row["Total"]) == (47_62, 1_000_00)
    taken(orders[2], ALL)
    assert [(r["On bill"], r["Total"]) for r in table("b2b")] == [
        ("", 1_000_00),
        (orders[2].invoice_number, -1_000_00),
    ]


def test_goods_are_summed_by_hsn_with_their_quantity_and_delivery_is_no_piece() -> None:
    a_month()
    assert [
        (row["Buyers"], row["HSN"], row["Unit"], row["Quantity"], row["Total"])
        for row in table("hsn")
    ] == [
        ("business", "95064000", "NOS", 2, 1_000_00),
        ("consumer", "64041190", "PRS", 1, 3_079_00),
        ("consumer", "95064000", "NOS", 3, 1_500_00),
    ]


def test_a_month_begins_and_ends_at_midnight_of_india() -> None:
    for on in ("2026-10-31T18:29:59Z", "2026-10-31T18:30:00Z", "2026-11-30T18:29:59Z"):
        billed(on=on)
    billed(on="2026-11-30T18:30:00Z")
    assert [paper.number[-6:] for paper in register_of(NOVEMBER).bills] == ["000002", "000003"]


def test_the_year_of_the_numbers_turns_with_april() -> None:
    billed(on="2027-03-31T06:00:00Z")
    billed(on="2027-04-01T06:00:00Z")
    assert [p.number for p in register_of(month_in("2027-03")).bills] == ["TB/2627/000001"]
    assert [p.number for p in register_of(month_in("2027-04")).bills] == ["TB/2728/000001"]


def test_a_number_without_its_paper_is_named() -> None:
    for _ in range(3):
        billed()
    PaperMark("#invoice/TB/2627/000002", "#").delete()
    register = register_of(NOVEMBER)
    assert register.holes == ["TB/2627/000002"]
    assert len(register.bills) == 2
    page = a_browser("owner").get("/staff/orders/register/?month=2026-11").content.decode()
    assert "Numbers without a paper: TB/2627/000002." in page


def holes_by_month(*months: str) -> dict[str, list[str]]:
    """The ends of the numbers that are missed in each of these months of 2026."""
    found = {month: register_of(month_in(f"2026-{month}")).holes for month in months}
    return {month: [hole[-2:] for hole in holes] for month, holes in found.items()}


def test_a_hole_at_the_turn_of_months_is_named_in_each_that_it_may_be_of() -> None:
    for month in (9, 10, 10, 12, 12, 12):
        billed(on=f"2026-{month:02d}-20T06:00:00Z")
    for number in (1, 3, 6):
        PaperMark(f"#invoice/TB/2627/{number:06d}", "#").delete()
    assert holes_by_month("09", "10", "11", "12") == {
        "09": ["01"],
        "10": ["01", "03"],
        "11": ["03"],
        "12": ["03", "06"],
    }


def test_a_long_run_of_holes_is_named_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_reading, "MARGIN", 1)
    for day in range(10, 18):
        billed(on=f"2026-11-{day}T06:00:00Z")
    for number in range(4, 9):
        PaperMark(f"#invoice/TB/2627/{number:06d}", "#").delete()
    assert holes_by_month("11") == {"11": ["04", "05", "06", "07", "08"]}


def test_a_month_in_a_long_year_is_found_without_reading_the_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(register_reading, "MARGIN", 1)
    for month in range(4, 13):
        for day in (5, 25):
            billed(on=f"2026-{month:02d}-{day:02d}T06:00:00Z")
    looked_at = register_reading._numbers(Series.INVOICE, NOVEMBER)
    assert [number[-2:] for number in looked_at] == ["14", "15", "16", "17"]
    with counted() as asked:
        assert len(register_of(NOVEMBER).bills) == 2
    assert asked["BatchGetItem"] == 1


def test_numbers_given_out_of_step_by_seconds_are_found_all_the_same() -> None:
    for on in ("2026-10-31T18:29:50Z", "2026-10-31T18:30:01Z", "2026-10-31T18:29:59Z"):
        billed(on=on)
    billed(on="2026-10-31T18:30:02Z")
    assert [paper.number[-6:] for paper in register_of(NOVEMBER).bills] == ["000002", "000004"]
    assert register_of(NOVEMBER).holes == []


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-11", "2026-11-01", "x" * 99]
)
def test_only_a_month_is_a_month(text: str) -> None:
    with pytest.raises(NoSuchMonth, match="like 2026-11"):
        month_in(text)


def test_a_csv_reads_back_and_no_name_of_it_is_a_formula() -> None:
    a_month()
    [business] = [each for each in register_of(NOVEMBER).tables if each.name == "b2b"]
    raw = csv_of(business)
    assert raw.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    assert (row["Company"], row["Total"], row["Date"]) == ("'=Baseline", "1000", "2026-11-23")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_every_sign_that_begins_a_formula_is_made_harmless(sign: str) -> None:
    evil = Table("t", "T", (Column("Company"), Column("Total", Kind.MONEY)), [(f"{sign}1", -50)])
    assert list(csv.reader(io.StringIO(csv_of(evil).decode("utf-8-sig"))))[1] == [
        f"'{sign}1",
        "-0.5",
    ]


def test_the_workbook_has_a_sheet_for_each_table_and_no_formula() -> None:
    a_month()
    book = zipfile.ZipFile(io.BytesIO(workbook_of(register_of(NOVEMBER).tables)))
    sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 5
    assert not any(b"<f>" in book.read(name) for name in sheets)
    assert b"Baseline" in book.read("xl/sharedStrings.xml")


def test_a_name_in_the_workbook_is_neither_a_formula_nor_a_link() -> None:
    names: list[tuple[Cell, ...]] = [("=1+1",), ("https://example.com",)]
    book = zipfile.ZipFile(io.BytesIO(workbook_of([Table("t", "T", (Column("Company"),), names)])))
    sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_the_command_writes_all_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_month()
    call_command("gst_register", "2026-11", "--to", str(tmp_path / "new"))
    written = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert written == [
        "gst-2026-11-b2b.csv",
        "gst-2026-11-b2c.csv",
        "gst-2026-11-bills.csv",
        "gst-2026-11-credit-notes.csv",
        "gst-2026-11-hsn.csv",
        "gst-2026-11.xlsx",
    ]
    assert "4 bills and 2 credit notes written" in capsys.readouterr().out


def test_the_command_fails_on_a_hole_and_on_what_is_no_month(tmp_path: Path) -> None:
    for _ in range(3):
        billed()
    PaperMark("#invoice/TB/2627/000002", "#").delete()
    with pytest.raises(CommandError, match="TB/2627/000002"):
        call_command("gst_register", "2026-11", "--to", str(tmp_path))
    with pytest.raises(CommandError, match="like 2026-11"):
        call_command("gst_register", "November")


def test_the_page_shows_the_month_and_its_files_open() -> None:
    a_month()
    owner = a_browser("owner")
    page = owner.get("/staff/orders/register/?month=2026-11").content.decode()
    assert "GST register, November 2026" in page
    assert "TB/2627/000001 to TB/2627/000004" in page
    assert "Tamil Nadu" in page
    book = owner.get("/staff/orders/register/2026-11.xlsx")
    assert book["Content-Disposition"] == 'attachment; filename="gst-2026-11.xlsx"'
    sheet = owner.get("/staff/orders/register/2026-11/hsn.csv")
    assert sheet.content.startswith(b"\xef\xbb\xbfBuyers,HSN,Unit")


def test_a_month_without_papers_says_so_and_has_a_file_all_the_same() -> None:
    owner = a_browser("owner")
    assert "No papers in this month" in owner.get("/staff/orders/register/").content.decode()
    assert owner.get("/staff/orders/register/2020-01.xlsx").status_code == 200


@pytest.mark.parametrize(
    "address", ["?month=13-2026", "x.xlsx", "2026-13/hsn.csv", "2026-11/other.csv"]
)
def test_what_is_no_month_or_no_table_is_not_found(address: str) -> None:
    assert a_browser("owner").get(f"/staff/orders/register/{address}").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("manager", 200), ("packer", 403), ("support", 403)]
)
def test_the_register_is_for_owner_and_manager(role: str, status: int) -> None:
    browser = a_browser(role)
    for address in ("", "2026-11.xlsx", "2026-11/hsn.csv"):
        assert browser.get(f"/staff/orders/register/{address}").status_code == status


@pytest.mark.parametrize(("role", "is_led"), [("owner", True), ("support", False)])
def test_the_payments_page_leads_there_who_may_see_it(role: str, is_led: bool) -> None:
    page = a_browser(role).get("/staff/payments/").content.decode()
    assert ('href="/staff/orders/register/"' in page) is is_led


def test_the_register_stands_in_the_menu_where_its_path_says() -> None:
    page = a_browser("owner").get("/staff/orders/register/").content.decode()
    assert re.findall(r'class="nav-link active" href="([^"]+)"', page) == ["/staff/payments/"]
