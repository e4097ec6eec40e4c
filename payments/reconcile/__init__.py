"""Razorpay's books beside ours: the facts, the rules by which a rupee is matched, explained or
open, and how that is told."""
