"""Worlds with ground truth, seeded: what happens, what observers report of it, and how well that was understood."""
