"""A stand-in for Razorpay, with the control pages of both; no part of the shop."""
