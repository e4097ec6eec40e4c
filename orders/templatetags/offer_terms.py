"""The terms of a sale, lent to the pages that tell search engines of goods."""

from django import template

from catalog.structured import Terms
from orders import return_rules, rules

register = template.Library()


@register.simple_tag
def offer_terms(category: str = "") -> Terms:
    """On which terms goods of this category are sold; without one, those of most goods."""
    faults_only = return_rules.rule_of(category) is return_rules.ReturnRule.FAULTS_ONLY
    return Terms(
        fee_paise=rules.DELIVERY_FEE_PAISE,
        free_from_paise=rules.FREE_DELIVERY_FROM_PAISE,
        return_days=None if faults_only else return_rules.DAYS,
    )
