"""The shipping app."""

from django.apps import AppConfig

from config.staff_menu import Entry


class ShippingConfig(AppConfig):
    name = "shipping"
    tables = ["shipping.models.Shipment"]
    staff_menu = (Entry("Shipments", "staff:shipping:index", "truck", "shipments.see", rank=20),)
