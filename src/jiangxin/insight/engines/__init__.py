"""Engines that run the compiled expressions over the lake's files."""
