"""What an order keeps of its tax papers: written once, never changed."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from config.attributes import (
    DecimalTextAttribute,
    IntAttribute,
    LooseTextAttribute,
    Part,
    PartListAttribute,
    TextMapAttribute,
    TimeAttribute,
    optional,
)


class TaxRow(Part):
    """One line of a paper. All sums are paise: `gross` is what was paid, tax included; `taxable`
    and the taxes sum to it exactly. `place` is the row's place in the invoice, where goods stand as
    in the order's lines; a row of a credit note has the place of the row that it takes back."""

    place = IntAttribute()
    name = UnicodeAttribute()
    hsn = optional(LooseTextAttribute())
    unit = UnicodeAttribute()  # UQC of the GST rules: NOS, PRS, SET …
    quantity = IntAttribute()
    rate = DecimalTextAttribute()  # percent
    gross = IntAttribute()
    taxable = IntAttribute()
    cgst = IntAttribute()
    sgst = IntAttribute()
    igst = IntAttribute()


class Invoice(Part):
    """A tax invoice (CGST Rule 46) as it was issued. `seller` and `buyer` are the names, addresses
    and GSTINs of that day."""

    number = UnicodeAttribute()
    at = TimeAttribute()
    seller = TextMapAttribute()
    buyer = TextMapAttribute()
    place_of_supply = UnicodeAttribute(attr_name="placeOfSupply")  # the State's name
    is_inter_state = BooleanAttribute(attr_name="interState")
    rows = PartListAttribute(of=TaxRow)


class CreditNote(Part):
    """A credit note (CGST section 34) for what is taken back of an invoice. Its key in the map is
    that of the refund, or says what else took it back."""

    number = UnicodeAttribute()
    at = TimeAttribute()
    rows = PartListAttribute(of=TaxRow)
