#!/usr/bin/env bash
# The whole check: builds with all gates, runs unit, integration and end-to-end tests; --unit stops after the unit tests.
# As root on a Debian-like system what the tests use is installed and started first (Docker, nftables, etcd); elsewhere
# what is missing is named, and the tests that need it are skipped, each with its reason. Maven's own summary closes the run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/jdk.sh
command -v mvn >/dev/null 2>&1 || { echo "navarch: Maven (mvn) is needed; install the package maven" >&2; exit 1; }
if [ "${1:-}" = --unit ]; then
  shift
  exec mvn --no-transfer-progress test "$@"
fi
scripts/system-packages.sh test || echo "navarch: the tests that need it are skipped, each with its reason" >&2
status=0
mvn --no-transfer-progress verify "$@" || status=$?
skipped=$(find . -path '*/target/*-reports/TEST-*.xml' -exec grep -ho '<skipped message="[^"]*"' {} + 2>/dev/null |
  sed -e 's/^<skipped message="//' -e 's/"$//' -e 's/^[A-Za-z.]*TestAbortedException: //' | sort | uniq -c || true)
if [ -n "$skipped" ]; then
  echo "navarch: skipped tests, by reason:"
  printf '%s\n' "$skipped"
fi
exit $status
