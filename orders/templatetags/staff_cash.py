"""How staff read an order's money, lent to every room's pages."""

from django import template

from orders.staff.words import order_money_look

register = template.Library()
register.filter("money_look", order_money_look)
