"""The payments app."""

from django.apps import AppConfig

from config.staff_menu import Count, Entry


class PaymentsConfig(AppConfig):
    name = "payments"
    tables = ["payments.models.Payment"]
    figures = "payments.figures.figures"
    doctor = "payments.doctor.CHECKS"
    staff_acts = "payments.staff.acts.WORDS"
    staff_stuck = "payments.staff.stuck.stuck"
    staff_numbers = "payments.staff.numbers.COUNTED"
    staff_menu = (
        Entry(
            "Payments",
            "staff:payments:index",
            "indian-rupee",
            "payments.see",
            rank=30,
            count=Count("payments.staff.numbers.unmatched", "unmatched", "bg-red-lt"),
        ),
    )
