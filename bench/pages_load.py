"""Twenty users, each asking one page every two seconds, of a server started for it."""

import http.client
import http.cookiejar
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

USERS, EVERY, ROUNDS, WARM = 20, 2.0, 15, 3
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def served(env: dict[str, str], person: int, logins: list[dict[str, Any]]) -> dict[str, list[float]]:
    """Return the seconds of every answer: portrait, board, /healthz and again /healthz, each under its own load."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "jiangxin", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(port)
        portrait = f"/desk/people/{person}/"
        cookies = [_signed_in(port, logins[number % len(logins)], portrait) for number in range(USERS)]
        paths = {"healthz": "/healthz", "portrait": portrait, "board": "/desk/"}
        return {name: under_load(port, path, cookies) for name, path in paths.items()}
    finally:
        server.terminate()
        server.wait(20)


def under_load(port: int, path: str, cookies: list[str]) -> list[float]:
    """Ask a page by every user every two seconds, users spread evenly over them, and return the seconds of answers."""
    waits: list[float] = []
    users = [
        threading.Thread(target=_user, args=(port, path, cookie, EVERY * number / len(cookies), waits.append))
        for number, cookie in enumerate(cookies)
    ]
    for user in users:
        user.start()
    for user in users:
        user.join()
    return waits


def slowest_of_95(waits: list[float]) -> float:
    """Return the time within which 95 of 100 answers came."""
    return sorted(waits)[int(0.95 * (len(waits) - 1))]


def _user(port: int, path: str, cookie: str, late: float, told: Callable[[float], None]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    first = time.perf_counter() + late
    for number in range(WARM + ROUNDS):
        time.sleep(max(0.0, first + EVERY * number - time.perf_counter()))
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        if number >= WARM:
            told(time.perf_counter() - began)
    connection.close()


def _signed_in(port: int, login: dict[str, Any], portrait: str) -> str:
    """Sign in, say what the portrait is read for, and return the cookies as a header."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    root = f"http://127.0.0.1:{port}"
    _post(opener, f"{root}/account/login/", {"login": login["user"], "password": login["password"]})
    _post(opener, f"{root}{portrait}", {"purpose": "bench"})
    return "; ".join(f"{one.name}={one.value}" for one in jar)


def _post(opener: urllib.request.OpenerDirector, url: str, said: dict[str, str]) -> None:
    page = opener.open(url).read().decode()
    found = TOKEN.search(page)
    data = urllib.parse.urlencode({"csrfmiddlewaretoken": found.group(1) if found else "", **said}).encode()
    opener.open(urllib.request.Request(url, data, {"Referer": url})).read()  # noqa: S310 -- our own server


def _wait(port: int) -> None:
    for _try in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/alive"):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not come up")
