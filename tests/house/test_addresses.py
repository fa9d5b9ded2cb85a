"""What is committed knows neither a package registry nor the machine it was written on."""

import re

import pytest

from tests.house import source

REGISTRIES = re.compile(
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|deb[.]debian[.]org|npmmirror[.]com|unpkg[.]com|jsdelivr[.]net"
    r"|cdnjs[.]|proxy[.]golang|extra-index[-]url|find[-]links =|fonts[.]googleapis"
)
MACHINE = re.compile(r"(?<![\w.:])/(?:home|root|Users|work)/[\w.]|(?<![\w.:])/tmp/[b]ash")
LOCKS = ["base", "dev", "pg"]


def test_files_name_no_registry_and_no_path_of_one_machine():
    found = []
    for path in source.files():
        data = path.read_bytes()
        if b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8").splitlines(), 1):
            hit = REGISTRIES.search(line) or MACHINE.search(line)
            if hit:
                found.append(f"{source.name(path)}:{number} {hit.group()}")

    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_pin_every_package_with_hashes_and_name_no_address(lock):
    text = lock_text(lock)
    entries = [entry for entry in re.split(r"\n(?=[a-z0-9])", text) if not entry.startswith("#")]

    loose = [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]

    assert loose == []
    assert re.findall(r"https?:|file:|^-", text, re.MULTILINE) == []
    assert len(entries) > 3


def test_later_locks_take_what_the_base_lock_takes():
    base, *others = (versions(lock) for lock in LOCKS)

    forked = {name for lock in others for name in lock.keys() & base.keys() if not lock[name] <= base[name]}

    assert forked == set()


def versions(lock: str) -> dict[str, set[str]]:
    """Return the locked versions by name; one name may have one for each Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==([\w.!+]+)", lock_text(lock), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def lock_text(lock: str) -> str:
    return (source.ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
