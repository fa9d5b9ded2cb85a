"""The virus scanner that the operator names (JIANGXIN_SCANNER); without one nothing is scanned, and rows say so."""

import shlex
import subprocess

from django.conf import settings

from jiangxin.files.errors import FileInfected, ScannerFailed

SECONDS = 60
INFECTED = 1  # the exit code of clamdscan and its like


def scan(content: bytes, name: str) -> bool:
    """Hold content against the scanner and tell whether there is one; refuses what it finds, and its own failure."""
    command = shlex.split(settings.SCANNER)
    if not command:
        return False
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerFailed(why=type(error).__name__) from error
    if done.returncode == INFECTED:
        raise FileInfected(name=name)
    if done.returncode:
        raise ScannerFailed(why=str(done.returncode))
    return True
