"""A stand-in for Shiprocket, and the floor that both stand-ins share; no part of the shop."""
