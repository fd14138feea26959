"""Exercises: a scenario and a seed become deliveries in the formats that feeds read, and the truth behind them."""

from ceasewatch.simulate.exercise.country import Country
from ceasewatch.simulate.exercise.package import Package
from ceasewatch.simulate.exercise.play import play
from ceasewatch.simulate.exercise.rows import MARK
from ceasewatch.simulate.exercise.scenario import Scenario, load_scenario

__all__ = ["MARK", "Country", "Package", "Scenario", "load_scenario", "play"]
