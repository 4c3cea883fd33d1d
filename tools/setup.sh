#!/bin/sh
# Makes .venv from requirements.lock (pinned with hashes) and installs the project into it, editable.
set -eu

PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Saksama needs Python 3.11 or newer; '$PYTHON' is older. Name another one: make PYTHON=python3.12 ..." >&2
    exit 1
}
[ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"

# uv is pinned here, with its hash, because it must be there before the lock file can be read.
if ! "$VENV/bin/uv" --version 2>/dev/null | grep -q "^uv 0.13.9"; then
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/bootstrap.lock
fi
# Compiled here, once: where Python is asked to keep nothing compiled, every command would compile for three seconds.
"$VENV/bin/uv" pip install --quiet --compile-bytecode --python "$VENV/bin/python" --require-hashes -r requirements.lock
"$VENV/bin/uv" pip install --quiet --python "$VENV/bin/python" --no-deps --no-build-isolation --editable .
VENV="$VENV" sh tools/assets.sh

# What cannot be had without root is named once, in a sentence each; the rest of the product works without it.
command -v java >/dev/null || echo "Java 17 is not here: --engine spark and its tests need it (Debian: sudo apt-get install openjdk-17-jre-headless)."
command -v chromium >/dev/null || echo "Chromium is not here: the browser tests need it (Debian: sudo apt-get install chromium)."
