"""The customers app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"
    tables = ["customers.models.Customer", "customers.models.Address"]
