"""The plan of the city: the files of the data folder, read once."""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

FOLDER = files("jiangxin.demo") / "data"


@cache
def plan(name: str) -> dict[str, Any]:
    """Return one TOML file of the plan."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def divisions() -> tuple[dict[str, str], ...]:
    """Return the real streets and towns: district_code, district, street_code, street."""
    return tuple(csv.DictReader((FOLDER / "divisions.csv").read_text(encoding="utf-8").splitlines()))
