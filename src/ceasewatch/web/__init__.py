"""The web face: a first page without script, health and metrics, and the intake. Loopback only in this form."""
