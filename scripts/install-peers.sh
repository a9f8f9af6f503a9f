#!/usr/bin/env bash
# Installs what the program is set against, pandas, polars, NumPy, SciPy and pyarrow, into a folder of its own, and prints the path of its Python.
set -euo pipefail
cd "$(dirname "$0")/.."

peers=${ENTENTE_PEERS:-${CARGO_TARGET_DIR:-target}/peers}
if [ ! -x "$peers/bin/python" ] || ! "$peers/bin/python" -c "import pandas, polars, pyarrow, numpy, scipy" 2>/dev/null; then
    python3 -m venv "$peers" >&2
    "$peers/bin/pip" install --quiet pandas==2.3.3 polars==1.35.2 numpy==2.3.4 pyarrow==22.0.0 scipy==1.16.3 >&2
fi
echo "$peers/bin/python"
