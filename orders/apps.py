"""The orders app."""

from django.apps import AppConfig

from config.staff_menu import Count, Entry


class OrdersConfig(AppConfig):
    name = "orders"
    tables = ["orders.models.Order"]
    figures = "orders.figures.figures"
    doctor = "orders.doctor.CHECKS"
    staff_acts = "orders.staff.acts.WORDS"
    staff_stuck = "orders.staff.stuck.stuck"
    staff_numbers = "orders.staff.numbers.COUNTED"
    staff_menu = (
        Entry(
            "Orders",
            "staff:orders:index",
            "receipt-indian-rupee",
            "orders.see",
            rank=10,
            count=Count("orders.staff.numbers.to_pack", "to pack", "bg-blue-lt"),
        ),
    )
