"""Writes of this room, by the names that other rooms use."""

from jiangxin.demo.services.make import STEPS, Making, make_city_here, refuse_other_city
from jiangxin.demo.services.wipe import refuse_real_data, wipe, write_mark

__all__ = ["STEPS", "Making", "make_city_here", "refuse_other_city", "refuse_real_data", "wipe", "write_mark"]
