"""What an order keeps of the returns that its customer asked for."""

from pynamodb.attributes import BooleanAttribute, ListAttribute, UnicodeAttribute

from config.attributes import IntAttribute, Part, TextMapAttribute, TimeAttribute, optional


class Return(Part):
    """A customer's wish to send lines back; its key in the map is 'R1', 'R2' …. `pieces` maps the
    place of the order's line, as text, to how many of it, as text. `photos` are names in the
    default storage. `money` is what was promised, in paise, `has_fees` whether delivery is in it;
    `upi` where it goes if nothing was paid online. `arrived` and `sound` are what was found in the
    parcel and what of it went in stock."""

    status = UnicodeAttribute()  # orders.return_rules.ReturnStatus
    pieces = TextMapAttribute()
    reason = UnicodeAttribute()
    words = optional(UnicodeAttribute())  # the customer's own
    photos = optional(ListAttribute(of=UnicodeAttribute))
    money = optional(IntAttribute())
    has_fees = optional(BooleanAttribute(attr_name="fees"))
    upi = optional(UnicodeAttribute())
    asked_at = TimeAttribute(attr_name="askedAt")
    answered_at = optional(TimeAttribute(attr_name="answeredAt"))
    answered_by = optional(UnicodeAttribute(attr_name="answeredBy"))
    answer = optional(UnicodeAttribute())  # what the customer reads
    way = optional(UnicodeAttribute())  # orders.return_rules.Way
    shipment_id = optional(UnicodeAttribute(attr_name="shipmentId"))
    trouble = optional(UnicodeAttribute())  # what a person must see to
    arrived_at = optional(TimeAttribute(attr_name="arrivedAt"))
    arrived = optional(TextMapAttribute())
    sound = optional(TextMapAttribute())
    refund_key = optional(UnicodeAttribute(attr_name="refundKey"))
