"""In a process of its own on a city's data folder: the person whose portrait is read, log-ins, queries of each page."""

import json
import sys

import django

PURPOSE = {"purpose": "bench"}


def main() -> None:
    """Print what the measurement needs to know of the city."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- slow
    from django.core.cache import cache  # noqa: PLC0415 -- slow
    from django.db import connection  # noqa: PLC0415 -- slow
    from django.test import Client  # noqa: PLC0415 -- slow
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- slow

    from jiangxin.demo.queries import logins  # noqa: PLC0415 -- slow
    from jiangxin.people.queries import user_named  # noqa: PLC0415 -- slow

    settings.ALLOWED_HOSTS = ["*"]
    held = logins()
    reader = next(one for one in held if one["role"] == "city-union")
    person = user_named(next(one for one in held if one["role"] == "worker")["user"]).person_id
    client = Client()
    client.force_login(user_named(reader["user"]), backend="django.contrib.auth.backends.ModelBackend")
    pages = {"board": "/desk/", "portrait": f"/desk/people/{person}/"}
    client.post(pages["portrait"], PURPOSE)
    cache.clear()
    queries = {}
    for name, path in pages.items():
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
        queries[name] = len(asked)
    sys.stdout.write(json.dumps({"person": person, "logins": [reader], "queries": queries}))


if __name__ == "__main__":
    main()
