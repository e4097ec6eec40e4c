"""The payments app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"
    tables = ["payments.models.Payment"]
