"""An order as Shiprocket's lists show it."""

from shipping.sandbox.ledger import Record


def as_listed(parcel: Record) -> Record:
    """The published fields of one entry of `GET /orders`."""
    order = parcel["order"]
    return {
        "id": parcel["order_id"],
        "channel_id": 76893,
        "channel_name": "CUSTOM",
        "base_channel_code": "CS",
        "channel_order_id": parcel["reference"],
        "customer_name": order["billing_customer_name"],
        "customer_email": order["billing_email"],
        "customer_phone": order["billing_phone"],
        "pickup_location": order["pickup_location"],
        "payment_status": "",
        "total": f"{order['sub_total']:.2f}",
        "tax": "0.00",
        "sla": "2 days",
        "shipping_method": "SR",
        "expedited": 0,
        "status": parcel["status"],
        "status_code": parcel["status_code"],
        "payment_method": "cod" if parcel.get("collect_paise") else "prepaid",
        "is_international": 0,
        "purpose_of_shipment": 0,
        "channel_created_at": order["order_date"],
        "created_at": parcel["created_at"],
        "products": [_product(number, item) for number, item in enumerate(order["order_items"], 1)],
        "shipments": [_shipment(parcel)],
        "activities": ["ORDER_CREATED"],
        "allow_return": 0,
        "is_incomplete": 0,
        "errors": [],
        "show_escalation_btn": 0,
        "escalation_status": "",
        "escalation_history": [],
    }


def _product(number: int, item: Record) -> Record:
    return {
        "id": number,
        "channel_order_product_id": str(number),
        "name": item["name"],
        "channel_sku": item["sku"],
        "quantity": item["units"],
        "product_id": number,
        "available": 0,
        "status": "UNDEFINED",
        "hsn": str(item.get("hsn", "")),
    }


def _shipment(parcel: Record) -> Record:
    order = parcel["order"]
    sides = [f"{order[side]:.2f}" for side in ("length", "breadth", "height")]
    delivered = parcel["scans"][-1]["date"] if parcel["shipment_status_id"] == 7 else None
    return {
        "id": parcel["shipment_id"],
        "isd_code": "+91",
        "courier": parcel["courier_name"] or "",
        "weight": order["weight"],
        "dimensions": "x".join(sides),
        "pickup_scheduled_date": parcel["pickup_at"],
        "pickup_token_number": parcel["pickup_token"],
        "awb": parcel["awb"],
        "return_awb": "",
        "volumetric_weight": 0,
        "pod": None,
        "etd": parcel["etd"] or "NA",
        "rto_delivered_date": "0000-00-00 00:00:00",
        "delivered_date": delivered,
        "etd_escalation_btn": False,
    }
