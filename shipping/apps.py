"""The shipping app."""

from django.apps import AppConfig

from config.staff_menu import Count, Entry


class ShippingConfig(AppConfig):
    name = "shipping"
    tables = ["shipping.models.Shipment"]
    doctor = "shipping.doctor.CHECKS"
    staff_acts = "shipping.staff.acts.WORDS"
    staff_stuck = "shipping.staff.stuck.stuck"
    staff_menu = (
        Entry(
            "Pack",
            "staff:shipping:pack:index",
            "package",
            "orders.pack",
            rank=15,
            count=Count("orders.staff.numbers.on_the_bench", "on the bench", "bg-blue-lt"),
        ),
        Entry("Shipments", "staff:shipping:index", "truck", "shipments.see", rank=20),
    )
