#!/bin/sh
# Write the locks again: versions and hashes, never an address. Extra arguments go to uv (e.g. --upgrade).
set -eu
cd "$(dirname "$0")"
uv="../.venv/bin/uv"
[ -x "$uv" ] || uv=uv
for name in base dev pg; do
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-header "$@" "$name.in" -o "$name.txt"
done
