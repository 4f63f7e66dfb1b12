#!/usr/bin/env bash
# Makes the ahead-of-time cache of the distribution: a training run that starts the API server and the command line once.
set -euo pipefail
NAVARCH_HOME=$(cd "$(dirname "$0")/.." && pwd)
export NAVARCH_HOME
. "$NAVARCH_HOME/scripts/jdk.sh"
NAVARCH_NO_AOT=1
. "$NAVARCH_HOME/scripts/jvm-flags.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f "$NAVARCH_DIST/navarch.aot"
"$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 "$NAVARCH_HOME/scripts/Unsign.java" "$NAVARCH_DIST/lib"
timeout 120 "$JAVA_HOME/bin/java" "${NAVARCH_JVM_FLAGS[@]}" -XX:AOTCacheOutput="$NAVARCH_DIST/navarch.aot" \
  -cp "$NAVARCH_CLASSPATH" dev.navarch.cli.Main train --data-dir "$work/data" >"$work/log" 2>&1 || { tail -3 "$work/log"; exit 1; }
[ -f "$NAVARCH_DIST/navarch.aot" ]
