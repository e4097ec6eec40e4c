"""The catalog app."""

from django.apps import AppConfig

from config.staff_menu import Entry


class CatalogConfig(AppConfig):
    name = "catalog"
    tables = ["catalog.models.Product"]
    ready_when = "catalog.readiness.missing"
    lay_out = "catalog.shelf.lay_out"  # before the workers are forked
    doctor = "catalog.doctor.CHECKS"
    staff_acts = "catalog.staff.acts.WORDS"
    staff_menu = (Entry("Products", "staff:catalog:index", "tag", "products.see", rank=40),)
