#!/usr/bin/env bash
# Installs what we are set against, pandas, polars and SciPy, into a folder of its own, and prints the path of its Python.
set -euo pipefail
cd "$(dirname "$0")/.."

peers=${ENTENTE_PEERS:-${CARGO_TARGET_DIR:-target}/peers}
if [ ! -x "$peers/bin/python" ] || ! "$peers/bin/python" -c "import pandas, polars, scipy" 2>/dev/null; then
    python3 -m venv "$peers" >&2
    "$peers/bin/pip" install --quiet pandas==2.3.3 polars==1.35.2 scipy==1.16.3 >&2
fi
echo "$peers/bin/python"
