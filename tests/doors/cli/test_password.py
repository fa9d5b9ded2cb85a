"""`jx password` gives a user a new password."""

import os
import subprocess
import sys

MAKE = """
import django
django.setup()
from jiangxin.kernel.actor import Actor
from jiangxin.people import services
services.create_user(actor=Actor.machine("test"), username="clerk", password="ding-bu-ding-8")
"""
CHECK = """
import django
django.setup()
from jiangxin.people import queries
print(queries.user_named("clerk").check_password("xin-de-mi-ma-7"))
"""


def run(data, *words, text=""):
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANGXIN_")}
    env |= {"JIANGXIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "jiangxin.settings"}
    return subprocess.run([sys.executable, *words], env=env, input=text, capture_output=True, text=True, check=False)


def test_password_is_read_from_a_pipe_and_set(jx, data):
    jx("migrate")
    run(data, "-c", MAKE)

    refused = run(data, "-m", "jiangxin", "password", "clerk", text="short\n")
    before = run(data, "-c", CHECK).stdout
    done = run(data, "-m", "jiangxin", "password", "Clerk", text="xin-de-mi-ma-7\n")

    assert (refused.returncode, before) == (2, "False\n")
    assert (done.returncode, done.stdout) == (0, "“clerk”的密码换好了\n")
    assert run(data, "-c", CHECK).stdout == "True\n"


def test_unknown_user_is_refused(jx):
    done = jx("password", "nobody")

    assert (done.returncode, "没有“nobody”这个用户" in done.stderr) == (2, True)
