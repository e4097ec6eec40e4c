"""`manage.py doctor`: is this deployment whole, and how is it mended. Each check only looks."""
