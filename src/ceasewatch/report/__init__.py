"""Products for people: the daily report, from data, in HTML and PDF."""
