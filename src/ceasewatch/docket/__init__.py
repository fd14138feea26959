"""What people decide: claims, cases, clocks, findings, remedies, replies. First form: the response clocks."""
