#!/usr/bin/env bash
# Upstream's conformance suite on the current cluster: progress, a JUnit report, a table by SIG, and `N passed, N failed` at the end.
#   run.sh [--focus REGEX] [--skip REGEX] [--procs N] [--report DIR]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=$("$here/build.sh" e2e.test ginkgo kubectl gauge)
"$here/images.sh"
PATH="$cache/bin:$PATH" exec "$cache/bin/gauge" --bin "$cache/bin" --tests "$here/tests.txt" --report "${NAVARCH_REPORT:-$here/../target/conformance}" "$@"
