"""The demo: people who are made up, and orders that went through the shop's own services."""
