"""The customers app."""

from django.apps import AppConfig

from config.staff_menu import Count, Entry


class CustomersConfig(AppConfig):
    name = "customers"
    tables = ["customers.models.Customer", "customers.models.Address"]
    doctor = "customers.doctor.CHECKS"
    staff_acts = "customers.staff.acts.WORDS"
    staff_numbers = "customers.staff.numbers.COUNTED"
    staff_menu = (
        Entry(
            "Complaints",
            "staff:customers:complaints",
            "message-square-warning",
            "complaints",
            rank=50,
            count=Count("customers.staff.numbers.open_complaints", "open", "bg-orange-lt"),
        ),
        Entry("Customers", "staff:customers:customers:index", "users", "customers.see", rank=45),
        Entry("Team", "staff:customers:team:index", "shield", "team.manage", rank=90),
    )
