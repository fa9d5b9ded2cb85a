"""`jx manage …`: Django's own commands."""

import argparse

from django.core.management import execute_from_command_line

from jiangxin.kernel.words import _

NAME = "manage"
HELP = _("运行 Django 自带的命令")
REST = True


def add(parser: argparse.ArgumentParser) -> None:
    """Take everything as it comes."""


def run(args: argparse.Namespace) -> int:
    """Hand the words to Django."""
    execute_from_command_line(["jx manage", *args.rest])
    return 0
