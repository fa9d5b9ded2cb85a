"""Jiangxin (匠心)."""

__version__ = "0.1.0"
