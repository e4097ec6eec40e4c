"""The config app."""

from django.apps import AppConfig

from config.staff_menu import Entry


class ConfigConfig(AppConfig):
    name = "config"
    staff_menu = (Entry("Today", "staff:today", "house", "orders.see", rank=0),)
