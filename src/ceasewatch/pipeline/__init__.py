"""The continuous run: intake, record, fold, projections, health. Everything that a face needs is called from here."""
