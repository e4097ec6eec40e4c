"""The papers of a parcel, drawn by us: a label to stick on, a manifest to sign."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.money import paise
from shipping.sandbox import parcels
from shipping.sandbox.drawing import page
from shipping.sandbox.ledger import Record
from shipping.sandbox.shapes import location

# Interleaved 2 of 5: five bars or gaps a digit, two of them wide; scanners read it.
_DIGITS = ("00110", "10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010")


def paper(_: HttpRequest, kind: str, shipment_ids: str) -> HttpResponse:
    """A page of the size of the paper, ready to print; several labels are several pages."""
    if kind not in {"label", "manifest"}:
        raise Http404
    papers = [_told(int(each)) for each in shipment_ids.split("-") if each.isdigit()]
    if not papers:
        raise Http404
    return page(kind, {**papers[0], "papers": papers})


def _told(shipment_id: int) -> Record:
    parcel = parcels.by_shipment(shipment_id)
    if parcel is None or not parcel["awb"]:
        raise Http404
    return {
        "parcel": parcel,
        "order": parcel["order"],
        "bars": bars(parcel["awb"]),
        "total_paise": paise(str(parcel["order"]["sub_total"])),
        "sender": location(),
    }


def bars(digits: str) -> SafeString:
    """The AWB as a barcode, drawn in SVG; an odd number of digits gets a zero in front."""
    digits = digits.zfill(len(digits) + len(digits) % 2)
    widths = [1, 1, 1, 1]
    for one, two in zip(digits[::2], digits[1::2], strict=True):
        pairs = zip(_DIGITS[int(one)], _DIGITS[int(two)], strict=True)
        widths += [3 if wide == "1" else 1 for pair in pairs for wide in pair]
    widths += [3, 1, 1]
    steps = [(sum(widths[:i]), w) for i, w in enumerate(widths) if i % 2 == 0]
    drawn = format_html_join("", '<rect x="{}" width="{}" height="40"/>', steps)
    return format_html(
        '<svg viewBox="-4 0 {} 40" role="img" aria-label="Barcode" preserveAspectRatio="none">'
        "{}</svg>",
        sum(widths) + 8,
        drawn,
    )
