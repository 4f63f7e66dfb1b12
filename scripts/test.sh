#!/usr/bin/env bash
# All tests: installs what they need from Debian's packages when root, then one Maven run whose own summary closes it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/jdk.sh
scripts/system-packages.sh test
exec mvn verify "$@"
