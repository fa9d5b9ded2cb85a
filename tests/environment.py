"""Loaded by pytest before the settings: a data folder of its own for every run, and nothing from outside."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from jiangxin.doors.cli.catalogue import compile_words

for name in [name for name in os.environ if name.startswith("JIANGXIN_") and name != "JIANGXIN_DATABASE"]:
    del os.environ[name]

DATA = tempfile.mkdtemp(prefix="jiangxin-test-")
os.environ["JIANGXIN_DATA"] = DATA
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in the thread of the test
compile_words(Path(DATA, "locale"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
