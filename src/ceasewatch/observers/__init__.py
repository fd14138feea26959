"""Observer models: what each kind of observer would report if a given event happened, and how often it is wrong.

One object, five uses: it simulates reports, gives fusion its likelihood, gives coverage its detection probability,
weighs silence, and tells tasking what another observer would add. The models lie in
:mod:`~ceasewatch.observers.registry`.
"""
