"""Narrative monitoring reports: a grammar that reads them, sentence by sentence, into observations."""
