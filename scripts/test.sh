#!/usr/bin/env bash
# Builds with all gates and runs the unit tests; with --all the integration and end-to-end tests too, which need root:
# for those it installs and starts what they want of Debian's packages. Maven's own summary closes the run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/jdk.sh
if [ "${1:-}" = --all ]; then
  shift
  scripts/system-packages.sh test
  exec mvn verify "$@"
fi
exec mvn test "$@"
