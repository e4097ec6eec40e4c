"""What an order keeps of the returns that its customer asked for."""

from pynamodb.attributes import ListAttribute, UnicodeAttribute

from config.attributes import Part, TextMapAttribute, TimeAttribute, optional


class Return(Part):
    """A customer's wish to send lines back; its key in the map is 'R1', 'R2' …. `pieces` maps the
    place of the order's line, as text, to how many of it, as text. `photos` are names in the
    default storage."""

    status = UnicodeAttribute()  # orders.return_rules.ReturnStatus
    pieces = TextMapAttribute()
    reason = UnicodeAttribute()
    words = optional(UnicodeAttribute())  # the customer's own
    photos = optional(ListAttribute(of=UnicodeAttribute))
    asked_at = TimeAttribute(attr_name="askedAt")
    answered_at = optional(TimeAttribute(attr_name="answeredAt"))
    answered_by = optional(UnicodeAttribute(attr_name="answeredBy"))
    answer = optional(UnicodeAttribute())  # what the customer reads
    shipment_id = optional(UnicodeAttribute(attr_name="shipmentId"))
    arrived_at = optional(TimeAttribute(attr_name="arrivedAt"))
    refund_key = optional(UnicodeAttribute(attr_name="refundKey"))
